"""A kiosk's machine between a central server that is not there and a virtual printer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_central import FakeCentral
from kiosk_machine import Kiosk
from kiosk_page import KioskPage

from hardware.virtual.printer import VirtualPrinter


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A page as if it had been built."""
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>Ki-ốt</title>", "utf-8")
    (folder / "main-abc123.js").write_text("export {}", "utf-8")
    return folder


@pytest.fixture
def central() -> Iterator[FakeCentral]:
    central = FakeCentral()
    central.start()
    yield central
    central.stop()


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    printer = VirtualPrinter()
    printer.start()
    yield printer
    printer.stop()


@pytest.fixture
def kiosk(
    central: FakeCentral, printer: VirtualPrinter, tmp_path: Path, static: Path
) -> Iterator[Kiosk]:
    kiosk = Kiosk(central.url, printer.url, tmp_path / "data", static)
    yield kiosk
    kiosk.stop()


@pytest.fixture
def page(kiosk: Kiosk) -> Iterator[KioskPage]:
    """An open page of a kiosk that has reached its server."""
    page = KioskPage(kiosk.url)
    page.wait_for("state", online=True)
    yield page
    page.close()
