"""``motcua kiosk``: run the agent until it is told to stop."""

from __future__ import annotations

import fcntl
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from hardware.catalogue import terminal_language, text
from hardware.link import ServerLink
from hardware.loopback import LoopbackServer
from hardware.stop_signal import StopSignal
from kiosk.agent import KioskAgent
from kiosk.ticket_picture import WIDTHS
from kiosk.web import create_app

LANGUAGE = terminal_language()


def _text(key: str, **values: object) -> str:
    return text("kiosk", LANGUAGE, key, **values)


@click.command("kiosk", help=_text("cli.help"))
@click.option("--server", required=True, help=_text("cli.server"))
@click.option("--printer", required=True, help=_text("cli.printer"))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8090,
    show_default=True,
    help=_text("cli.port"),
)
@click.option("--token", envvar="MOTCUA_TOKEN", help=_text("cli.token"))
@click.option("--token-file", type=click.Path(path_type=Path), help=_text("cli.token_file"))
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=lambda: Path(click.get_app_dir("motcua")) / "kiosk",
    help=_text("cli.data"),
)
@click.option(
    "--width",
    type=click.Choice([str(width) for width in WIDTHS]),
    default="576",
    show_default=True,
    help=_text("cli.width"),
)
@click.option(
    "--timezone", default="Asia/Ho_Chi_Minh", show_default=True, help=_text("cli.timezone")
)
def kiosk_command(
    server: str,
    printer: str,
    port: int,
    token: str | None,
    token_file: Path | None,
    data: Path,
    width: str,
    timezone: str,
) -> None:
    """Run a kiosk's agent: its page on loopback, its printer, its link to the server."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    link = ServerLink(server, _token(token, token_file))
    with _sole_user(data):
        agent = KioskAgent(link, printer, data, int(width), _zone(timezone))
        _serve(agent, port)


def _serve(agent: KioskAgent, port: int) -> None:
    try:
        web = LoopbackServer(create_app(agent), port)
    except OSError as error:
        message = _text("agent.port_taken", port=port, detail=error)
        raise click.ClickException(message) from error
    stop = StopSignal()
    agent.start()
    web.start()
    click.echo(_text("agent.ready", url=web.url))
    sys.stdout.flush()
    stop.wait()
    agent.events.close()
    web.stop()
    agent.stop()


def _token(token: str | None, token_file: Path | None) -> str:
    if token_file is not None:
        try:
            token = token_file.read_text("utf-8")
        except OSError as error:
            raise click.FileError(str(token_file), str(error)) from error
    if not token or not token.strip():
        raise click.UsageError(_text("agent.no_token"))
    return token.strip()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise click.BadParameter(str(error), param_hint="--timezone") from error


@contextmanager
def _sole_user(data: Path) -> Iterator[None]:
    """Hold the data directory: a second agent would take the first one's jobs for left over."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data / "lock").open("wb") as lock:
        _take(lock, data)
        yield


def _take(lock: BinaryIO, data: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        message = _text("agent.data_taken", path=data)
        raise click.ClickException(message) from error
