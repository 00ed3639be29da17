"""`motcua keypad`: the keypad agent from the command line."""

import logging
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from hardware import catalogue
from hardware.press_store import StoreError
from hardware.serial_link import PortUrlError
from hardware.stop_signal import StopSignal
from server.staff.keypad.agent import KeypadAgent
from server.staff.keypad.journal import JournalInUse

PACKAGE = "server.staff.keypad"


def both(key: str, between: str = " / ", **values: object) -> str:
    """The Vietnamese text, then the English one."""
    return between.join(catalogue.both(PACKAGE, key, **values).values())


def _default_data() -> Path:
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "motcua" / "keypad"


def _help() -> str:
    example = catalogue.text(PACKAGE, "en", "keypad.example").replace("\n\n", "\n\n\b\n", 1)
    return "\n\n".join([both("keypad.help", "\n\n"), both("keypad.keys", "\n\n"), example])


def _server_address(context: click.Context, option: click.Parameter, value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise click.BadParameter(both("keypad.bad_server"))
    return value


@click.command("keypad", help=_help())
@click.option(
    "--server", required=True, callback=_server_address, help=both("keypad.option.server")
)
@click.option("--port", required=True, help=both("keypad.option.port"))
@click.option("--token", envvar="MOTCUA_TOKEN", help=both("keypad.option.token"))
@click.option(
    "--token-file", type=click.Path(path_type=Path), help=both("keypad.option.token_file")
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=_default_data,
    help=both("keypad.option.data"),
)
@click.option("--verbose", is_flag=True, help=both("keypad.option.verbose"))
def keypad_command(
    server: str,
    port: str,
    token: str | None,
    token_file: Path | None,
    data: Path,
    verbose: bool,
) -> None:
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.INFO,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    _run(_agent(server, _token(token, token_file), port, data), port)


def _token(token: str | None, token_file: Path | None) -> str:
    """The token of the command line, else of the file, else of the environment."""
    source = click.get_current_context().get_parameter_source("token")
    if token_file is not None and source is not click.core.ParameterSource.COMMANDLINE:
        try:
            token = token_file.read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise click.ClickException(both("keypad.bad_token_file", reason=error)) from None
    if not token:
        raise click.UsageError(both("keypad.no_token"))
    return token


def _agent(server: str, token: str, port: str, data: Path) -> KeypadAgent:
    try:
        return KeypadAgent(server, token, port, data)
    except PortUrlError as error:
        reason = both("keypad.bad_port", reason=error)
        raise click.BadParameter(reason, param_hint="--port") from None
    except JournalInUse:
        raise click.ClickException(both("keypad.in_use", folder=data)) from None
    except (OSError, StoreError) as error:
        reason = both("keypad.bad_data", folder=data, reason=error)
        raise click.ClickException(reason) from None


def _run(agent: KeypadAgent, port: str) -> None:
    """Until SIGTERM or SIGINT."""
    with StopSignal() as stop:
        agent.start()
        try:
            ready = agent.wait_ready()
            key = "keypad.ready" if ready else "keypad.waiting"
            click.echo(both(key, counter=agent.counter or "?", port=port))
            stop.wait()
        finally:
            agent.close()
