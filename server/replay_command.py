"""`motcua replay`: why a ticket was called when it was."""

from datetime import datetime
from pathlib import Path

import click

from .clock import now_ms
from .command_line import LANGUAGE, at_first_centre, store_options, text
from .queries.snapshot import Snapshot, look
from .queries.story import tell
from .store import tickets


@click.command("replay", help=text("cli.replay.help"))
@click.argument("ticket")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), default=None, help=text("cli.replay.day"))
@store_options
def replay_command(ticket: str, day: datetime | None, data: Path, database: str | None) -> None:
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
