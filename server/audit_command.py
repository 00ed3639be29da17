"""`motcua audit`: whether the trail of who changed what is whole."""

import sys
from pathlib import Path

import click

from .command_line import LANGUAGE, at_first_centre, store_options
from .texts import catalogue
from .usecases import audit


def text(key: str, **params: object) -> str:
    return catalogue("server.backup").text(key, LANGUAGE, **params)


@click.group("audit", help=text("audit.help"))
def audit_command() -> None:
    pass


@audit_command.command("verify", help=text("audit.verify.help"))
@click.option("--head", default=None, help=text("audit.head"))
@store_options
def verify(head: str | None, data: Path, database: str | None) -> None:
    with at_first_centre(data, database) as (store, centre):
        verdict = store.read(lambda session: audit.verify(session, centre))
        if verdict.broken_at is not None:
            click.echo(text("audit.broken", seq=verdict.broken_at), err=True)
            sys.exit(1)
        if head is not None and not store.read(lambda s: audit.knows(s, centre, head)):
            click.echo(text("audit.cut", head=head), err=True)
            sys.exit(1)
    click.echo(text("audit.whole", n=verdict.length, head=verdict.head or "-"))
