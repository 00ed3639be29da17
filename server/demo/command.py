"""`motcua demo`: the sample centre from the command line. Texts come from server.demo.messages."""

import logging
import secrets
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hardware import loudness

from .options import Options
from .texts import block, line

if TYPE_CHECKING:
    from .supervisor import Died

SEEDS = 1_000_000
FASTEST = 10_000.0
"""A day in some seconds."""


def _help() -> str:
    return block("help").replace("\n", "\n\n") + "\n\n\b\n" + block("help.example")


@click.command("demo", help=_help())
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help=line("help.port")
)
@click.option(
    "--speed",
    type=click.FloatRange(0.1, FASTEST),
    default=5.0,
    show_default=True,
    help=line("help.speed"),
)
@click.option("--seed", type=click.IntRange(0), help=line("help.seed"))
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help=line("help.data"))
@click.option("--no-traffic", is_flag=True, help=line("help.no_traffic"))
@click.option("--verbose", is_flag=True, help=line("help.verbose"))
def demo_command(
    port: int, speed: float, seed: int | None, data: Path | None, no_traffic: bool, verbose: bool
) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.ERROR,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    loudness.as_asked()
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    _run(Options(port, speed, seed, data, not no_traffic))
    click.echo(block("stopped.kept", folder=data) if data else block("stopped"))


def _run(options: Options) -> None:
    """Run the demo; what stops it against its will becomes a message and exit code 1."""
    # Only the demo itself needs the server's and the devices' modules; other commands start fast.
    from .folder import FolderBusy
    from .ports import PortTaken
    from .prepare import ForeignData
    from .supervisor import READY_S, Died, Late, run_demo

    try:
        run_demo(options, click.echo)
    except PortTaken as taken:
        raise click.ClickException(block("error.port", port=taken.port)) from None
    except ForeignData:
        raise click.ClickException(block("error.foreign_data", folder=options.data)) from None
    except FolderBusy:
        raise click.ClickException(block("error.busy_data", folder=options.data)) from None
    except Late as late:
        raise click.ClickException(_post_mortem("error.late", late, READY_S)) from None
    except Died as died:
        raise click.ClickException(_post_mortem("error.died", died)) from None


def _post_mortem(key: str, died: "Died", seconds: float = 0) -> str:
    """What happened to which part, and its last lines."""
    part = died.part
    told = block(key, name=part.name, code=part.code, seconds=f"{seconds:g}")
    return told + "\n" + textwrap.indent("\n".join(part.last), "  ")
