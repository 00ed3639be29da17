"""`motcua doctor` on the command line."""

import json
import sys
from itertools import chain
from pathlib import Path

import click

from ..clock import now_ms
from ..command_line import LANGUAGE, store_options
from ..config import Config
from ..texts import catalogue
from . import installation, machine, network
from .findings import Finding, Level

MARKS = {Level.WELL: "✓", Level.ADVICE: "!", Level.WRONG: "✗"}


def text(key: str, **params: object) -> str:
    return catalogue("server.doctor").text(key, LANGUAGE, **params)


@click.command("doctor", help=text("doctor.help"))
@click.option("--host", default="127.0.0.1", show_default=True, help=text("doctor.host"))
@click.option(
    "--port", default=8080, show_default=True, type=click.IntRange(1, 65_535),
    help=text("doctor.port"),
)  # fmt: skip
@click.option("--redis", envvar="MOTCUA_REDIS", default=None, help=text("doctor.redis"))
@click.option("--json", "as_json", is_flag=True, help=text("doctor.json"))
@store_options
def doctor_command(
    host: str, port: int, redis: str | None, as_json: bool, data: Path, database: str | None
) -> None:
    config = Config(data, host, port, database, redis)
    found = examine(config, now_ms())
    is_wrong = any(one.level is Level.WRONG for one in found)
    if as_json:
        told = {"well": not is_wrong, "findings": [one.as_json() for one in found]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _tell(found, is_wrong)
    sys.exit(1 if is_wrong else 0)


def examine(config: Config, now: int) -> list[Finding]:
    """Everything that can be said about an installation, whether it runs or not."""
    return list(
        chain(
            machine.examine(config.data, config.database is None),
            installation.examine(config, now) if config.data.is_dir() else (),
            network.examine(config),
        )
    )


def _tell(found: list[Finding], is_wrong: bool) -> None:
    for one in sorted(found, key=lambda one: list(MARKS).index(one.level)):
        click.echo(f"{MARKS[one.level]} {one.text(LANGUAGE)}")
        if one.level is not Level.WELL and one.advice(LANGUAGE):
            click.echo(f"    → {one.advice(LANGUAGE)}")
    click.echo(text("doctor.wrong" if is_wrong else "doctor.well"))
