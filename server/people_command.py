"""`motcua people`: accounts, for whoever may run commands on the server's own machine."""

import secrets
from collections.abc import Callable
from pathlib import Path

import click

from .clock import now_ms
from .command_line import at_first_centre, said, store_options, text
from .core.errors import MotcuaError
from .store import people
from .usecases.administer import PEOPLE_ROLES
from .usecases.change import Actor, Change, change
from .usecases.people import give_grant, reset_password
from .usecases.secrets import hash_password

PASSWORD_BYTES = 12


@click.group("people", help=text("cli.people.help"))
def people_command() -> None:
    pass


@people_command.command("password", help=text("cli.people.password.help"))
@click.argument("username")
@click.option("--second-factor-off", is_flag=True, help=text("cli.people.second_factor_off"))
@store_options
def password(username: str, second_factor_off: bool, data: Path, database: str | None) -> None:
    made = secrets.token_urlsafe(PASSWORD_BYTES)
    hashed = hash_password(made)
    _do(
        data,
        database,
        username,
        lambda c, id: reset_password(c, id, hashed, second_off=second_factor_off),
    )
    click.echo(made)


@people_command.command("grant", help=text("cli.people.grant.help"))
@click.argument("username")
@click.option("--scope", required=True, help=text("cli.people.scope"))
@click.option(
    "--role",
    type=click.Choice([role.value for role in PEOPLE_ROLES]),
    required=True,
    help=text("cli.people.role"),
)
@store_options
def grant(username: str, scope: str, role: str, data: Path, database: str | None) -> None:
    _do(data, database, username, lambda c, id: give_grant(c, id, scope, role))
    click.echo(text("cli.people.granted", username=username, role=role, scope=scope))


def _do(
    data: Path, database: str | None, username: str, usecase: Callable[[Change, str], None]
) -> None:
    """Change one person's account, in that person's own centre."""
    with at_first_centre(data, database) as (store, _):
        row = store.read(lambda session: people.sign_in(session, username))
        if row is None:
            raise click.ClickException(text("cli.people.unknown", username=username))
        actor = Actor("admin", row["centre"], "cli")
        try:
            store.write(change(actor, now_ms(), lambda c: usecase(c, row["id"])))
        except MotcuaError as error:
            raise click.ClickException(said(error)) from None
