"""Whatever happens to the printer: at most one copy of a ticket comes out by itself, no ticket is
lost, and within five seconds the page knows what is wrong. Real kiosk, emulated printer, bytes
over TCP."""

from __future__ import annotations

import queue
import time
import uuid
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fake_central import CENTRE, FakeCentral
from kiosk_machine import ZONE, Kiosk
from kiosk_page import KioskPage
from PIL import Image, ImageChops

from hardware.tickets.picture import ticket_picture, ticket_text
from hardware.virtual.printer import PrintedTicket, VirtualPrinter

NAMED_S = 5.0
FINAL = ("printed", "unconfirmed", "failed")
TROUBLE_ROWS = 300


@pytest.fixture(params=[True, False], ids=["knows_process_id", "paper_fence_only"])
def printer(request: pytest.FixtureRequest) -> Iterator[VirtualPrinter]:
    printer = VirtualPrinter()
    printer.set(process_id=request.param)
    printer.start()
    yield printer
    printer.stop()


@pytest.fixture
def page(kiosk: Kiosk) -> Iterator[KioskPage]:
    page = KioskPage(kiosk.url)
    page.wait_for("state", online=True, printer={"state": "ok"})
    yield page
    page.close()


def named(page: KioskPage, press: str, job: str | None = None) -> dict[str, Any]:
    """The first word on a job that says something: its end, or why it takes long."""
    end = time.monotonic() + NAMED_S
    while (left := end - time.monotonic()) > 0:
        try:
            event, data = page.events.get(timeout=left)
        except queue.Empty:
            break
        mine = event == "print" and data["press"] == press and job in (None, data["job"])
        if mine and (data["reason"] or data["state"] in FINAL):
            return data
    raise AssertionError("not named in time")


