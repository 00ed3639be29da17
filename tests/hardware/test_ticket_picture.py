from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.catalogue import catalogue
from hardware.tickets.fonts import BOLD, MEDIUM, font
from hardware.tickets.picture import ticket_picture
from hardware.tickets.qr import qr_picture
from hardware.tickets.sheet import balanced, clean, wrap
from hardware.tickets.sizes import LEAST_DOTS, SIZES, WIDTHS
from hardware.tickets.template import Element, Kind, Size, Template
from hardware.tickets.words import TicketText, ahead, appointment, expected, ticket_text, wait

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LOWER = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


def ticket(**changes: object) -> TicketText:
    values: dict[str, object] = {
        "language": "vi",
        "centre": "Trung tâm Phục vụ hành chính công",
        "service": "Hộ tịch",
        "number": "A017",
        "people_ahead": 12,
        "wait": (10, 25),
        "issued_at": datetime(2026, 11, 22, 1, 15, tzinfo=UTC),
        "status_url": "http://192.168.10.20:8080/t/8fKq2Vb0xT1nR7wYpL3sZd",
    }
    return TicketText(**{**values, **changes})  # type: ignore[arg-type]


def glyph(letter: str, weight: int) -> bytes:
    picture = Image.new("1", (60, 90), 1)
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture)
    draw.fontmode = "1"
    draw.text((8, 8), letter, 0, font(40, weight))
    return picture.tobytes()


@pytest.mark.parametrize("weight", [BOLD, MEDIUM])
def test_all_134_vietnamese_letters_have_a_picture_of_their_own(weight: int) -> None:
    letters = sorted({c for c in LOWER + LOWER.upper() if not c.isascii()})
    assert len(letters) == 134
    box = glyph("\U000f0000", weight)
    pictures = {letter: glyph(letter, weight) for letter in letters}
    assert box not in pictures.values()
    assert len(set(pictures.values())) == 134


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_ticket_is_pure_black_and_white_and_as_wide_as_the_paper(
    width: int, language: str
) -> None:
    picture = ticket_picture(ticket(language=language), width, ZONE)
    assert picture.mode == "1" and picture.width == width
    assert 500 < picture.height < 1400


@pytest.mark.parametrize("width", WIDTHS)
@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300), st.text(min_size=1, max_size=12), st.integers(-1, 10**9))
def test_no_name_or_number_breaks_out_of_the_margins(
    width: int, service: str, number: str, ahead: int
) -> None:
    picture = ticket_picture(
        ticket(service=service, centre=service, number=number, people_ahead=ahead), width, ZONE
    )
    ink = picture.convert("L").point(lambda level: 255 - level).getbbox()
    assert ink is not None
    assert ink[0] >= 4 and ink[2] <= width - 4
    assert picture.height < 2500


def test_no_text_is_ever_below_twenty_dots() -> None:
    for sizes in SIZES.values():
        heights = [sizes.label]
        for by_size in (sizes.centre, sizes.service, sizes.fact, sizes.text, sizes.small):
            assert set(by_size) == set(Size)
            heights += by_size.values()
        assert min(heights) >= LEAST_DOTS == 20


def test_the_number_is_the_largest_thing_on_the_ticket() -> None:
    for sizes in SIZES.values():
        assert sizes.number[Size.LARGE] > 4 * sizes.service[Size.MEDIUM]
        assert sizes.number[Size.SMALL] > 2 * sizes.service[Size.LARGE]


@pytest.mark.parametrize("changes", [{"people_ahead": None}, {"wait": None}, {"wait": (0, 0)},
                                     {"wait": (5, 5)}, {"people_ahead": 0}])  # fmt: skip
def test_what_is_not_known_leaves_no_trace(changes: dict[str, object]) -> None:
    full = ticket_picture(ticket(), 576, ZONE)
    assert ticket_picture(ticket(**changes), 576, ZONE).tobytes() != full.tobytes()


LATER = datetime(2026, 11, 22, 9, 10, tzinfo=UTC)


def facts(picture_of: TicketText) -> list[str]:
    """The lines that a ticket's promise and appointment add."""
    return [line for line in (appointment(picture_of, ZONE), expected(picture_of, ZONE)) if line]


def test_promise_and_appointment_stand_on_the_ticket_in_the_centres_time() -> None:
    assert facts(ticket(expected_before=LATER)) == ["Dự kiến được gọi trước 16:10"]
    assert facts(ticket(appointment_at=LATER, language="en")) == ["Appointment at 16:10"]
    begins = LATER - timedelta(hours=1)
    both = ticket(expected_before=LATER, appointment_at=begins)
    assert facts(both) == ["Lịch hẹn lúc 15:10", "Dự kiến được gọi trước 16:10"]
    drawn = {ticket_picture(one, 576, ZONE).tobytes() for one in (ticket(), both)}
    assert len(drawn) == 2


