"""``motcua move``: from SQLite to PostgreSQL."""

from pathlib import Path

import click

from ..backup.presence import alone
from ..backup.problems import BackupError
from ..clock import now_ms
from ..command_line import LANGUAGE
from ..config import STORE_FILE, Config, open_store
from ..core.errors import Unavailable
from ..store import moved
from ..store.base import Session
from ..texts import catalogue
from .move import Moved, MoveError, move

_TEXTS = catalogue("server.moving")


def text(key: str, **params: object) -> str:
    return _TEXTS.text(key, LANGUAGE, **params)


@click.command("move", help=text("move.help"))
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--to", "url", required=True, envvar="MOTCUA_DATABASE", help=text("move.to"))
@click.option("--centre", "centres", multiple=True, help=text("move.centre"))
@click.option("--mark", is_flag=True, help=text("move.mark"))
def move_command(data: Path, url: str, centres: tuple[str, ...], mark: bool) -> None:
    if not (data / STORE_FILE).is_file():
        raise click.ClickException(text("move.no_store", data=data))
    try:
        with alone(data):
            _move(data, url, centres, mark)
    except BackupError:
        raise click.ClickException(text("move.running", data=data)) from None


def _move(data: Path, url: str, centres: tuple[str, ...], mark: bool) -> None:
    # Both at this version's schema first; a target that has none yet gets it.
    for config in (Config(data), Config(data, database=url)):
        _migrate(config)
    try:
        done = move(str(data / STORE_FILE), url, centres or None, _progress)
    except MoveError as error:
        raise click.ClickException(text(f"move.error.{error.code}", **error.about)) from None
    _tell(done, data)
    if mark:
        _mark(data, done.centres)


def _migrate(config: Config) -> None:
    try:
        open_store(config).close()
    except Unavailable as error:
        reason = error.params["reason"]
        raise click.ClickException(text("move.error.target", reason=reason)) from None


def _progress(table: str, done: int, total: int) -> None:
    if total:
        click.echo(text("move.progress", table=table, done=done, total=total), err=True)


def _tell(done: Moved, data: Path) -> None:
    filled = [table for table, rows in done.rows.items() if rows]
    click.echo(
        text(
            "move.done",
            rows=sum(done.rows.values()),
            tables=len(filled),
            centres=", ".join(done.centres),
        )
    )
    if done.kept:
        click.echo(text("move.kept", tables=", ".join(done.kept)))
    click.echo(text("move.files", data=data))


def _mark(data: Path, centres: tuple[str, ...]) -> None:
    store = open_store(Config(data))

    def job(session: Session) -> None:
        for centre in centres:
            moved.mark(session, centre, now_ms())

    store.write(job)
    store.close()
    click.echo(text("move.marked"))
