"""`motcua pad`: the pad agent from the command line."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from hardware import agent_command, catalogue
from hardware.agent_command import default_data, log_to_stderr, server_address, token_of
from hardware.modbus_pads.bus import is_modbus_url
from hardware.numpad import is_input_url
from hardware.press_store import StoreError
from hardware.serial_link import PortUrlError
from hardware.stop_signal import StopSignal
from rating_terminal.agent import PadAgent, pad_port
from rating_terminal.outbox import OutboxInUse
from rating_terminal.pad_line import PadLine
from rating_terminal.pads_config import PadLinePlan, PadsError, read_pads
from rating_terminal.scale import NUMPAD_KEYS, keys_told

Made = TypeVar("Made")
PACKAGE = "rating_terminal"
both = partial(agent_command.both, PACKAGE)
text = partial(catalogue.text, PACKAGE)


def _help() -> str:
    example = text("en", "pad.example").replace("\n\n", "\n\n\b\n", 1)
    return "\n\n".join([both("pad.help", between="\n\n"), example])


def _plan(
    context: click.Context, option: click.Parameter, value: Path | None
) -> PadLinePlan | None:
    try:
        return None if value is None else read_pads(value)
    except PadsError as error:
        reason = both("pad.bad_pads", place=error.place, detail=error.detail)
        raise click.BadParameter(reason) from None
    except OSError as error:
        raise click.BadParameter(both("pad.no_pads", reason=error)) from None


@click.command("pad", help=_help())
@click.option("--server", required=True, callback=server_address, help=both("pad.option.server"))
@click.option("--port", required=True, help=both("pad.option.port"))
@click.option("--token", envvar="MOTCUA_TOKEN", help=both("pad.option.token"))
@click.option("--token-file", type=click.Path(path_type=Path), help=both("pad.option.token_file"))
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=lambda: default_data("pad"),
    help=both("pad.option.data"),
)
@click.option(
    "--scale",
    type=click.Choice(["2", "3", "4", "5"]),
    default="3",
    show_default=True,
    help=both("pad.option.scale"),
)
@click.option("--keys", help=both("pad.option.keys"))
@click.option(
    "--pads", callback=_plan, type=click.Path(path_type=Path), help=both("pad.option.pads")
)
@click.option("--verbose", is_flag=True, help=both("pad.option.verbose"))
def pad_command(
    server: str,
    port: str,
    token: str | None,
    token_file: Path | None,
    data: Path,
    scale: str,
    keys: str | None,
    pads: PadLinePlan | None,
    verbose: bool,
) -> None:
    log_to_stderr(verbose)
    if (pads is None) == is_modbus_url(port):
        raise click.UsageError(both("pad.pads_and_modbus"))
    if pads is not None:
        _run_line(_made(lambda: PadLine(server, port, pads, data), data), port)
    else:
        own = token_of(token, token_file)
        make_port = pad_port(port, _keys(port, keys, int(scale)))
        make = partial(PadAgent, server, own, make_port, data, int(scale))
        _run(_made(make, data), port)


def _keys(port: str, told: str | None, scale: int) -> Mapping[int, int]:
    """What the keys of a numpad stand for: its digits, unless something else is told."""
    if told is None:
        return NUMPAD_KEYS
    if not is_input_url(port):
        raise click.UsageError(both("pad.keys_and_hid"))
    try:
        return keys_told(told, scale)
    except ValueError as error:
        reason = both("pad.bad_keys", detail=error)
        raise click.BadParameter(reason, param_hint="--keys") from None


def _made(make: Callable[[], Made], data: Path) -> Made:
    try:
        return make()
    except PortUrlError as error:
        raise click.BadParameter(both("pad.bad_port", reason=error), param_hint="--port") from None
    except OutboxInUse:
        raise click.ClickException(both("pad.in_use", folder=data)) from None
    except (OSError, StoreError) as error:
        reason = both("pad.bad_data", folder=data, reason=error)
        raise click.ClickException(reason) from None


def _run(agent: PadAgent, port: str) -> None:
    """Until SIGTERM or SIGINT."""
    with StopSignal() as stop:
        agent.start()
        try:
            click.echo(_ready_line(agent, port))
            stop.wait()
        finally:
            agent.close()


def _run_line(line: PadLine, port: str) -> None:
    """Until SIGTERM or SIGINT."""
    with StopSignal() as stop:
        line.start()
        try:
            for name, agent in line.agents.items():
                click.echo(f"{name}: {_ready_line(agent, port)}")
            stop.wait()
        finally:
            line.close()


def _ready_line(agent: PadAgent, port: str) -> str:
    if agent.wait_ready():
        return both("pad.ready", counter=agent.counter, port=port)
    lines = []
    for language in ("vi", "en"):
        known = {True: text(language, "pad.state.yes"), False: text(language, "pad.state.no")}
        lines.append(
            text(
                language,
                "pad.waiting",
                port=port,
                port_state=known[agent.port_open],
                server_state=known[agent.counter is not None],
            )
        )
    return " / ".join(lines)
