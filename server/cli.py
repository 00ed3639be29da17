"""The command line: ``motcua``."""

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from .backup.problems import BackupError
from .clock import now_ms
from .config import Config, open_store
from .core.errors import MotcuaError
from .core.model import Role
from .store.base import Store
from .texts import LANGUAGES, catalogue

_TEXTS = catalogue("server")
LANGUAGE = os.environ.get("MOTCUA_LANG", "vi")
if LANGUAGE not in LANGUAGES:
    LANGUAGE = LANGUAGES[0]

# Commands that live with their face, imported only when they are asked for.
ELSEWHERE = {
    "audit": ("server.privacy_command", "audit_command"),
    "backup": ("server.backup.command", "backup_command"),
    "catalogue": ("server.catalogue_command", "catalogue_command"),
    "centre": ("server.moving.centre_command", "centre_command"),
    "config": ("server.configuration_command", "configuration_command"),
    "demo": ("server.demo.command", "demo_command"),
    "doctor": ("server.doctor.command", "doctor_command"),
    "dossiers": ("server.dossiers_command", "dossiers_command"),
    "kiosk": ("kiosk.command", "kiosk_command"),
    "move": ("server.moving.command", "move_command"),
    "keypad": ("server.staff.keypad.command", "keypad_command"),
    "people": ("server.people_command", "people_command"),
    "pad": ("rating_terminal.command", "pad_command"),
    "person-data": ("server.privacy_command", "person_command"),
    "restore": ("server.backup.command", "restore_command"),
    "sign": ("display.sign.command", "sign_command"),
}


def text(key: str, **params: object) -> str:
    return _TEXTS.text(key, LANGUAGE, **params)


class Commands(click.Group):
    """A group that finds the faces' commands by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, name = ELSEWHERE[cmd_name]
        found: click.Command = getattr(importlib.import_module(module), name)
        return found


@click.group(cls=Commands, help=text("cli.help"))
@click.version_option(package_name="motcua", message="%(version)s")
def cli() -> None:
    pass


def _store_options(command: Any) -> Any:
    command = click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("data"),
        show_default=True,
        help=text("cli.data"),
    )(command)
    return click.option(
        "--database", envvar="MOTCUA_DATABASE", default=None, help=text("cli.database")
    )(command)


@contextmanager
def at_first_centre(data: Path, database: str | None) -> Iterator[tuple[Store, str]]:
    """The store and its first centre's id, for one command. Ends it where there is none yet."""
    from .store import centres

    if database is None and not data.is_dir():
        raise click.ClickException(text("cli.token.no_centre", data=data))
    store = open_store(Config(data, database=database))
    try:
        centre = store.read(centres.first)
        if centre is None:
            raise click.ClickException(text("cli.token.no_centre", data=data))
        yield store, centre["id"]
    finally:
        store.close()


def said(error: MotcuaError) -> str:
    """What is wrong, in the language of the command line."""
    from .api.problems import problem

    return str(problem(error)["error"]["message"][LANGUAGE])


def bytes_of(file: Path) -> bytes:
    """The file's bytes, one more than are allowed at most: what is too large is told so."""
    from .usecases.catalogue.tables import MAX_BYTES

    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


@cli.command(help=text("cli.serve.help"))
@_store_options
@click.option("--host", default="127.0.0.1", show_default=True, help=text("cli.host"))
@click.option(
    "--port",
    default=8080,
    show_default=True,
    type=click.IntRange(1, 65_535),
    help=text("cli.port"),
)
@click.option("--redis", envvar="MOTCUA_REDIS", default=None, help=text("cli.redis"))
@click.option("--public-url", default=None, help=text("cli.public_url"))
def serve(
    data: Path,
    database: str | None,
    host: str,
    port: int,
    redis: str | None,
    public_url: str | None,
) -> None:
    from .serving import Server
    from .store import driver, moved
    from .usecases.setup import setup_secret

    config = Config(
        data,
        host,
        port,
        database,
        redis,
        public_url and public_url.rstrip("/"),
        push_hosts=frozenset(os.environ.get("MOTCUA_PUSH_HOSTS", "").split()),
        alert_hosts=frozenset(os.environ.get("MOTCUA_ALERT_HOSTS", "").split()),
        check_answers=os.environ.get("MOTCUA_CHECK_ANSWERS") == "1",
        forecast=os.environ.get("MOTCUA_FORECAST") != "off",
    )
    if database is None and not driver.is_safe():
        click.echo(text("cli.serve.unsafe", version=driver.sqlite.sqlite_version), err=True)
    store = open_store(config)
    if store.read(moved.everything):
        raise click.ClickException(text("cli.serve.moved", data=data))
    secret = store.write(lambda session: setup_secret(session, now_ms()))
    store.close()
    url = config.public_url or f"http://{host}:{port}"
    click.echo(text("cli.serve.ready", url=url))
    if secret is not None:
        click.echo(text("cli.serve.setup"))
        click.echo(f"  {url}/setup/{secret}")
    sys.stdout.flush()
    Server(config).run()


@cli.group(help=text("cli.token.help"))
def token() -> None:
    pass


@token.command("create", help=text("cli.token.create.help"))
@click.option(
    "--role",
    type=click.Choice([r.value for r in Role]),
    required=True,
    help=text("cli.token.role"),
)
@click.option("--counter", default=None, help=text("cli.token.counter"))
@click.option("--label", default="", help=text("cli.token.label"))
@click.option("--department", default=None, help=text("cli.token.department"))
@_store_options
def token_create(
    role: str,
    counter: str | None,
    label: str,
    department: str | None,
    data: Path,
    database: str | None,
) -> None:
    from .usecases.change import Actor, change
    from .usecases.devices import create_token

    with at_first_centre(data, database) as (store, centre):
        actor = Actor("admin", centre, "cli")
        made = store.write(
            change(
                actor, now_ms(), lambda c: create_token(c, Role(role), counter, label, department)
            )
        )
    click.echo(made.value[1])


@cli.command("replay", help=text("cli.replay.help"))
@click.argument("ticket")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), default=None, help=text("cli.replay.day"))
@_store_options
def replay(ticket: str, day: datetime | None, data: Path, database: str | None) -> None:
    from .queries.snapshot import Snapshot, look
    from .queries.story import tell
    from .store import tickets

    def query(seen: Snapshot) -> list[str]:
        wanted = seen.day if day is None else day.date().isoformat()
        found = tickets.by_number(
            seen.session, seen.centre.id, wanted, ticket.upper()
        ) or tickets.get(seen.session, seen.centre.id, ticket)
        if found is None:
            raise click.ClickException(text("cli.replay.none", ticket=ticket, day=wanted))
        return tell(seen, found, LANGUAGE)

    with at_first_centre(data, database) as (store, centre):
        lines = store.read(lambda session: query(look(session, centre, now_ms())))
    click.echo("\n".join(lines))


def main() -> None:
    """Run the command line; errors of the floor become one clear line."""
    try:
        cli()
    except MotcuaError as error:
        from .api.problems import problem

        told = problem(error)["error"]
        message = f"{told['message'][LANGUAGE]} {told['action'][LANGUAGE]}"
        click.echo(text("cli.error", message=message), err=True)
        sys.exit(1)
    except BackupError as error:
        click.echo(text("cli.error", message=error.text(LANGUAGE)), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