@pytest.mark.parametrize(
    ("told", "vi", "en"),
    [
        ((0, 1), "Chờ dưới 1 phút", "Wait under a minute"),
        ((0, 4), "Chờ dưới 4 phút", "Wait under 4 minutes"),
        ((3, 3), "Chờ khoảng 3 phút", "Wait about 3 min"),
        ((5, 10), "Chờ khoảng 5–10 phút", "Wait about 5–10 minutes"),
    ],
)
def test_nobody_is_told_to_wait_from_nought_minutes(
    told: tuple[int, int], vi: str, en: str
) -> None:
    assert wait(ticket(wait=told)) == vi
    assert wait(ticket(wait=told, language="en")) == en


def test_no_ticket_promises_a_call_before_its_appointment() -> None:
    early = ticket(expected_before=LATER - timedelta(hours=1), appointment_at=LATER)
    assert facts(early) == ["Lịch hẹn lúc 16:10"]


def test_the_first_with_an_appointment_is_not_told_to_be_next() -> None:
    assert ahead(ticket(people_ahead=0)) == "Ông/bà là người tiếp theo"
    assert ahead(ticket(people_ahead=0, appointment_at=LATER)) == "Chưa có ai phía trước"


@pytest.mark.parametrize("side", [210, 260])
def test_the_qr_code_is_of_whole_dots_with_its_quiet_zone(side: int) -> None:
    url = ticket().status_url
    picture = qr_picture(url, side)
    matrix = segno.make(url, error="m", micro=False).matrix
    scale = picture.width // (len(matrix) + 8)
    assert picture.width == scale * (len(matrix) + 8) and scale >= 4
    for row, line in enumerate(matrix):
        for column, dark in enumerate(line):
            x, y = (column + 4) * scale, (row + 4) * scale
            module = picture.crop((x, y, x + scale, y + scale))
            assert module.getextrema() == ((0, 0) if dark else (255, 255))


def test_the_time_on_the_ticket_is_the_centres() -> None:
    there = ticket_picture(ticket(), 576, ZONE)
    elsewhere = ticket_picture(ticket(), 576, ZoneInfo("Europe/Paris"))
    assert there.tobytes() != elsewhere.tobytes()


def test_wrapping_keeps_every_word_in_order() -> None:
    name = "Đăng ký khai sinh, khai tử, kết hôn và các việc hộ tịch khác"
    for lines in (wrap(name, font(31), 356, 9), balanced(name, font(31), 356, 9)):
        assert " ".join(lines) == name
        assert all(font(31).getlength(line) <= 356 for line in lines)


def test_a_word_wider_than_the_paper_is_broken_and_a_long_text_is_cut_visibly() -> None:
    lines = wrap("W" * 200, font(31), 356, 3)
    assert len(lines) == 3 and lines[-1].endswith("…")
    assert all(font(31).getlength(line) <= 356 for line in lines)


def test_no_balanced_paragraph_ends_in_a_lone_short_word() -> None:
    lines = balanced("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", font(28), 520, 4)
    assert len(lines) == 2 and len(lines[1]) > 8


def test_loose_marks_are_joined_and_control_characters_dropped() -> None:
    assert clean("Hô\u0323 ti\u0323ch\x07\n") == "Hộ tịch"


def test_a_ticket_in_english_uses_the_english_names_where_there_are_any() -> None:
    answer = {"number": "A1", "service_name": "Hộ tịch", "service_name_en": "Civil status",
              "people_ahead": 3, "wait": {"low": 5, "high": 9}, "status_url": "http://h/t/x",
              "issued_at": "2026-11-22T01:23:45.678Z", "expected_before": None,
              "appointment_at": "2026-11-22T09:10:00.000Z"}  # fmt: skip
    text = ticket_text(answer, {"name": "Trung tâm"}, "en")
    assert (text.service, text.centre, text.wait) == ("Civil status", "Trung tâm", (5, 9))
    assert (text.expected_before, text.appointment_at) == (None, LATER)
    assert text.issued_at == datetime(2026, 11, 22, 1, 23, 45, 678000, tzinfo=UTC)


def tallest(picture: Image.Image) -> int:
    """Rows from the first to the last with ink."""
    ink = picture.convert("L").point(lambda level: 255 - level).getbbox()
    assert ink is not None
    return ink[3] - ink[1]


def only(*elements: Element, logo: bytes | None = None) -> Template:
    return Template(elements, logo)


NUMBER = Element(Kind.NUMBER)


def test_elements_stand_in_the_templates_order() -> None:
    down = only(NUMBER, Element(Kind.TEXT, vi="Giờ làm việc 7:30"))
    up = only(Element(Kind.TEXT, vi="Giờ làm việc 7:30"), NUMBER)
    first, second = (ticket_picture(ticket(), 576, ZONE, one) for one in (down, up))
    assert first.tobytes() != second.tobytes()
    # The big figures are black in their middle; the line of text above or below them is not.
    assert _blackest_row(first) < _blackest_row(second)


