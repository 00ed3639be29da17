"""``motcua centre``: the centres of an installation."""

import json
from pathlib import Path
from typing import Any

import click

from ..clock import now_ms
from ..command_line import LANGUAGE, store_options
from ..config import Config, open_store
from ..store import centres, places
from ..store.base import Session, Store
from ..texts import catalogue
from ..usecases.configuration.founding import furnish
from ..usecases.province import KINDS, add_centre, add_place, centre_of
from ..usecases.seed import DEFAULT_ZONE

_TEXTS = catalogue("server.moving")


def text(key: str, **params: object) -> str:
    return _TEXTS.text(key, LANGUAGE, **params)


def _names(command: Any) -> Any:
    command = click.option("--name-en", default="", help=text("centre.name_en"))(command)
    return click.option("--name", required=True, help=text("centre.name"))(command)


@click.group("centre", help=text("centre.help"))
def centre_command() -> None:
    pass


@centre_command.command("add", help=text("centre.add.help"))
@click.argument("id")
@_names
@click.option("--zone", default=DEFAULT_ZONE, show_default=True, help=text("centre.zone"))
@click.option("--parent", default=None, help=text("centre.parent"))
@click.option("--host", default=None, help=text("centre.host"))
@click.option("--like", default=None, help=text("centre.like"))
@click.option("--from-sample", is_flag=True, help=text("centre.sample"))
@click.option(
    "--from-config",
    "config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help=text("centre.from_config"),
)
@store_options
def add(
    id: str,
    name: str,
    name_en: str,
    zone: str,
    parent: str | None,
    host: str | None,
    like: str | None,
    from_sample: bool,
    config: Path | None,
    data: Path,
    database: str | None,
) -> None:
    from ..demo.sample import sample_centre

    if sum((like is not None, from_sample, config is not None)) > 1:
        raise click.UsageError(text("centre.one_source"))
    sample = sample_centre() if from_sample else None
    raw = None if config is None else _read(config)
    made = centre_of(id, name, name_en, zone)
    store = _open(data, database)

    def job(session: Session) -> str:
        now = now_ms()
        link = add_centre(session, made, now, parent=parent, host=host, like=like, sample=sample)
        if config is not None:
            furnish(session, id, raw, now)
        return link

    secret = store.write(job)
    store.close()
    click.echo(text("centre.added", id=id))
    click.echo(f"  /setup/{secret}")


@centre_command.command("place", help=text("centre.place.help"))
@click.argument("id")
@click.option("--kind", type=click.Choice(KINDS[:2]), required=True, help=text("centre.kind"))
@_names
@click.option("--parent", default=None, help=text("centre.parent"))
@store_options
def place(
    id: str,
    kind: str,
    name: str,
    name_en: str,
    parent: str | None,
    data: Path,
    database: str | None,
) -> None:
    store = _open(data, database)
    store.write(lambda s: add_place(s, id, kind, name, name_en or name, parent, now_ms()))
    store.close()
    click.echo(text("centre.placed", id=id))


@centre_command.command("list", help=text("centre.list.help"))
@store_options
def listing(data: Path, database: str | None) -> None:
    store = _open(data, database)
    for line in store.read(_lines):
        click.echo(line)
    store.close()


def _lines(session: Session) -> list[str]:
    rows = places.listing(session)
    placed = {row["centre"] for row in rows}
    lines = [
        f"{row['kind']:9} {row['id']:20} {row['parent'] or '-':20} {row['host'] or '-':24}"
        f" {row['name']}"
        for row in rows
    ]
    for id in centres.all_ids(session):
        if id not in placed:
            row = centres.get(session, id)
            lines.append(f"{'centre':9} {id:20} {'-':20} {'-':24} {row['name'] if row else ''}")
    return lines


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except ValueError:
        raise click.ClickException(text("centre.unreadable", file=file)) from None


def _open(data: Path, database: str | None) -> Store:
    return open_store(Config(data, database=database))
