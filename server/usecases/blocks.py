"""Lease numbers to a kiosk, for the time when it cannot reach the server."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..core.errors import UnknownService
from ..core.model import Service
from ..core.offline import Block, extend
from ..store import blocks, lines, services
from .change import Change

DAYS_AHEAD = 1
"""Tomorrow's numbers are leased today: the line may be lost over midnight."""

MOST_BLOCKS = 20
"""Of one kiosk, service and day, all its stores together: more than a day's tickets of any line."""

KEEP_DAYS = 30


@dataclass(frozen=True, slots=True)
class Used:
    """Numbers before ``next`` of the block that begins with ``first`` are used."""

    day: str
    service: str
    first: int
    next: int


@dataclass(frozen=True, slots=True)
class LeaseBlocks:
    """``holder`` names the kiosk's store of offline tickets; ``services`` None is all of them."""

    holder: str
    services: Sequence[str] | None = None
    used: Sequence[Used] = ()


def lease_blocks(change: Change, command: LeaseBlocks) -> list[Block]:
    """The numbers this kiosk may use without the server, today's and tomorrow's.

    May be repeated: a block is added only where at most half a block is left.
    Raises ``UnknownService``.
    """
    wanted = _services(change, command.services)
    days = _days(change.day)
    _drop_old(change)
    _note_used(change, command, days)
    device, holder = change.actor.id, command.holder
    rows = blocks.held(change.session, change.centre.id, device, holder, days)
    held = [blocks.from_row(row) for row in rows]
    added = [block for day in days for block in _top_up(change, day, wanted, held)]
    if added:
        blocks.add(change.session, change.centre.id, device, holder, added)
    return sorted((*held, *added), key=lambda block: (block.day, block.service, block.first))


def _services(change: Change, ids: Sequence[str] | None) -> list[Service]:
    listed = services.listing(change.session, change.centre.id, change.day)
    known = {row["id"]: services.from_row(row) for row in listed}
    if ids is None:
        return list(known.values())
    if not known.keys() >= set(ids):
        raise UnknownService(field="services")
    return [known[id] for id in dict.fromkeys(ids)]


def _days(today: str) -> list[str]:
    first = date.fromisoformat(today)
    return [(first + timedelta(days=n)).isoformat() for n in range(DAYS_AHEAD + 1)]


def _drop_old(change: Change) -> None:
    oldest = date.fromisoformat(change.day) - timedelta(days=KEEP_DAYS)
    blocks.forget_before(change.session, change.centre.id, oldest.isoformat())


def _note_used(change: Change, command: LeaseBlocks, days: Sequence[str]) -> None:
    """What the kiosk says of its own blocks; a number it never held changes nothing."""
    held = {
        (row["day"], row["service"], row["first_serial"]): row
        for row in blocks.held(
            change.session, change.centre.id, change.actor.id, command.holder, days
        )
    }
    for told in command.used:
        row = held.get((told.day, told.service, told.first))
        if row is not None and row["next_serial"] < told.next <= row["last_serial"] + 1:
            blocks.used(
                change.session, change.centre.id, told.day, told.service, told.first, told.next
            )


def _top_up(
    change: Change, day: str, wanted: Iterable[Service], held: Iterable[Block]
) -> list[Block]:
    rules = change.settings.offline
    counted = blocks.count(change.session, change.centre.id, change.actor.id, day)
    numbering = lines.numbering(change.session, change.centre.id, day)
    runs, added = {}, []
    for service in wanted:
        own = [block for block in held if (block.day, block.service) == (day, service.id)]
        left = sum(block.left for block in own)
        if left * 2 > rules.block or counted.get(service.id, 0) >= MOST_BLOCKS:
            continue
        last_serial, run = numbering.get(service.id, (0, lines.NO_RUN))
        run = runs[service.id] = extend(run, last_serial, rules)
        first = run.last - rules.block + 1
        added.append(Block(day, service.id, service.prefix, first, run.last, first, change.now))
    if runs:
        lines.lease(change.session, change.centre.id, day, runs)
    return added
