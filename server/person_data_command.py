"""`motcua person-data`: what is kept about one person, told or erased."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from .clock import now_ms
from .command_line import LANGUAGE, at_first_centre, store_options
from .texts import catalogue
from .usecases import person_data
from .usecases.change import Actor, Change, change


def text(key: str, **params: object) -> str:
    return catalogue("server.backup").text(key, LANGUAGE, **params)


def _sought_options(command: Any) -> Any:
    for kind in reversed(person_data.KINDS):
        command = click.option(f"--{kind}", default=None, help=text(f"person.{kind}"))(command)
    return command


def _sought(named: dict[str, str | None]) -> person_data.Sought:
    given = [(kind, value) for kind, value in named.items() if value]
    if len(given) != 1:
        raise click.UsageError(text("person.one"))
    ((kind, value),) = given
    # A number on the command line stays in the shell's history: "-" reads it from the input.
    return person_data.Sought(kind, sys.stdin.readline().strip() if value == "-" else str(value))


@click.group("person-data", help=text("person.help"))
def person_command() -> None:
    pass


@person_command.command("export", help=text("person.export.help"))
@_sought_options
@store_options
def export(data: Path, database: str | None, **named: str | None) -> None:
    sought = _sought(named)
    told = _do(data, database, lambda c: person_data.export(c, sought))
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


@person_command.command("erase", help=text("person.erase.help"))
@_sought_options
@click.option("--open-too", is_flag=True, help=text("person.open_too"))
@store_options
def erase(data: Path, database: str | None, open_too: bool, **named: str | None) -> None:
    sought = _sought(named)
    done = _do(data, database, lambda c: person_data.erase(c, sought, open_too=open_too))
    click.echo(text("person.erased", dossiers=done.dossiers, tickets=done.tickets))
    if done.left:
        click.echo(text("person.left", n=len(done.left), codes=", ".join(done.left)))


def _do(data: Path, database: str | None, usecase: Callable[[Change], Any]) -> Any:
    with at_first_centre(data, database) as (store, centre):
        actor = Actor("admin", centre, "cli")
        return store.write(change(actor, now_ms(), usecase)).value
