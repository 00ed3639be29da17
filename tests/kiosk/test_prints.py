"""Reprints, checklists and rolls, as the kiosk's page asks for them."""

from __future__ import annotations

import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fake_central import CENTRE, PROCEDURE, FakeCentral
from kiosk_machine import ZONE, Kiosk
from kiosk_page import KioskPage
from PIL import Image, ImageChops
from ports import wait_until

from hardware.printing.print_store import PrintStore
from hardware.tickets.picture import ticket_picture, ticket_text
from hardware.tickets.template import DEFAULT, Element, Kind, Template, template_json
from hardware.virtual.printer import PrintedTicket, VirtualPrinter
from kiosk.kept_tickets import KEEP_S


def ink(picture: Image.Image) -> tuple[tuple[int, int], bytes]:
    black = ImageChops.invert(picture.convert("L"))
    inked = black.crop(black.getbbox())
    return inked.size, inked.tobytes()


def is_ticket(
    paper: PrintedTicket,
    ticket: dict[str, Any],
    reprint: bool = False,
    template: Template = DEFAULT,
) -> bool:
    text = ticket_text(ticket, CENTRE, "vi", reprint)
    wanted = ticket_picture(text, paper.width, ZONE, template)
    return ink(Image.open(BytesIO(paper.png))) == ink(wanted)


def pressed(page: KioskPage, central: FakeCentral) -> tuple[str, dict[str, Any]]:
    press = str(uuid.uuid4())
    assert page.press(press)[0] == 201
    page.wait_for("print", press=press, state="printed")
    return press, central.tickets[press]


def reprint(page: KioskPage, press: str) -> tuple[int, Any]:
    return page.ask("POST", "/api/reprint", {"press": press})


def checklist(page: KioskPage, press: str, procedure: str = "1.001193") -> tuple[int, Any]:
    body = {"press": press, "procedure": procedure, "language": "vi"}
    return page.ask("POST", "/api/checklist", body)


