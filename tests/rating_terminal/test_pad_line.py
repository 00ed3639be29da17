"""All pads of a Modbus line, and a USB numpad, as sources of presses for real agents."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pad_rig import DEADLINE_S, running_agent
from pad_server import TOKEN, PadServer, running_pad_server
from ports import wait_until

from hardware.modbus_pads.layout import Layout
from hardware.numpad import EV_KEY, EVENT
from hardware.virtual.modbus_pad import VirtualModbusPad
from hardware.virtual.sign_bus import VirtualSigns
from rating_terminal.command import pad_command
from rating_terminal.pad_line import PadLine
from rating_terminal.pads_config import PadsError, read_pads

LAYOUT = Layout(function=4, counter=0, key=1, ring=4, boot=10, lamp=30, lamp_on=1)
FILE = """
scale = 3
[registers]
function = 4
counter = 0
key = 1
ring = 4
boot = 10
lamp = 30
lamp_on = 1
[[pad]]
unit = 1
name = "pad-3"
token_file = "pad-3.token"
[[pad]]
unit = 2
token_file = "pad-4.token"
scale = 5
"""


@pytest.fixture
def server() -> Iterator[PadServer]:
    with running_pad_server() as server:
        yield server


def plan_file(folder: Path, text: str = FILE) -> Path:
    (folder / "pad-3.token").write_text(TOKEN + "\n")
    (folder / "pad-4.token").write_text("a-token-nobody-knows")
    path = folder / "pads.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_says_who_hangs_on_the_line(tmp_path: Path) -> None:
    plan = read_pads(plan_file(tmp_path))
    assert plan.layout == LAYOUT
    assert [(p.unit, p.name, p.scale) for p in plan.pads] == [(1, "pad-3", 3), (2, "modbus-2", 5)]
    assert plan.pads[0].token == TOKEN


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("unit = 2", "unit = 1", "pads.toml"),
        ("unit = 2", "unit = 248", "pad 2"),
        ("unit = 2", "unit = true", "pad 2"),
        ('name = "pad-3"', 'name = "quầy 3"', "pad 1"),
        ("ring = 4", "ring = 5", "registers"),
        ("ring = 4", 'ring = "4"', "registers"),
        ("lamp = 30", "lamps = 30", "registers"),
        ("scale = 5", "scale = 6", "pad 2"),
        ("pad-4.token", "pad-5.token", "pad 2"),
        ("[[pad]]", "[[pads]]", "pads.toml"),
        ("scale = 3", "scale = ", "pads.toml"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_place(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    with pytest.raises(PadsError) as error:
        read_pads(plan_file(tmp_path, FILE.replace(old, new)))
    assert error.value.place == place


def test_the_pads_of_a_line_are_lit_and_heard_each_for_itself(
    server: PadServer, tmp_path: Path
) -> None:
    with VirtualSigns((1, 2)) as bus:
        pads = {unit: VirtualModbusPad(bus, unit, LAYOUT) for unit in (1, 2)}
        line = PadLine(
            server.url,
            bus.url.replace("serial://", "modbus://"),
            read_pads(plan_file(tmp_path)),
            tmp_path,
        )
        line.start()
        try:
            second = line.agents["modbus-2"]
            assert line.agents["pad-3"].wait_ready(DEADLINE_S)
            server.wake("t1")
            assert bus.wait_for(lambda: pads[1].lamp == 1, DEADLINE_S)
            wait_until(lambda: second.port_open, DEADLINE_S, "unit 2 does not answer")
            pads[1].press(2)
            pads[2].press(5)
            assert server.wait_ratings(2, DEADLINE_S)
        finally:
            line.close()
        assert pads[1].lamp == 0
    heard = {r["device"]: (r["value"], r["scale"], r.get("ticket")) for r in server.ratings}
    assert heard == {"pad-3": ("satisfied", 3, "t1"), "modbus-2": ("very_unsatisfied", 5, None)}


def test_a_usb_numpad_is_a_pad_too(server: PadServer, tmp_path: Path) -> None:
    device = tmp_path / "event0"
    os.mkfifo(device)
    with (
        running_agent(server.url, f"hid://{device}", tmp_path / "box") as agent,
        device.open("wb", buffering=0) as keys,
    ):
        assert agent.wait_ready(DEADLINE_S)
        server.wake("t1")
        for code in (81, 30, 79):  # KEY_KP3, a letter, KEY_KP1
            keys.write(EVENT.pack(0, 0, EV_KEY, code, 1))
        assert server.wait_ratings(2, DEADLINE_S)
    assert [rating["value"] for rating in server.ratings] == ["unsatisfied", "very_satisfied"]
    assert [rating["seq"] for rating in server.ratings] == [1, 2]


def test_a_modbus_port_and_a_file_of_pads_go_together(tmp_path: Path) -> None:
    base = ["--server", "http://x", "--token", "t", "--data", str(tmp_path)]
    for wrong in (
        ["--port", "modbus:///dev/x"],
        ["--port", "serial:///dev/x", "--pads", str(plan_file(tmp_path))],
    ):
        result = CliRunner().invoke(pad_command, base + wrong)
        assert result.exit_code == 2 and "--pads" in result.output
    missing = ["--port", "modbus:///dev/x", "--pads", str(tmp_path / "none.toml")]
    result = CliRunner().invoke(pad_command, base + missing)
    assert result.exit_code == 2 and "none.toml" in result.output


def test_a_press_made_while_nobody_listened_reaches_the_server_undated(
    server: PadServer, tmp_path: Path
) -> None:
    plan = plan_file(tmp_path)

    def line() -> PadLine:
        return PadLine(
            server.url, bus.url.replace("serial://", "modbus://"), read_pads(plan), tmp_path
        )

    with VirtualSigns((1, 2)) as bus:
        pads = {unit: VirtualModbusPad(bus, unit, LAYOUT) for unit in (1, 2)}
        for made_before in (0, 1):
            running = line()
            running.start()
            try:
                agent = running.agents["pad-3"]
                assert agent.wait_ready(DEADLINE_S)
                server.wake("t1")
                pads[1].press(2)
                assert server.wait_ratings(2 * made_before + 1, DEADLINE_S)
            finally:
                running.close()
            if not made_before:
                pads[1].press(3)
                long_ago = time.time() - 60
                os.utime(tmp_path / "pad-3" / "pad.heard", (long_ago, long_ago))
    assert [(r["value"], r.get("undated", False)) for r in server.ratings][:2] == [
        ("satisfied", False),
        ("unsatisfied", True),
    ]
    assert "ticket" not in server.ratings[1]


def test_a_numpads_keys_are_configured_with_its_port_only(tmp_path: Path) -> None:
    base = ["--server", "http://x", "--token", "t", "--data", str(tmp_path), "--keys"]
    wrong = ["79=satisfied", "--port", f"hid://{tmp_path}/event0"]
    result = CliRunner().invoke(pad_command, base + wrong)
    assert result.exit_code == 2 and "very_satisfied" in result.output
    result = CliRunner().invoke(pad_command, [*base, "79=satisfied", "--port", "serial:///dev/x"])
    assert result.exit_code == 2 and "hid://" in result.output
