"""`motcua dossiers`: files into the register from the command line, and a folder of them."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .clock import now_ms
from .command_line import LANGUAGE, at_first_centre, bytes_of, store_options, text
from .core.errors import Unavailable
from .store.base import Session, Store

if TYPE_CHECKING:
    from .core.catalogue import Checked
    from .dossier_folder import DroppedFiles, Handled

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


@dossiers_command.command("watch", help=text("cli.dossiers.watch.help"))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--once", is_flag=True, help=text("cli.dossiers.watch.once"))
@click.option(
    "--every",
    type=click.FloatRange(0.1, 3_600),
    default=2.0,
    show_default=True,
    help=text("cli.dossiers.watch.every"),
)
@store_options
def watch_folder(folder: Path, once: bool, every: float, data: Path, database: str | None) -> None:
    from .dossier_folder import QUIET_S, DroppedFiles
    from .usecases.change import Actor, change
    from .usecases.dossiers.told_files import TakenFile, take_file

    with at_first_centre(data, database) as (store, first):
        boxes = dict[Path, DroppedFiles]()

        def box(centre: str, place: Path) -> DroppedFiles:
            def take(department: str, name: str, content: bytes) -> TakenFile:
                actor = Actor("system", centre, "folder")
                job = change(actor, now_ms(), lambda c: take_file(c, department, name, content))
                return store.write(job).value

            return boxes.setdefault(place, DroppedFiles(place, take))

        told, looks = set[str](), 0
        while not (once and looks == 2):
            if looks:
                time.sleep(QUIET_S if once else every)
            found = _inboxes(store, first, folder, told)
            if not looks:
                _tell_watched(folder, found)
            for centre, place, departments in found:
                _look_once(box(centre, place), departments)
            looks += 1


def _inboxes(
    store: Store, first: str, folder: Path, told: set[str]
) -> list[tuple[str, Path, set[str]]]:
    """(centre, folder, departments that have a folder there). The first centre's departments may
    lie in the folder itself; every centre has its own where one is named by its id. Folders of
    nobody are ``told`` of once."""
    from .dossier_folder import folders
    from .store import centres, dossier_procedures

    def known(session: Session) -> dict[str, set[str]]:
        ids = centres.all_ids(session)
        return {id: set(dossier_procedures.departments(session, id)) for id in ids}

    departments = store.read(known)
    names = folders(folder)
    here = names & departments[first]
    own = sorted((names & set(departments)) - here)
    unknown = names - here - set(own)
    found = [(first, folder, here)]
    for centre in own:
        inside = folders(folder / centre)
        unknown |= {f"{centre}/{name}" for name in inside - departments[centre]}
        found.append((centre, folder / centre, inside & departments[centre]))
    for name in sorted(unknown - told):
        _progress("cli.dossiers.watch.unknown", name=name)
        told.add(name)
    return found


def _tell_watched(folder: Path, found: list[tuple[str, Path, set[str]]]) -> None:
    names = [str((place / d).relative_to(folder)) for _, place, ds in found for d in sorted(ds)]
    _progress("cli.dossiers.watch.watching", folder=folder, departments=", ".join(names))


def _look_once(files: "DroppedFiles", departments: set[str]) -> None:
    try:
        for one in files.look(departments):
            _tell_file(one)
    except (OSError, Unavailable) as error:
        problem = error.params["reason"] if isinstance(error, Unavailable) else error
        _progress("cli.dossiers.watch.later", problem=problem)


def _tell_file(one: "Handled") -> None:
    named = {"department": one.department, "name": one.name}
    if one.taken is None:
        said = text("cli.dossiers.watch.failed", **named, problem=one.problem[LANGUAGE])
    elif one.taken.before:
        said = text("cli.dossiers.watch.before", **named)
    else:
        taken = one.taken
        counts = {name: getattr(taken, name) for name in ("messages", "accepted", "changed")}
        said = text("cli.dossiers.watch.taken", **named, **counts, problems=len(taken.problems))
    click.echo(said)
    sys.stdout.flush()
