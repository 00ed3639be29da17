"""`motcua token`: keys for devices and other programs."""

from pathlib import Path

import click

from .clock import now_ms
from .command_line import at_first_centre, store_options, text
from .core.model import Role
from .usecases.change import Actor, change
from .usecases.devices import create_token


@click.group("token", help=text("cli.token.help"))
def token_command() -> None:
    pass


@token_command.command("create", help=text("cli.token.create.help"))
@click.option(
    "--role",
    type=click.Choice([r.value for r in Role]),
    required=True,
    help=text("cli.token.role"),
)
@click.option("--counter", default=None, help=text("cli.token.counter"))
@click.option("--label", default="", help=text("cli.token.label"))
@click.option("--department", default=None, help=text("cli.token.department"))
@store_options
def create(
    role: str,
    counter: str | None,
    label: str,
    department: str | None,
    data: Path,
    database: str | None,
) -> None:
    with at_first_centre(data, database) as (store, centre):
        actor = Actor("admin", centre, "cli")
        made = store.write(
            change(
                actor, now_ms(), lambda c: create_token(c, Role(role), counter, label, department)
            )
        )
    click.echo(made.value[1])
