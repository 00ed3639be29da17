import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.signs.ascii_sign import AsciiSign
from hardware.signs.encoding import ENCODINGS, NotShown
from hardware.signs.template import BadTemplate, Shown, Template
from hardware.signs.unit import ModbusSign


@pytest.mark.parametrize(
    ("encoding", "text", "width", "registers"),
    [
        ("integer", "012", 4, [12]),
        ("integer", "", 4, [0]),
        ("bcd", "012", 4, [0xF012]),
        ("bcd", "12345", 6, [0xFFF1, 0x2345]),
        ("bcd", "", 4, [0xFFFF]),
        ("text", "A012", 4, [0x4130, 0x3132]),
        ("text", "A1", 5, [0x4131, 0x2020, 0x2020]),
        ("segments", "8.", 2, [0x00, 0xFF]),
        ("segments", "A-1", 3, [0x77, 0x40, 0x06]),
        ("packed_segments", "12", 3, [0x0000, 0x065B]),
        ("packed_segments", "1234", 4, [0x065B, 0x4F66]),
    ],
)
def test_texts_become_registers(encoding: str, text: str, width: int, registers: list[int]) -> None:
    assert ENCODINGS[encoding](text, width) == registers


@pytest.mark.parametrize(
    ("encoding", "text", "width"),
    [
        ("integer", "A12", 4),
        ("integer", "65536", 5),
        ("integer", "٣", 4),
        ("bcd", "A12", 4),
        ("bcd", "12345", 4),
        ("text", "Đ012", 4),
        ("text", "A0123", 4),
        ("segments", "@", 4),
        ("segments", "12345", 4),
    ],
)
def test_what_does_not_fit_is_refused(encoding: str, text: str, width: int) -> None:
    with pytest.raises(NotShown):
        ENCODINGS[encoding](text, width)


@given(st.integers(0, 9999), st.integers(4, 8))
def test_every_number_has_as_many_registers_as_the_sign_wants(number: int, width: int) -> None:
    text = f"{number:03d}"
    assert len(ENCODINGS["bcd"](text, width)) == (width + 3) // 4
    assert len(ENCODINGS["text"](text, width)) == (width + 1) // 2
    assert len(ENCODINGS["segments"](text, width)) == width
    assert len(ENCODINGS["packed_segments"](text, width)) == (width + 1) // 2


@pytest.mark.parametrize(
    ("template", "number", "text"),
    [
        ("{digits}", "A012", "012"),
        ("{digits}", "1002", "1002"),
        ("{prefix}", "AB012", "AB"),
        ("{number} {counter:02d}", "A012", "A012 03"),
    ],
)
def test_templates_are_filled_with_the_call(template: str, number: str, text: str) -> None:
    assert Template(template).filled(Shown(number, 3)) == text


@pytest.mark.parametrize(
    "template", ["{name}", "{", "{number.__class__}", "{0}", "{}", "{number:d}", "x" * 201]
)
def test_a_template_nobody_can_fill_is_refused(template: str) -> None:
    with pytest.raises(BadTemplate):
        Template(template)


def test_ascii_boards_get_their_line() -> None:
    assert AsciiSign(1).bytes_for("8.8.8.8.") == b"$001,8.8.8.8.#"
    assert AsciiSign(12).bytes_for("12") == b"$012,  12#"
    assert AsciiSign(12, align="left").bytes_for("12") == b"$012,12  #"
    assert AsciiSign(3, "\\r{text}\\n", align="").bytes_for("A1") == b"\rA1\n"


@pytest.mark.parametrize("text", ["12345", "1#", "1$", "1\r", "Đ1"])
def test_a_text_that_would_break_the_line_is_refused(text: str) -> None:
    with pytest.raises(NotShown):
        AsciiSign(1).bytes_for(text)


def test_signs_that_cannot_be_are_refused() -> None:
    for make in (
        lambda: AsciiSign(1000),
        lambda: AsciiSign(1, "{unit}"),
        lambda: AsciiSign(1, "{text}{name}"),
        lambda: AsciiSign(1, align="centre"),
        lambda: ModbusSign(0),
        lambda: ModbusSign(248),
        lambda: ModbusSign(1, encoding="gray"),
        lambda: ModbusSign(1, function=5),
        lambda: ModbusSign(1, register=65_536),
    ):
        with pytest.raises(ValueError):
            make()
