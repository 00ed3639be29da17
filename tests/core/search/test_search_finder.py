"""The rules of the search, on a catalogue of a few procedures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.search.entries import Entry
from server.core.search.everyday import Synonym
from server.core.search.finder import Finder

ENTRIES = (
    Entry("1.000001", "Thủ tục đăng ký khai sinh", "Hộ tịch", "Cấp xã"),
    Entry("1.000002", "Thủ tục đăng ký lại khai sinh", "Hộ tịch", "Cấp xã"),
    Entry("1.000003", "Thủ tục đăng ký khai sinh có yếu tố nước ngoài", "Hộ tịch", "Cấp xã"),
    Entry("1.000004", "Thủ tục đăng ký kết hôn", "Hộ tịch", "Cấp xã"),
    Entry("1.000005", "Thủ tục đăng ký kết hôn có yếu tố nước ngoài", "Hộ tịch", "Cấp xã"),
    Entry("1.000006", "Cấp giấy phép lái xe", "Sát hạch lái xe", "Cấp tỉnh"),
    Entry("1.000007", "Cấp lại giấy phép lái xe", "Sát hạch lái xe", "Cấp tỉnh"),
    Entry("1.000008", "Cấp hộ chiếu (thực hiện tại cấp tỉnh)", "Xuất nhập cảnh", "Cấp tỉnh"),
    Entry("1.000009", "Cấp hộ chiếu (thực hiện tại cấp trung ương)", "Xuất nhập cảnh", "Cấp Bộ"),
    Entry("1.000010", "Khai thuế đối với hộ kinh doanh", "Thuế", "Cấp tỉnh"),
    Entry("1.000011", "Thuê đất của Nhà nước", "Đất đai", "Cấp tỉnh"),
    Entry("1.000012", "Đăng ký hoạt động tín dụng nhân dân", "Ngân hàng", "Cấp Bộ"),
    Entry("1.000013", "Đăng ký mẫu con dấu mới", "Con dấu", "Cấp tỉnh"),
)
SYNONYMS = (
    Synonym("lấy chồng tây", ("đăng ký kết hôn có yếu tố nước ngoài",)),
    Synonym("bằng lái", ("giấy phép lái xe",)),
    Synonym("mất", ("cấp lại", "đăng ký lại")),
    Synonym("gplx", ("giấy phép lái xe",)),
    Synonym("passport", ("cấp hộ chiếu",)),
)
FINDER = Finder(ENTRIES, SYNONYMS)


def first(query: str) -> str | None:
    found = FINDER.find(query, 3)
    return found[0].code[-2:] if found else None


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("khai sinh", "01"),
        ("khai sinh lại", "02"),
        ("khai sinh nước ngoài", "03"),
        ("kết hôn", "04"),
        ("giấy phép lái xe", "06"),
        ("cấp lại giấy phép lái xe", "07"),
    ],
)
def test_the_plain_case_comes_before_its_variants_unless_they_are_asked_for(
    query: str, code: str
) -> None:
    assert first(query) == code


@pytest.mark.parametrize(
    "query",
    ["dang ky khai sinh", "đăng kí khai sinh", "ĐĂNG KÝ KHAI SINH", "khaisinh", "khia sinh",
     "khai sinhh", "ddawng kys khai sinh", "d9a8ng ky1 khai sinh", "khai xinh", "khai si",
     "đang ky khai sinh", "tôi muốn làm khai sinh ở đâu", "dkks", "khai  sinh!"],
)  # fmt: skip
def test_one_procedure_is_found_however_it_is_typed(query: str) -> None:
    assert first(query) == "01"


def test_everyday_phrases_join_with_other_words() -> None:
    assert first("lấy chồng tây") == "05"
    assert first("lay chong tay") == "05"
    assert first("bằng lái") == "06"
    assert first("mất bằng lái") == "07"
    assert first("mất gplx") == "07"
    assert first("lost passport") == "08"


def test_the_phrase_that_led_to_a_procedure_is_told() -> None:
    assert FINDER.find("lấy chồng tây", 1)[0].why == "lấy chồng tây"
    assert FINDER.find("đăng ký kết hôn", 1)[0].why is None


def test_diacritics_that_are_typed_are_heeded() -> None:
    assert first("thuế") == "10"
    assert first("thuê") == "11"
    assert {f.code for f in FINDER.find("thue", 3)} == {"1.000010", "1.000011"}


def test_a_seal_is_no_daughter_in_law() -> None:
    phrases = (*SYNONYMS, Synonym("con dâu", ("đăng ký kết hôn",)))
    finder = Finder(ENTRIES, phrases)
    assert finder.find("con dấu", 1)[0].code == "1.000013"
    assert finder.find("con dâu", 1)[0].code == "1.000004"


def test_the_level_a_citizen_deals_with_comes_first() -> None:
    assert [f.code for f in FINDER.find("hộ chiếu", 2)] == ["1.000008", "1.000009"]


def test_what_is_asked_for_often_here_moves_up_among_equals() -> None:
    often = FINDER.find("hộ chiếu", 2, popular={"1.000009": 1.0})
    assert {f.code for f in often} == {"1.000008", "1.000009"}
    twins = Finder([Entry("1.1", "Đo đất một"), Entry("1.2", "Đo đất hai")], ())
    assert twins.find("đo đất", 1, popular={"1.2": 1.0})[0].code == "1.2"


def test_a_field_narrows_the_answers() -> None:
    assert [f.code for f in FINDER.find("cấp", 9, field="Xuất nhập cảnh")] == [
        "1.000008",
        "1.000009",
    ]
    assert FINDER.find("cấp", 9, field="Không có") == []
    assert FINDER.find("1.000008", 9, field="Thuế") == []


def test_nothing_known_finds_nothing() -> None:
    for query in ("", " ", "%", "zzzz qqqq", "!!!", "12"):
        assert FINDER.find(query, 3) == []
    assert Finder((), SYNONYMS).find("khai sinh", 3) == []


def test_the_same_query_has_the_same_answer() -> None:
    assert FINDER.find("đăng ký", 9) == FINDER.find("đăng ký", 9)
    assert FINDER.find("đăng ký", 2) == FINDER.find("đăng ký", 9)[:2]


@given(st.text(max_size=200))
def test_any_text_is_answered(query: str) -> None:
    found = FINDER.find(query, 5)
    assert len(found) <= 5
    assert len({f.code for f in found}) == len(found)


@given(st.text(alphabet="aăâdđeêioôơuưyhntcgkmpqrslvx ỗệắđ019.", max_size=120))
def test_anything_like_vietnamese_is_answered(query: str) -> None:
    scores = [f.score for f in FINDER.find(query, 9)]
    assert scores == sorted(scores, reverse=True)


@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_list_of_synonyms_can_be_read(said: list[str]) -> None:
    finder = Finder(ENTRIES, [Synonym(text, ("đăng ký khai sinh", "")) for text in said])
    assert finder.find("khai sinh", 1)[0].code == "1.000001"
