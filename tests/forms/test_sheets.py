"""Sheets are filled rightly: every form, real procedures, hostile texts, composed letters."""

import base64
import hashlib
import html
import re
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from form_sheets import (
    CENTRE,
    DAY_MS,
    NOON,
    ROOT,
    html_of,
    page,
    random_pages,
    real_procedures,
    usual_procedures,
)

from server.core.dossiers import DossierState
from server.core.errors import Invalid, WrongState
from server.core.forms import BLOCKS, FORMS, TEMPLATE, check_fits, check_text, filled, number_label
from server.forms.filling import Page, balanced
from server.forms.pages import policy, register_html
from server.forms.words import FOLDER, words_of

HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}{% raw %}</style><img src=x onerror=alert(1)>"


class Seen(HTMLParser):
    """Texts and tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.texts.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.texts)).replace("\u00a0", " ")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", ["A4", "A5"])
def test_every_form_says_what_it_is_about(form: str, size: str) -> None:
    for filled_page in random_pages(form, 6):
        text = Seen(html_of(filled_page, size)).text
        assert "Cộng hòa xã hội chủ nghĩa Việt Nam" in text
        assert "Độc lập - Tự do - Hạnh phúc" in text
        assert f"Mẫu số {form}" in text
        assert "H16.15-261123-0012" in text
        name = unicodedata.normalize("NFC", filled_page.facts["procedure"]["name"])
        assert " ".join(name.split()) in " ".join(text.split())
        assert ("Số: 012/TNHS" in text) == (form != "06")
        assert "Bản xem trước" not in text


def test_the_receipt_has_documents_fee_date_code_and_signatures() -> None:
    seen = Seen(html_of(page("01")))
    for part in (
        "Nguyễn Thị Hồng Hạnh", "0912345678", "7 ngày làm việc", "Trực tiếp",
        usual_procedures()[0]["name"], "Người nộp hồ sơ", "Người tiếp nhận hồ sơ",
        "Trần Thị Bích Ngọc", "Phòng Kinh tế, Hạ tầng và Đô thị",
    ):  # fmt: skip
        assert part in seen.text, part
    assert "07 giờ 53, Thứ Hai, ngày 30 tháng 11 năm 2026" in seen.text
    assert "svg" in seen.tags


def test_the_code_on_the_sheet_leads_to_the_dossier_and_says_nothing_else() -> None:
    import segno

    told = html_of(page("01"))
    path = re.search(r'<path d="([^"]+)"', told)
    assert path is not None
    wanted = segno.make(f"{ROOT}/ho-so#H16.15-261123-0012", error="m", micro=False)
    dark = sum(cell for row in wanted.matrix for cell in row)
    assert path[1].count("M") == dark


def test_a_form_that_is_not_issued_has_no_number() -> None:
    text = Seen(html_of(replace(page("04"), label=None))).text
    assert "Bản xem trước – chưa cấp số" in text
    assert "Số: ……" in text


def test_hostile_texts_stay_texts() -> None:
    plain = Seen(html_of(page("01"))).tags
    told = page("01")
    facts = {**told.facts, "reason": HOSTILE, "issuer": HOSTILE, "documents": [[HOSTILE, 1, 0]],
             "missing": [[HOSTILE, 1, 0]], "channel": HOSTILE,
             "department": {"vi": HOSTILE, "en": HOSTILE},
             "procedure": {**told.facts["procedure"], "name": HOSTILE, "fee": HOSTILE}}  # fmt: skip
    for form in FORMS:
        wording = {"vi": {"opening": HOSTILE, "notes": HOSTILE, "signer": HOSTILE}}
        common = {"vi": {"agency": HOSTILE, "place": HOSTILE, "contact": HOSTILE}}
        hostile = Page(form, facts, HOSTILE, HOSTILE, HOSTILE, wording, common)
        seen = Seen(html_of(hostile))
        assert not {"script", "img", "iframe", "object"} & set(seen.tags)
        assert "49" not in html.unescape(seen.text).replace("7*7", "")
        assert seen.tags.count("style") == plain.count("style") == 1


def test_decomposed_letters_are_composed() -> None:
    apart = unicodedata.normalize("NFD", "Nguyễn Thị Hồng Hạnh đường Trần Hưng Đạo")
    told = page("02")
    text = html_of(replace(told, applicant=apart, facts={**told.facts, "reason": apart}))
    assert text == unicodedata.normalize("NFC", text)
    assert unicodedata.normalize("NFC", apart) in text


def test_the_policy_lets_the_pages_own_style_through_only() -> None:
    told = html_of(page("01"))
    style = re.search(r"<style>(.*?)</style>", told, re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    allowed = policy(told)
    assert f"style-src 'sha256-{digest}'" in allowed
    assert "script-src" not in allowed
    assert allowed.startswith("default-src 'none'")
    assert " style=" not in told


def test_days_below_ten_and_the_first_two_months_have_a_nought() -> None:
    words, zone = words_of(TEMPLATE, "vi"), "Asia/Ho_Chi_Minh"
    fifth = 1_770_260_400_000  # 2026-02-05 10:00 in Vietnam
    assert words.day(fifth, zone).replace("\u00a0", " ") == "ngày 05 tháng 02 năm 2026"
    assert words_of(TEMPLATE, "en").day(fifth, zone).replace("\u00a0", " ") == "5 February 2026"


def test_both_languages_say_the_same_things() -> None:
    import json

    vi, en = (
        json.loads((FOLDER / "v1" / f"words.{language}.json").read_text("utf-8"))
        for language in ("vi", "en")
    )
    only_vi = {key for key in vi if key.startswith("sample.")}
    only_en = {key for key in en if key.startswith("month.")}
    assert set(vi) - only_vi == set(en) - only_en - {"sample.department"}
    for form in FORMS:
        assert "</html>" in html_of(page(form), language="en")


def test_every_version_that_sheets_may_name_has_all_its_templates() -> None:
    for version in range(1, TEMPLATE + 1):
        for name in (*(f"{form}.html" for form in (*FORMS, "07")), "sheet.css", "a4.css"):
            assert (FOLDER / f"v{version}" / name).is_file()


def test_headings_break_into_lines_of_like_length() -> None:
    assert balanced("Ủy ban nhân dân phường Bắc Gia Nghĩa", 33) == [
        "Ủy ban nhân dân", "phường Bắc Gia Nghĩa"
    ]  # fmt: skip
    assert balanced("", 33) == []
    assert balanced("Một", 33) == ["Một"]
    for text in [*(row["name"] for row in real_procedures()[:300]), CENTRE["vi"], "x" * 90]:
        lines = balanced(text, 33)
        assert " ".join(lines).split() == text.split()


def test_numbers_are_written_by_the_pattern() -> None:
    assert number_label("{n}/TNHS", 12, 2026) == "012/TNHS"
    assert number_label("{n}/{year}/GTN", 1_234, 2026) == "1234/2026/GTN"


@pytest.mark.parametrize(
    ("block", "text"),
    [
        ("opening", "x" * 1_501),
        ("opening", "một {applicant}"),
        ("opening", "một {"),
        ("opening", "một \x07"),
        ("signer", "hai\ndòng"),
        ("number", "TNHS"),
        ("number", "{n}{n}"),
        ("number", "{n}/{code}"),
        ("number", "{n}" + "x" * 40),
        ("agency", "không thuộc mẫu này"),
    ],
)
def test_texts_have_bounds(block: str, text: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_text("01", block, text)
    assert caught.value.field == block


def test_words_in_braces_are_filled_in() -> None:
    assert filled("{centre} nhận {code}, {lạ}", {"centre": "A", "code": "{centre}"}) == (
        "A nhận {centre}, {lạ}"
    )
    told = replace(page("04"), wording={"vi": {"opening": "Về {procedure}, {code}; hẹn {new_due}"}})
    text = Seen(html_of(told)).text
    assert f"Về {usual_procedures()[0]['name']}, H16.15-261123-0012; hẹn 07 giờ 53" in text


def test_a_form_is_issued_only_where_it_is_true() -> None:
    check_fits("03", DossierState.REFUSED)
    for form, state in (("03", DossierState.PROCESSING), ("04", DossierState.RESOLVED),
                        ("05", DossierState.REFUSED), ("01", DossierState.REFUSED)):  # fmt: skip
        with pytest.raises(WrongState):
            check_fits(form, state)
    for form in ("06", "07", "1", ""):
        with pytest.raises(Invalid):
            check_fits(form, DossierState.PROCESSING)


def test_every_block_has_a_usual_text_or_may_be_left_out() -> None:
    words = words_of(TEMPLATE, "vi")
    for form, blocks in BLOCKS.items():
        for block in {"opening", "signer", "legal"} & set(blocks):
            assert words.raw(f"{form}.{block}"), (form, block)


def test_the_register_lists_dossiers_in_their_order() -> None:
    rows = [
        {
            "code": f"H16.15-261123-{n:04d}",
            "applicant": HOSTILE if n == 3 else "Lê Văn Đức",
            "phone": "0912345678",
            "procedure": "Đăng ký khai sinh",
            "department": {"vi": "Tư pháp", "en": "Justice"},
            "received_at": NOON - DAY_MS,
            "due_at": NOON,
            "passed_at": None,
            "resolved_at": NOON if n % 2 else None,
            "returned_at": None,
            "verdict": "on_time" if n % 2 else None,
            "state": "resolved" if n % 2 else "processing",
        }
        for n in range(1, 6)
    ]
    period = {"first": NOON - 30 * DAY_MS, "last": NOON, "department": None, "rows": rows}
    facts = {"zone": "Asia/Ho_Chi_Minh", "centre": CENTRE, "at": NOON} | period
    told = Seen(register_html(Page("07", facts), version=TEMPLATE, language="vi"))
    assert re.findall(r"H16\.15-261123-(\d{4})", told.text) == [f"{n:04d}" for n in range(1, 6)]
    assert "Tổng số: 5 hồ sơ." in told.text
    assert told.text.count("Đúng hạn") == 3
    assert "script" not in told.tags
    none = register_html(Page("07", {**facts, "rows": []}), version=TEMPLATE, language="vi")
    assert "Không có hồ sơ nào" in none
