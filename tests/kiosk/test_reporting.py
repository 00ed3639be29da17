"""The kiosk tells the server how it is: news at once, otherwise now and then."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_central import TOKEN, FakeCentral
from kiosk_machine import Kiosk
from kiosk_page import KioskPage

from hardware.link import ServerLink
from hardware.virtual.printer import VirtualPrinter
from kiosk.reporting import EXACT_BELOW, HEARTBEAT_S, Reporter, coarse
from server.api.device_models import ReportBody
from server.core.devices import SILENT_S, PaperRules, Report, troubles


def report(central: FakeCentral, deadline_s: float = 8, **wanted: Any) -> dict[str, Any]:
    """The next report with these values; raises queue.Empty."""
    while True:
        told = central.reports.get(timeout=deadline_s)
        if all(told.get(name) == value for name, value in wanted.items()):
            return told


def test_a_kiosk_tells_what_it_has_in_the_words_of_the_api(
    page: KioskPage, central: FakeCentral
) -> None:
    told = report(central, printer="ok")
    assert told["kind"] == "kiosk" and told["paper_left_pct"] == 100
    assert told["offline_waiting"] == 0
    ReportBody.model_validate(told)


def test_printer_trouble_and_its_end_are_told_without_being_asked(
    page: KioskPage, central: FakeCentral, printer: VirtualPrinter
) -> None:
    report(central, printer="ok")
    printer.set(paper="out")
    report(central, printer="paper_out")
    printer.set(paper="ok")
    report(central, printer="ok")


def test_a_printer_that_can_say_nothing_back_is_no_trouble(
    central: FakeCentral, tmp_path: Path, static: Path
) -> None:
    kiosk = Kiosk(central.url, f"file://{tmp_path}/lp", tmp_path / "data", static)
    told = report(central, printer="write_only")
    assert troubles(Report(**told), PaperRules()) == ()
    kiosk.stop()


def test_a_ticket_alone_is_no_news_while_there_is_plenty_of_paper() -> None:
    assert coarse(437) == coarse(436) == 7 * EXACT_BELOW
    assert coarse(EXACT_BELOW) == EXACT_BELOW and coarse(17) == 17
    assert 2 * HEARTBEAT_S < SILENT_S, "one report may get lost"


class Facts:
    def __init__(self) -> None:
        self.value = {"kind": "kiosk", "printer": "ok"}
        self.asked = threading.Semaphore(0)

    def __call__(self) -> dict[str, Any]:
        self.asked.release()
        return dict(self.value)


@pytest.fixture
def facts() -> Facts:
    return Facts()


@pytest.fixture
def reporter(central: FakeCentral, facts: Facts) -> Iterator[Reporter]:
    link = ServerLink(central.url, TOKEN)
    reporter = Reporter(link, facts, heartbeat_s=1.0)
    reporter.start()
    yield reporter
    reporter.stop()
    link.close()


def test_a_heartbeat_comes_though_nothing_changes(reporter: Reporter, central: FakeCentral) -> None:
    for _ in range(3):
        central.reports.get(timeout=5)


def test_no_news_are_not_sent_and_news_are_at_once(central: FakeCentral, facts: Facts) -> None:
    link = ServerLink(central.url, TOKEN)
    slow = Reporter(link, facts, heartbeat_s=60)
    slow.start()
    report(central)
    assert facts.asked.acquire(timeout=5)
    slow.changed()
    assert facts.asked.acquire(timeout=5)
    with pytest.raises(queue.Empty):
        central.reports.get(timeout=0.5)
    facts.value["printer"] = "cover_open"
    slow.changed()
    report(central, printer="cover_open", deadline_s=3)
    slow.line_is_back()
    report(central, printer="cover_open", deadline_s=3)
    slow.stop()
    link.close()


def test_what_could_not_be_told_is_told_when_the_server_is_back(
    central: FakeCentral, facts: Facts
) -> None:
    link = ServerLink(central.url, TOKEN)
    reporter = Reporter(link, facts, heartbeat_s=60)
    central.stop()
    reporter.start()
    assert facts.asked.acquire(timeout=5)
    central.start()
    reporter.line_is_back()
    report(central, printer="ok")
    reporter.stop()
    link.close()
