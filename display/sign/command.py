"""`motcua sign`: the sign agent from the command line."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from display.sign.agent import SignAgent
from display.sign.config import Bus, ConfigError, read_config
from hardware import agent_command, catalogue
from hardware.agent_command import log_to_stderr, server_address
from hardware.stop_signal import StopSignal

PACKAGE = "display.sign"
both = partial(agent_command.both, PACKAGE)


def _help() -> str:
    example = catalogue.text(PACKAGE, "en", "sign.example").replace("\n\n", "\n\n\b\n", 1)
    return "\n\n".join([both("sign.help", "\n\n"), example])


def _config(context: click.Context, option: click.Parameter, value: Path) -> tuple[Bus, ...]:
    try:
        return read_config(value)
    except ConfigError as error:
        reason = both("sign.bad_config", place=error.place, detail=error.detail)
        raise click.BadParameter(reason) from None
    except OSError as error:
        raise click.BadParameter(both("sign.no_config", reason=error)) from None


@click.command("sign", help=_help())
@click.option("--server", required=True, callback=server_address, help=both("sign.option.server"))
@click.option(
    "--config",
    "buses",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_config,
    help=both("sign.option.config"),
)
@click.option("--token", envvar="MOTCUA_TOKEN", default="", help=both("sign.option.token"))
@click.option("--room", default="hall", show_default=True, help=both("sign.option.room"))
@click.option("--verbose", is_flag=True, help=both("sign.option.verbose"))
def sign_command(server: str, buses: tuple[Bus, ...], token: str, room: str, verbose: bool) -> None:
    log_to_stderr(verbose)
    agent = SignAgent(server, buses, token, room)
    with StopSignal() as stop:
        agent.start()
        try:
            click.echo(_ready_line(agent, buses))
            stop.wait()
        finally:
            agent.close()


def _ready_line(agent: SignAgent, buses: tuple[Bus, ...]) -> str:
    if agent.wait_ready():
        return both("sign.ready", count=sum(len(bus.signs) for bus in buses), lines=len(buses))
    waiting = []
    for language in catalogue.LANGUAGES:
        known = {
            True: catalogue.text(PACKAGE, language, "sign.yes"),
            False: catalogue.text(PACKAGE, language, "sign.no"),
        }
        lines = ", ".join(f"{url} {known[is_open]}" for url, is_open in agent.lines_open().items())
        waiting.append(
            catalogue.text(
                PACKAGE, language, "sign.waiting", server=known[agent.online], lines=lines
            )
        )
    return " / ".join(waiting)