def ended(page: KioskPage, press: str) -> dict[str, Any]:
    """The end of a job."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        event, data = page.events.get(timeout=30)
        if event == "print" and data["press"] == press and data["state"] in FINAL:
            return data
    raise AssertionError("no end")


def press_one(page: KioskPage, central: FakeCentral) -> tuple[str, dict[str, Any]]:
    """A press: whatever the printer does, number and QR code are there to show."""
    press = str(uuid.uuid4())
    status, answer = page.press(press)
    assert status == 201
    assert answer["ticket"]["number"] and answer["qr_svg"].startswith("<svg")
    assert answer["print"]["job"] == press
    return press, central.tickets[press]


def ink(picture: Image.Image) -> tuple[tuple[int, int], bytes]:
    black = ImageChops.invert(picture.convert("L"))
    inked = black.crop(black.getbbox())
    return inked.size, inked.tobytes()


def is_copy(paper: PrintedTicket, ticket: dict[str, Any], reprint: bool = False) -> bool:
    """Whether this paper is that ticket whole and alone, dot for dot."""
    text = ticket_text(ticket, CENTRE, "vi", reprint)
    return ink(Image.open(BytesIO(paper.png))) == ink(ticket_picture(text, paper.width, ZONE))


def copies(printer: VirtualPrinter, ticket: dict[str, Any], reprint: bool = False) -> int:
    return sum(is_copy(paper, ticket, reprint) for paper in printer.tickets)


def next_ticket_is_printed(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral, before: dict[str, Any]
) -> None:
    """The printer works again: the next ticket comes out whole, the one before not once more."""
    if page.ask("GET", "/api/state")[1]["printer"]["state"] != "ok":
        page.wait_for("state", printer={"state": "ok"}, deadline_s=12)
    press, ticket = press_one(page, central)
    assert ended(page, press)["state"] == "printed"
    assert copies(printer, ticket) == 1
    assert copies(printer, before) <= 1


@pytest.mark.parametrize(
    ("trouble", "repair", "reason"),
    [
        ({"paper": "out"}, {"paper": "ok"}, "paper_out"),
        ({"cover_open": True}, {"cover_open": False}, "cover_open"),
    ],
)
def test_trouble_before_the_job(
    page: KioskPage,
    printer: VirtualPrinter,
    central: FakeCentral,
    trouble: dict[str, Any],
    repair: dict[str, Any],
    reason: str,
) -> None:
    printer.set(**trouble)
    press, ticket = press_one(page, central)
    told = named(page, press)
    assert (told["state"], told["reason"]) == ("failed", reason)
    printer.set(**repair)
    next_ticket_is_printed(page, printer, central, ticket)
    assert copies(printer, ticket) == 0
    status, answer = page.ask("POST", "/api/reprint", {"press": press})
    assert status == 201
    page.wait_for("print", press=press, job=answer["print"]["job"], state="printed")
    assert (copies(printer, ticket), copies(printer, ticket, reprint=True)) == (0, 1)


def test_a_printer_switched_off_before_the_job(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    printer.set(offline=True)
    press, ticket = press_one(page, central)
    told = named(page, press)
    assert (told["state"], told["reason"]) == ("failed", "refused")
    printer.set(offline=False)
    next_ticket_is_printed(page, printer, central, ticket)
    assert copies(printer, ticket) == 0


def test_paper_out_during_the_job_and_what_was_buffered_comes_out_once(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    printer.set(rows_left=TROUBLE_ROWS)
    press, ticket = press_one(page, central)
    told = named(page, press)
    assert (told["state"], told["reason"]) == ("unconfirmed", "paper_out")
    assert printer.printed == 0
    printer.set(paper="ok")
    printer.wait_for_tickets(1, 5)
    next_ticket_is_printed(page, printer, central, ticket)
    assert copies(printer, ticket) == 1 and printer.printed == 2


def test_paper_out_after_the_last_row_is_unconfirmed_though_it_came_out(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    printer.on_change(lambda: printer.printed == 1 and out_once(printer))
    press, ticket = press_one(page, central)
    told = named(page, press)
    assert (told["state"], told["reason"]) == ("unconfirmed", "paper_out")
    assert copies(printer, ticket) == 1
    printer.set(paper="ok")
    next_ticket_is_printed(page, printer, central, ticket)


def out_once(printer: VirtualPrinter, done: set[int] = set()) -> None:  # noqa: B006
    if id(printer) not in done:
        done.add(id(printer))
        printer.set(paper="out")


def test_the_cover_opened_during_the_job(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    printer.set(rows_left=TROUBLE_ROWS)
    printer.on_change(
        lambda: printer.settings.paper == "out" and printer.set(paper="ok", cover_open=True)
    )
    press, ticket = press_one(page, central)
    told = named(page, press)
    assert (told["state"], told["reason"]) == ("unconfirmed", "cover_open")
    printer.set(cover_open=False)
    next_ticket_is_printed(page, printer, central, ticket)
    assert copies(printer, ticket) == 1


def test_a_mute_printer(page: KioskPage, printer: VirtualPrinter, central: FakeCentral) -> None:
    printer.set(mute=True)
    press, ticket = press_one(page, central)
    told = named(page, press)
    assert (told["state"], told["reason"]) == ("unconfirmed", "no_answer")
    assert page.wait_for("state", printer={"state": "unknown"})
    printer.wait_for_tickets(1, 5)
    printer.set(mute=False)
    next_ticket_is_printed(page, printer, central, ticket)
    assert copies(printer, ticket) == 1


def test_a_line_that_stands_with_nobody_behind_it(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    printer.set(deaf=True)
    press, ticket = press_one(page, central)
    told = named(page, press)
    assert (told["state"], told["reason"]) == ("unconfirmed", "no_answer")
    printer.set(deaf=False)
    next_ticket_is_printed(page, printer, central, ticket)


def test_a_line_that_dies_in_the_middle_of_the_job(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    printer.set(rows_per_s=400)
    press, ticket = press_one(page, central)
    page.wait_for("print", press=press, state="sent")
    printer.set(deaf=True)
    told = named(page, press)
    # The printer goes on with what it has, and nobody hears how far it came.
    assert (told["state"], told["reason"]) in {("sent", "slow"), ("unconfirmed", "no_answer")}
    printer.set(rows_per_s=None)
    assert told["state"] != "sent" or ended(page, press)["state"] == "unconfirmed"
    printer.set(deaf=False)
    next_ticket_is_printed(page, printer, central, ticket)


@pytest.mark.parametrize("after", [1, 12, 3_000, 12_000, 20_000])
def test_a_line_that_is_reset_after_so_many_bytes(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral, after: int
) -> None:
    printer.set(reset_after=after)
    press, ticket = press_one(page, central)
    told = named(page, press)
    assert told["state"] in ("unconfirmed", "failed") and told["reason"]
    if after > 1_000:
        assert told["state"] == "unconfirmed", "bytes have left"
    printer.set(reset_after=None)
    next_ticket_is_printed(page, printer, central, ticket)
    assert copies(printer, ticket) <= 1


def test_a_printer_switched_off_during_the_job(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    printer.set(rows_left=TROUBLE_ROWS)
    printer.on_change(
        lambda: printer.settings.paper == "out" and printer.set(paper="ok", offline=True)
    )
    press, ticket = press_one(page, central)
    told = named(page, press)
    assert told["state"] == "unconfirmed"
    assert page.wait_for("state", printer={"state": "offline"})
    printer.set(offline=False)
    next_ticket_is_printed(page, printer, central, ticket)


def test_a_slow_printer_is_called_slow_and_its_ticket_printed_in_the_end(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    printer.set(rows_per_s=160)
    press, ticket = press_one(page, central)
    told = named(page, press)
    assert (told["state"], told["reason"]) == ("sent", "slow")
    assert ended(page, press)["state"] == "printed"
    assert copies(printer, ticket) == 1


def test_the_kiosk_killed_in_the_middle_prints_no_second_copy(
    central: FakeCentral, printer: VirtualPrinter, tmp_path: Path, static: Path
) -> None:
    data = tmp_path / "data"
    kiosk = Kiosk(central.url, printer.url, data, static)
    page = KioskPage(kiosk.url)
    page.wait_for("state", online=True, printer={"state": "ok"})
    printer.set(rows_left=TROUBLE_ROWS)
    press, ticket = press_one(page, central)
    page.wait_for("print", press=press, state="sent")
    page.close()
    kiosk.stop()
    printer.set(paper="ok")
    kiosk = Kiosk(central.url, printer.url, data, static)
    page = KioskPage(kiosk.url)
    page.wait_for("state", online=True)
    status, answer = page.press(press)
    assert (status, answer["print"]["state"]) == (201, "unconfirmed")
    next_ticket_is_printed(page, printer, central, ticket)
    page.close()
    kiosk.stop()