def test_a_reprint_carries_the_same_number_and_says_what_it_is(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    press, ticket = pressed(page, central)
    status, answer = reprint(page, press)
    assert (status, set(answer["print"])) == (201, {"state", "reason", "job"})
    told = page.wait_for("print", press=press, job=answer["print"]["job"], state="printed")
    assert told["kind"] == "reprint" and told["job"] != press
    first, second = printer.tickets
    assert is_ticket(first, ticket) and not is_ticket(first, ticket, reprint=True)
    assert is_ticket(second, ticket, reprint=True)
    assert len(central.tickets) == 1


def test_two_reprints_and_no_third(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    press, _ticket = pressed(page, central)
    for _ in range(2):
        job = reprint(page, press)[1]["print"]["job"]
        page.wait_for("print", job=job, state="printed")
    status, answer = reprint(page, press)
    assert (status, answer["error"]["code"]) == (409, "reprint_limit")
    assert answer["error"]["action"]["vi"] and answer["error"]["message"]["en"]
    assert printer.printed == 3


def test_a_double_touch_on_reprint_is_one_copy(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    press, _ticket = pressed(page, central)
    printer.set(rows_per_s=2000)
    jobs = {reprint(page, press)[1]["print"]["job"] for _ in range(2)}
    assert len(jobs) == 1
    page.wait_for("print", job=jobs.pop(), state="printed")
    assert printer.printed == 2


def test_an_unknown_or_old_ticket_is_not_printed_again(
    page: KioskPage, kiosk: Kiosk, printer: VirtualPrinter, central: FakeCentral, tmp_path: Path
) -> None:
    status, answer = reprint(page, str(uuid.uuid4()))
    assert (status, answer["error"]["code"]) == (409, "reprint_too_late")
    press, _ticket = pressed(page, central)
    store = PrintStore(tmp_path / "data" / "prints.db")
    with store.change() as run:
        run("UPDATE ticket SET kept_ms = kept_ms - ?", ((KEEP_S + 1) * 1000,))
    store.close()
    assert reprint(page, press)[1]["error"]["code"] == "reprint_too_late"
    assert printer.printed == 1
    assert reprint(page, "no-uuid")[0] == 422


def test_a_ticket_is_printed_again_after_the_kiosk_restarted(
    central: FakeCentral, printer: VirtualPrinter, tmp_path: Path, static: Path
) -> None:
    kiosk = Kiosk(central.url, printer.url, tmp_path / "data", static)
    page = KioskPage(kiosk.url)
    page.wait_for("state", online=True)
    press, ticket = pressed(page, central)
    page.close()
    kiosk.stop()
    kiosk = Kiosk(central.url, printer.url, tmp_path / "data", static)
    page = KioskPage(kiosk.url)
    job = reprint(page, press)[1]["print"]["job"]
    page.wait_for("print", job=job, state="printed")
    assert is_ticket(printer.tickets[-1], ticket, reprint=True)
    page.close()
    kiosk.stop()


def test_a_checklist_is_printed_once_for_a_press_and_issues_nothing(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    press = str(uuid.uuid4())
    status, answer = checklist(page, press)
    assert (status, answer["print"]["job"]) == (201, press)
    told = page.wait_for("print", press=press, state="printed")
    assert told["kind"] == "checklist"
    assert checklist(page, press)[1]["print"]["state"] == "printed"
    assert printer.printed == 1 and central.tickets == {}
    assert reprint(page, press)[0] == 409, "a checklist is no ticket"


def test_a_checklist_of_no_procedure_is_refused(page: KioskPage, printer: VirtualPrinter) -> None:
    status, answer = checklist(page, str(uuid.uuid4()), "9.999999")
    assert (status, answer["error"]["code"]) == (404, "not_found")
    assert checklist(page, "x")[0] == 422
    assert printer.printed == 0
    assert PROCEDURE["code"] == "1.001193"


def test_the_roll_is_counted_down_and_filled_by_hand_or_by_new_paper(
    page: KioskPage, kiosk: Kiosk, printer: VirtualPrinter, central: FakeCentral
) -> None:
    def left() -> tuple[int, int]:
        state = page.ask("GET", "/api/state")[1]["printer"]
        return state["paper_left_pct"], state["paper_left_tickets"]

    full = left()
    assert full[0] == 100
    pressed(page, central)
    wait_until(lambda: left() < full, 5, "the ticket was not counted")
    status, state = page.ask("POST", "/api/paper/new-roll", {})
    assert (status, state["paper_left_pct"]) == (200, 100)
    pressed(page, central)
    wait_until(lambda: left()[0] == 99, 5, "the ticket was not counted")
    printer.set(paper="out")
    page.wait_for("state", printer={"state": "paper_out"}, deadline_s=8)
    printer.set(paper="ok")
    page.wait_for("state", printer={"state": "ok", "paper_left_pct": 100}, deadline_s=8)


def test_a_new_template_is_printed_without_a_restart_and_kept_for_the_next_start(
    printer: VirtualPrinter, central: FakeCentral, tmp_path: Path, static: Path
) -> None:
    kiosk = Kiosk(central.url, printer.url, tmp_path / "data", static)
    page = KioskPage(kiosk.url)
    page.wait_for("state", online=True)
    _press, ticket = pressed(page, central)
    assert is_ticket(printer.tickets[-1], ticket)
    own = Template((Element(Kind.TEXT, vi="Chào ông/bà"), Element(Kind.NUMBER)))
    central.template = {"version": 3, "template": template_json(own)}
    central.push(template=3)
    wait_until(lambda: kiosk.agent.template_version == 3, 8, "the template was not fetched")
    _press, ticket = pressed(page, central)
    assert is_ticket(printer.tickets[-1], ticket, template=own)
    page.close()
    kiosk.stop()
    central.stop()
    again = Kiosk(central.url, printer.url, tmp_path / "data", static)
    assert again.agent.template_version == 3, "kept for when nobody answers"
    again.stop()


@pytest.mark.parametrize(
    "answer",
    [
        {"version": 4},
        {"version": 4, "template": {"elements": []}},
        {"version": "new", "template": None},
        [],
    ],
)
def test_a_template_that_cannot_be_read_leaves_the_one_there_is(
    page: KioskPage, kiosk: Kiosk, printer: VirtualPrinter, central: FakeCentral, answer: Any
) -> None:
    central.template = answer
    central.push(template=4)
    _press, ticket = pressed(page, central)
    assert is_ticket(printer.tickets[-1], ticket)
    assert kiosk.agent.template_version == 0
