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

from hardware import loudness
from hardware.catalogue import terminal_language, text
from hardware.link import ServerLink
from hardware.loopback import LoopbackServer
from hardware.serial_link import PortUrlError, parse_port_url
from hardware.service_notify import ServiceNotify
from hardware.stop_signal import StopSignal
from hardware.tickets.sizes import WIDTHS
from kiosk.agent import KioskAgent
from kiosk.scanning import KEYBOARD
from kiosk.setup import checking
from kiosk.setup.cli import Setup
from kiosk.watchdog import Watchdog
from kiosk.web import STATIC, create_app

LANGUAGE = terminal_language()
SWITCH_S = 0.0005


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
@click.option("--roll", type=click.FloatRange(1, 500), help=_text("cli.roll"))
@click.option(
    "--timezone", default="Asia/Ho_Chi_Minh", show_default=True, help=_text("cli.timezone")
)
@click.option("--scanner", help=_text("cli.scanner"))
@click.option("--check", is_flag=True, help=_text("cli.check"))
@click.option("--install", is_flag=True, help=_text("cli.install"))
@click.option("--user", default="motcua", show_default=True, help=_text("cli.user"))
@click.option(
    "--prefix",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("/"),
    show_default=True,
    help=_text("cli.prefix"),
)
@click.option("--force", is_flag=True, help=_text("cli.force"))
@click.pass_context
def kiosk_command(
    context: click.Context,
    server: str,
    printer: str,
    port: int,
    token: str | None,
    token_file: Path | None,
    data: Path,
    width: str,
    roll: float | None,
    timezone: str,
    scanner: str | None,
    check: bool,
    install: bool,
    user: str,
    prefix: Path,
    force: bool,
) -> None:
    """Run a kiosk's agent: its page on loopback, its printer, its link to the server."""
    setup = Setup(context, LANGUAGE)
    if install:
        setup.install(user, prefix, force)
        return
    secret, zone = _token(token, token_file), _zone(timezone)
    _check_scanner(scanner)
    if check:
        setup.check(checking.Kiosk(server, printer, scanner, secret, data, STATIC))
        return
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    loudness.as_asked()
    link = ServerLink(server, secret)
    with _sole_user(data):
        agent = KioskAgent(link, printer, data, int(width), zone, scanner, roll_m=roll)
        _serve(agent, port)


def _serve(agent: KioskAgent, port: int) -> None:
    try:
        web = LoopbackServer(create_app(agent), port)
    except OSError as error:
        message = _text("agent.port_taken", port=port, detail=error)
        raise click.ClickException(message) from error
    # A ticket being drawn must not keep the next citizen's answer waiting for whole time slices.
    sys.setswitchinterval(SWITCH_S)
    watchdog = Watchdog(ServiceNotify(), agent.checks)
    with StopSignal() as stop:
        agent.start()
        web.start()
        watchdog.start()
        click.echo(_text("agent.ready", url=web.url))
        sys.stdout.flush()
        stop.wait()
        _stop(agent, web, watchdog)


def _stop(agent: KioskAgent, web: LoopbackServer, watchdog: Watchdog) -> None:
    watchdog.stop()
    agent.events.close()
    web.stop()
    agent.stop()


def _check_scanner(url: str | None) -> None:
    if url is None or url == KEYBOARD:
        return
    try:
        parse_port_url(url)
    except PortUrlError as error:
        raise click.BadParameter(str(error), param_hint="--scanner") from error


def _token(token: str | None, token_file: Path | None) -> str | None:
    """The token given; None lets the kiosk use its own, or be paired."""
    if token_file is not None:
        try:
            token = token_file.read_text("utf-8")
        except OSError as error:
            raise click.FileError(str(token_file), str(error)) from error
    return (token or "").strip() or None


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
