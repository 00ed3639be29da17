"""`motcua catalogue import`: files into the catalogue from the command line."""

import sys
from pathlib import Path
from typing import Any, cast

import click

from .clock import now_ms
from .command_line import LANGUAGE, at_first_centre, bytes_of, store_options, text
from .core.catalogue import Kind
from .store.base import Store

KINDS = ("procedures", "documents")
SORTS = ("new", "changed", "gone", "unknown")
SHOWN = 10
SHOWN_ERRORS = 50


@click.group("catalogue", help=text("cli.catalogue.help"))
def catalogue_command() -> None:
    pass


@catalogue_command.command("import", help=text("cli.catalogue.import.help"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(KINDS), default=None, help=text("cli.catalogue.kind"))
@click.option("--apply", "applies", is_flag=True, help=text("cli.catalogue.apply"))
@click.option("--remove-gone", is_flag=True, help=text("cli.catalogue.remove_gone"))
@store_options
def import_file(
    file: Path,
    kind: str | None,
    applies: bool,
    remove_gone: bool,
    data: Path,
    database: str | None,
) -> None:
    with at_first_centre(data, database) as (store, centre):
        id = _look(store, centre, bytes_of(file), cast(Kind | None, kind))
        if applies:
            _apply(store, centre, id, remove_gone)
        else:
            click.echo(text("cli.catalogue.not_applied"))


def _look(store: Store, centre: str, data: bytes, kind: Kind | None) -> str:
    """Say what a file would do, and keep it; its id. Ends the command where it has errors."""
    from .queries.catalogue import preview, service_ids
    from .queries.snapshot import look
    from .usecases.catalogue.importing import stage
    from .usecases.catalogue.reading import read_file
    from .usecases.change import Actor, change

    _progress("cli.catalogue.reading", size=len(data) // 1024)
    known = store.read(lambda session: service_ids(look(session, centre, now_ms())))
    read = read_file(data, kind, known)
    _progress("cli.catalogue.comparing", rows=len(read.rows))
    shown, counts = store.read(lambda s: preview(look(s, centre, now_ms()), read))
    if read.problems_total:
        _tell_errors(shown)
        sys.exit(1)
    _tell(shown)
    actor = Actor("admin", centre, "cli")
    store.write(change(actor, now_ms(), lambda c: stage(c, read, counts)))
    return read.id


def _apply(store: Store, centre: str, id: str, remove_gone: bool) -> None:
    from .usecases.catalogue.importing import apply_import, find_upload
    from .usecases.change import Actor, change

    _progress("cli.catalogue.applying")
    upload = store.read(lambda session: find_upload(session, centre, id, now_ms()))
    actor = Actor("admin", centre, "cli")
    done = store.write(change(actor, now_ms(), lambda c: apply_import(c, upload, remove_gone)))
    click.echo(text("cli.catalogue.done", **{"added": done.value["new"], **done.value}))


def _progress(key: str, **params: object) -> None:
    click.echo(text(key, **params), err=True)


def _tell(shown: dict[str, Any]) -> None:
    click.echo(text(f"cli.catalogue.found.{shown['kind']}", rows=shown["rows"]))
    for sort in SORTS:
        samples = shown["samples"][sort][:SHOWN]
        if shown[sort] or sort != "unknown":
            click.echo(text(f"cli.catalogue.{sort}", n=shown[sort]))
        for one in samples:
            click.echo(f"  {one['code']}  {one['name']}".rstrip())
        if shown[sort] > len(samples):
            click.echo("  " + text("cli.catalogue.more", n=shown[sort] - len(samples)))
    click.echo(text("cli.catalogue.same", n=shown["same"]))
    if shown["ignored"]:
        click.echo(text("cli.catalogue.ignored", columns=", ".join(shown["ignored"])))
    if shown["unmapped"]:
        fields = ", ".join(one["field"] for one in shown["unmapped"][:SHOWN])
        n = sum(one["procedures"] for one in shown["unmapped"])
        click.echo(text("cli.catalogue.unmapped", n=n, fields=fields))


def _tell_errors(shown: dict[str, Any]) -> None:
    click.echo(text("cli.catalogue.errors", n=shown["errors_total"]), err=True)
    for one in shown["errors"][:SHOWN_ERRORS]:
        place = f"{one['row']}, {one['field']}" if one["field"] else str(one["row"])
        said = text("cli.catalogue.error", place=place, problem=one["problem"][LANGUAGE])
        click.echo(f"  {said}", err=True)
    if shown["errors_total"] > SHOWN_ERRORS:
        left = shown["errors_total"] - SHOWN_ERRORS
        click.echo("  " + text("cli.catalogue.more", n=left), err=True)
