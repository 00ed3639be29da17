"""Run the virtual printer by itself."""

from __future__ import annotations

import click

from hardware.catalogue import terminal_language, text
from hardware.stop_signal import StopSignal
from hardware.virtual.printer import VirtualPrinter
from hardware.virtual.printer_page.routes import PrinterPage

PORT = click.IntRange(0, 65535)


def _text(key: str, **values: object) -> str:
    return text("hardware", terminal_language(), key, **values)


@click.command(help=_text("printer.help"))
@click.option("--port", type=PORT, default=9100, show_default=True, help=_text("printer.help.port"))
@click.option(
    "--page-port", type=PORT, default=9101, show_default=True, help=_text("printer.help.page")
)
@click.option(
    "--width",
    type=click.Choice(["576", "384"]),
    default="576",
    show_default=True,
    help=_text("printer.help.width"),
)
def command(port: int, page_port: int, width: str) -> None:
    """An ESC/POS ticket printer on loopback that shows its tickets on a page."""
    printer = VirtualPrinter(port, int(width))
    with StopSignal() as stop:
        try:
            printer.start()
            page = PrinterPage(printer, page_port)
        except OSError as error:
            printer.stop()
            raise click.ClickException(_text("printer.port_taken", detail=error)) from error
        page.start()
        click.echo(_text("printer.running", url=printer.url, page=page.url))
        stop.wait()
        page.stop()
        printer.stop()
