"""A kiosk without its server, by a clock that is wrong or set."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from kiosk_machine import Kiosk
from kiosk_page import KioskPage
from leasing_central import LeasingCentral
from offline_steps import all_handed_in, offline

from hardware.virtual.printer import VirtualPrinter
from kiosk.clock import Clock


@pytest.fixture
def central() -> Iterator[LeasingCentral]:
    made = LeasingCentral()
    made.start()
    yield made
    made.stop()


def test_the_day_is_the_centres_even_by_a_clock_that_is_days_wrong(
    central: LeasingCentral, printer: VirtualPrinter, tmp_path: Path, static: Path
) -> None:
    central.ahead = timedelta(days=40)
    kiosk = Kiosk(central.url, printer.url, tmp_path / "data", static)
    page = KioskPage(kiosk.url)
    page.wait_for("state", online=True, offline_able=True)
    central.stop()
    page.wait_for("state", online=False)
    ticket = offline(page)
    assert ticket["issued_at"][:10] > time.strftime("%Y-%m-%d", time.gmtime(time.time() + 86_400))
    page.close()
    kiosk.stop()


class SetClock(Clock):
    """Somebody sets the wall clock; the time since the start goes on."""

    def __init__(self) -> None:
        self.by_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self.by_ms


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_set_during_the_outage_moves_no_ticket(
    central: LeasingCentral, printer: VirtualPrinter, tmp_path: Path, static: Path, hours: int
) -> None:
    clock = SetClock()
    clock.by_ms = hours * 3_600_000
    kiosk = Kiosk(central.url, printer.url, tmp_path / "data", static, clock=clock)
    page = KioskPage(kiosk.url)
    page.wait_for("state", online=True, offline_able=True)
    central.stop()
    page.wait_for("state", online=False)
    began = int(time.time() * 1000)
    offline(page)
    clock.by_ms = 0  # as time synchronisation does when the network is back
    central.start()
    all_handed_in(page)
    batch = central.handed_in[0]
    assert began <= batch["tickets"][0]["issued_at"] <= batch["now"]
    page.close()
    kiosk.stop()
