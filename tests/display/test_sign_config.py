from pathlib import Path

import pytest

from display.sign.config import ConfigError, read_config
from display.sign.showing import text_for
from hardware.signs.ascii_sign import AsciiSign
from hardware.signs.unit import ModbusSign

WHOLE = """
[[bus]]
url = "serial:///dev/serial/by-id/usb-1?baudrate=9600"

[[bus.sign]]
protocol = "modbus"
unit = 1
counter = 3

[[bus.sign]]
protocol = "modbus"
unit = 2
counter = 4
text = "{number}"
idle = "----"
closed = "    "
encoding = "text"
register = 128
function = 16
width = 6

[[bus]]
url = "socket://192.168.1.50:4001"

[[bus.sign]]
protocol = "ascii"
unit = 1
call = 2
text = "{digits} {counter:02d}"
width = 6
align = "left"
"""
VIEW = {
    "calls": [
        {"ticket": "A012", "counter_number": 3, "attempt": 2},
        {"ticket": "H001", "counter_number": 12, "attempt": 1},
        {"ticket": "A012", "counter_number": 3, "attempt": 1},
    ],
    "counters": [
        {"number": 3, "state": "open", "ticket": "A012"},
        {"number": 4, "state": "paused", "ticket": None},
        {"number": 5, "state": "open", "ticket": None},
    ],
}


def written(folder: Path, text: str) -> Path:
    path = folder / "signs.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_names_lines_and_signs(tmp_path: Path) -> None:
    first, second = read_config(written(tmp_path, WHOLE))
    assert first.url == "serial:///dev/serial/by-id/usb-1?baudrate=9600"
    assert [sign.unit for sign in first.signs] == [
        ModbusSign(1),
        ModbusSign(2, 128, "text", 6, 16),
    ]
    assert second.signs[0].unit == AsciiSign(1, width=6, align="left")
    assert (second.signs[0].counter, second.signs[0].call) == (None, 2)


def test_signs_show_their_counter_or_the_newest_calls(tmp_path: Path) -> None:
    first, second = read_config(written(tmp_path, WHOLE))
    at_three, at_four = first.signs
    assert text_for(at_three, VIEW) == "012"
    assert text_for(at_four, VIEW) == "    "
    assert text_for(second.signs[0], VIEW) == "001 12", "the recall of A012 is no call of its own"
    assert text_for(at_four, {**VIEW, "counters": [{"number": 4, "state": "open"}]}) == "----"
    assert text_for(at_four, {}) == "----"
    assert text_for(second.signs[0], {"calls": []}) == ""


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("[[bus]]", "[[buss]]", "signs.toml"),
        (WHOLE, "", "signs.toml"),
        (WHOLE, "bus = [", "signs.toml"),
        ('url = "socket', 'ur = "socket', "bus 2"),
        ("counter = 3", "", "bus 1, sign 1"),
        ("counter = 3", "counter = 3\ncall = 1", "bus 1, sign 1"),
        ("counter = 3", "counter = 0", "bus 1, sign 1"),
        ("counter = 3", "counter = true", "bus 1, sign 1"),
        ("counter = 3", 'counter = "3"', "bus 1, sign 1"),
        ('"modbus"\nunit = 1', '"profibus"\nunit = 1', "bus 1, sign 1"),
        ("unit = 1", "unit = 300", "bus 1, sign 1"),
        ("unit = 1", 'unit = "1"', "bus 1, sign 1"),
        ("unit = 1", "", "bus 1, sign 1"),
        ("unit = 1", "unit = 1.0", "bus 1, sign 1"),
        ("unit = 1", "unit = true", "bus 1, sign 1"),
        ("register = 128", "register = 1.5", "bus 1, sign 2"),
        ("unit = 1", "unit = 1\ncolour = 3", "bus 1, sign 1"),
        ("{number}", "{name}", "bus 1, sign 2"),
        ('encoding = "text"', 'encoding = "morse"', "bus 1, sign 2"),
        ("function = 16", "function = 5", "bus 1, sign 2"),
        ('align = "left"', 'align = "centre"', "bus 2, sign 1"),
        ('align = "left"', 'frame = "none"', "bus 2, sign 1"),
        ('align = "left"', "register = 1", "bus 2, sign 1"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, old: str, new: str, place: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(written(tmp_path, WHOLE.replace(old, new, 1)))
    assert refused.value.place == place
