"""`motcua config`: a centre's whole configuration out to a file, and in from one."""

import json
from pathlib import Path
from typing import Any

import click

from .clock import now_ms
from .command_line import at_first_centre, bytes_of, said, store_options, text
from .core.errors import MotcuaError
from .store.base import Store


@click.group("config", help=text("cli.config.help"))
def configuration_command() -> None:
    pass


@configuration_command.command("export", help=text("cli.config.export.help"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@store_options
def export_file(file: Path, data: Path, database: str | None) -> None:
    from .usecases.configuration.document import export

    with at_first_centre(data, database) as (store, centre):
        whole = store.read(lambda session: export(session, centre))
    written = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    # Beside it first: an old file is not lost to a full disk.
    draft = file.with_name(file.name + ".part")
    draft.write_text(written, "utf-8")
    draft.replace(file)
    click.echo(text("cli.config.written", file=file))


@configuration_command.command("import", help=text("cli.config.import.help"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "applies", is_flag=True, help=text("cli.config.apply"))
@click.option("--remove-missing", is_flag=True, help=text("cli.config.remove_missing"))
@store_options
def import_file(
    file: Path, applies: bool, remove_missing: bool, data: Path, database: str | None
) -> None:
    raw = _read(file)
    with at_first_centre(data, database) as (store, centre):
        plan = _rehearsed(store, centre, raw, remove_missing)
        changes = _tell(plan)
        if not changes:
            click.echo(text("cli.config.same"))
        elif applies:
            _apply(store, centre, raw, remove_missing)
            click.echo(text("cli.config.done", n=changes))
        else:
            click.echo(text("cli.config.not_applied"))


def _read(file: Path) -> Any:
    try:
        return json.loads(bytes_of(file))
    except ValueError:
        raise click.ClickException(text("cli.config.unreadable", file=file)) from None


def _rehearsed(store: Store, centre: str, raw: Any, remove_missing: bool) -> Any:
    """What the file would do. Ends the command where it cannot be brought in."""
    from .usecases.change import Actor, change
    from .usecases.configuration.importing import rehearse
    from .usecases.rehearsal import Rehearsed

    actor = Actor("admin", centre, "cli")
    try:
        store.write(
            change(actor, now_ms(), lambda c: rehearse(c, raw, remove_missing=remove_missing))
        )
    except Rehearsed as told:
        return told.value
    except MotcuaError as error:
        refusal = text("cli.config.refused", field=error.field or "", message=said(error))
        raise click.ClickException(refusal) from None


def _apply(store: Store, centre: str, raw: Any, remove_missing: bool) -> None:
    from .usecases.change import Actor, change
    from .usecases.configuration.importing import import_file as bring_in

    actor = Actor("admin", centre, "cli")
    store.write(change(actor, now_ms(), lambda c: bring_in(c, raw, remove_missing=remove_missing)))


def _tell(plan: Any) -> int:
    """Say what changes; how many things do."""
    for one in plan.differences:
        what = "added" if one.before is None else "removed" if one.after is None else "changed"
        fields = ", ".join(one.fields)
        click.echo("  " + text(f"cli.config.{what}", piece=one.piece, fields=fields))
    for person in plan.people:
        click.echo("  " + text("cli.config.person", username=person.username, role=person.role))
    return len(plan.differences) + len(plan.people)
