"""The virtual printer's page: its tickets as pictures, newest first, and its switches."""

from hardware.virtual.printer_page.routes import PrinterPage, create_app

__all__ = ["PrinterPage", "create_app"]