def _blackest_row(picture: Image.Image) -> int:
    rows = picture.convert("L").resize((1, picture.height), Image.Resampling.BOX)
    levels = list(rows.tobytes())
    return levels.index(min(levels))


@pytest.mark.parametrize("width", WIDTHS)
def test_what_has_nothing_to_say_takes_no_paper(width: int) -> None:
    rule = Element(Kind.RULE)
    bare = ticket_picture(ticket(), width, ZONE, only(NUMBER))
    silent = only(
        rule, NUMBER, rule, Element(Kind.APPOINTMENT), Element(Kind.PRIORITY),
        Element(Kind.EXPECTED), Element(Kind.LOGO), rule, rule,
    )  # fmt: skip
    assert ticket_picture(ticket(), width, ZONE, silent).tobytes() == bare.tobytes()


def test_the_sizes_make_an_element_smaller_or_larger() -> None:
    for kind in (Kind.NUMBER, Kind.SERVICE, Kind.QR, Kind.CENTRE, Kind.AHEAD, Kind.FOOTER):
        rest = () if kind is Kind.NUMBER else (NUMBER,)
        heights = [
            tallest(ticket_picture(ticket(), 576, ZONE, only(*rest, Element(kind, size))))
            for size in Size
        ]
        assert heights == sorted(heights) and len(set(heights)) == 3, kind


def test_own_texts_come_in_the_citizens_language_and_fall_back_to_vietnamese() -> None:
    both = only(NUMBER, Element(Kind.TEXT, vi="Tầng 2", en="Second floor"))
    vietnamese = only(NUMBER, Element(Kind.TEXT, vi="Tầng 2"))
    english = only(NUMBER, Element(Kind.TEXT, vi="Second floor"))
    drawn = [ticket_picture(ticket(language="en"), 576, ZONE, one).tobytes()
             for one in (both, english, vietnamese)]  # fmt: skip
    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.parametrize("width", WIDTHS)
def test_an_offline_ticket_says_so_once_and_promises_no_wait(width: int) -> None:
    offline = ticket(offline=True, people_ahead=None, wait=None)
    guessed = ticket(offline=True, people_ahead=3, wait=(1, 2), expected_before=LATER)
    picture = ticket_picture(offline, width, ZONE)
    assert picture.tobytes() == ticket_picture(guessed, width, ZONE).tobytes()
    assert picture.tobytes() != ticket_picture(ticket(people_ahead=None, wait=None), width,
                                               ZONE).tobytes()  # fmt: skip
    # A template without a word on the wait cannot leave the warning out.
    bare, silent = only(NUMBER), ticket(people_ahead=None, wait=None)
    assert tallest(ticket_picture(offline, width, ZONE, bare)) > tallest(
        ticket_picture(silent, width, ZONE, bare)
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_reprint_is_the_same_ticket_under_a_mark(width: int) -> None:
    first = ticket_picture(ticket(), width, ZONE)
    again = ticket_picture(ticket(reprint=True), width, ZONE)
    below = again.crop((0, again.height - first.height + 40, width, again.height))
    assert below.tobytes() == first.crop((0, 40, width, first.height)).tobytes()
    mark = again.crop((0, 0, width, again.height - first.height))
    assert sum(mark.convert("L").histogram()[:1]) > mark.width * mark.height // 2


def test_a_priority_ticket_is_marked_without_naming_its_reason() -> None:
    marked = {
        ticket_picture(ticket(priority=one), 576, ZONE).tobytes()
        for one in ("merit", "disabled", "elderly", "pregnant", "child")
    }
    assert len(marked) == 1
    assert ticket_picture(ticket(), 576, ZONE).tobytes() not in marked


def test_a_ticket_without_a_link_has_no_code_to_scan() -> None:
    assert (
        tallest(ticket_picture(ticket(status_url=""), 576, ZONE))
        < tallest(ticket_picture(ticket(), 576, ZONE)) - 260
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("size", list(Size))
def test_every_vietnamese_letter_is_printed_in_every_size_of_a_template(
    width: int, size: Size
) -> None:
    """Each letter leaves a picture of its own, and none is the box of a missing one."""
    letters = sorted({c for c in LOWER + LOWER.upper() if not c.isascii()})
    assert len(letters) == 134
    box = "\U000f0000"
    drawn = {
        c: ticket_picture(ticket(), width, ZONE, only(NUMBER, Element(Kind.TEXT, size, vi=c)))
        for c in [*letters, box]
    }
    pictures = {c: picture.tobytes() for c, picture in drawn.items()}
    assert len(set(pictures.values())) == 135


@pytest.mark.parametrize("package", ["kiosk", "hardware", "hardware.tickets"])
def test_both_catalogues_have_the_same_texts_and_placeholders(package: str) -> None:
    import re

    vi, en = catalogue(package, "vi"), catalogue(package, "en")
    assert vi.keys() == en.keys()
    for key in vi:
        marks = re.compile(r"\{\w+\}")
        assert sorted(marks.findall(vi[key])) == sorted(marks.findall(en[key])), key
