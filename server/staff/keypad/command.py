"""`motcua keypad`: the keypad agent from the command line."""

from functools import partial
from pathlib import Path

import click

from hardware import agent_command, catalogue
from hardware.agent_command import default_data, log_to_stderr, server_address, token_of
from hardware.press_store import StoreError
from hardware.serial_link import PortUrlError
from hardware.stop_signal import StopSignal
from server.staff.keypad.agent import KeypadAgent
from server.staff.keypad.journal import JournalInUse

PACKAGE = "server.staff.keypad"
both = partial(agent_command.both, PACKAGE)


def _help() -> str:
    example = catalogue.text(PACKAGE, "en", "keypad.example").replace("\n\n", "\n\n\b\n", 1)
    return "\n\n".join([both("keypad.help", "\n\n"), both("keypad.keys", "\n\n"), example])


@click.command("keypad", help=_help())
@click.option("--server", required=True, callback=server_address, help=both("keypad.option.server"))
@click.option("--port", required=True, help=both("keypad.option.port"))
@click.option("--token", envvar="MOTCUA_TOKEN", help=both("keypad.option.token"))
@click.option(
    "--token-file", type=click.Path(path_type=Path), help=both("keypad.option.token_file")
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=lambda: default_data("keypad"),
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
    log_to_stderr(verbose)
    _run(_agent(server, token_of(token, token_file), port, data), port)


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
