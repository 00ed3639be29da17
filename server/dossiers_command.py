"""`motcua dossiers import`: a file of dossiers into the register from the command line."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .cli import LANGUAGE, at_first_centre, bytes_of, text
from .cli import _store_options as store_options
from .clock import now_ms
from .store.base import Store

if TYPE_CHECKING:
    from .core.catalogue import Checked

SHOWN_ERRORS = 50


@click.group("dossiers", help=text("cli.dossiers.help"))
def dossiers_command() -> None:
    pass


@dossiers_command.command("import", help=text("cli.dossiers.import.help"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help=text("cli.dossiers.dry_run"))
@store_options
def import_file(file: Path, dry_run: bool, data: Path, database: str | None) -> None:
    with at_first_centre(data, database) as (store, centre):
        rows = _look(store, centre, bytes_of(file))
        if dry_run:
            click.echo(text("cli.dossiers.not_applied"))
        else:
            _apply(store, centre, rows)


def _look(store: Store, centre: str, data: bytes) -> Sequence[dict[str, Any]]:
    """Say what a file would do; its rows. Ends the command where it has errors."""
    from .store import centres
    from .usecases.dossiers.importing import compare
    from .usecases.dossiers.reading import read_dossiers

    _progress("cli.dossiers.reading", size=len(data) // 1024)
    row = store.read(lambda session: centres.get(session, centre))
    assert row is not None
    checked, ignored = read_dossiers(data, row["zone"])
    if checked.problems_total:
        _tell_errors(checked)
        sys.exit(1)
    _progress("cli.dossiers.comparing", rows=len(checked.rows))
    found = store.read(lambda session: compare(session, centre, checked.rows))
    click.echo(text("cli.dossiers.found", rows=len(checked.rows), **found.counts))
    for name in ("undated", "unknown_procedures", "odd_codes"):
        if found.counts[name]:
            click.echo("  " + text(f"cli.dossiers.{name}", n=found.counts[name]))
    if ignored:
        click.echo(text("cli.catalogue.ignored", columns=", ".join(ignored)))
    return checked.rows


def _apply(store: Store, centre: str, rows: Sequence[dict[str, Any]]) -> None:
    from .usecases.change import Actor, change
    from .usecases.dossiers.importing import bring_in

    def tell(done: int) -> None:
        _progress("cli.dossiers.applying", done=done, rows=len(rows))

    actor = Actor("admin", centre, "cli")
    done = store.write(change(actor, now_ms(), lambda c: bring_in(c, rows, tell)))
    click.echo(text("cli.dossiers.done", **done.value))


def _progress(key: str, **params: object) -> None:
    click.echo(text(key, **params), err=True)


def _tell_errors(checked: "Checked") -> None:
    from .usecases.dossiers.texts import problem_text

    click.echo(text("cli.catalogue.errors", n=checked.problems_total), err=True)
    for one in checked.problems[:SHOWN_ERRORS]:
        place = f"{one.row}, {one.field}" if one.field else str(one.row)
        said = text("cli.catalogue.error", place=place, problem=problem_text(one)[LANGUAGE])
        click.echo(f"  {said}", err=True)
    if checked.problems_total > SHOWN_ERRORS:
        left = checked.problems_total - SHOWN_ERRORS
        click.echo("  " + text("cli.catalogue.more", n=left), err=True)
