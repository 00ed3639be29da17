"""What the hall's boards and the counter displays show. Nothing personal: numbers and places."""

from collections.abc import Collection, Mapping

from ..core import hours
from ..core.board import WHOLE, Board
from ..core.model import Counter, TicketState
from ..store import boards, calls, services
from ..store.base import Row
from .counters import all_counters, find_counter, skills_of_all, tickets_in_front
from .snapshot import Json, Snapshot, centre_json, when

RECENT_CALLS = 20
MOST_CALLS = 200
"""How many calls a view may hold after a burst, or for a board that has been away."""
FRESH_MS = 30_000
"""A board that comes back announces calls younger than this."""


def call_json(row: Row) -> Json:
    return {
        "call": row["id"],
        "ticket": row["number"],
        "counter": row["counter"],
        "counter_number": row["counter_number"],
        "counter_name": row["counter_name"],
        "counter_name_en": row["counter_name_en"],
        "service": row["service"],
        "service_name": row["service_name"],
        "service_name_en": row["service_name_en"],
        "attempt": row["attempt"],
        "called_at": when(row["called_at"]),
    }


def recent_calls(look: Snapshot, limit: int = RECENT_CALLS) -> list[Json]:
    return [call_json(r) for r in calls.recent(look.session, look.centre.id, look.day, limit)]


def hall_view(look: Snapshot, id: str = WHOLE, seen: int | None = None) -> Json | None:
    """A board's view, or None where there is no such board.

    ``seen`` is the newest call its watchers were told of: every later one is in the view, however
    many came at once (up to MOST_CALLS). Without it, every call that is still worth announcing.
    """
    board = boards.get(look.session, look.centre.id, id)
    if board is None:
        return None
    lines = services.listing(look.session, look.centre.id, look.day)
    listed, busy = look.once(all_counters), look.once(tickets_in_front)
    called, complete_after = _calls(look, board, seen)
    skills = look.once(skills_of_all)
    return {
        "centre": centre_json(look.centre),
        "board": board_json(look, board),
        "hours": _hours(look),
        "calls": called,
        "after": complete_after,
        "standing": [t.number for t in busy.values() if t.state is TicketState.CALLED],
        "counters": [
            {
                "id": c.id,
                "number": c.number,
                "name": c.name,
                "name_en": c.name_en,
                "state": c.state.value,
                "taken": c.officer is not None,
                "ticket": busy[c.ticket].number if c.ticket in busy else None,
            }
            for c in listed
            if _has(board, c, skills.get(c.id, ()))
        ],
        "waiting": sum(
            services.waiting_in(row) for row in lines if _waits_for(board, row["id"], skills)
        ),
        "now": when(look.now),
    }


def calls_after(look: Snapshot, id: str, after: int, limit: int) -> list[Json] | None:
    """Today's calls of a board after call ``after``, oldest first; None without such a board."""
    board = boards.get(look.session, look.centre.id, id)
    if board is None:
        return None
    rows = calls.after(
        look.session,
        look.centre.id,
        look.day,
        after,
        limit,
        services=board.services,
        counters=board.counters,
    )
    return [call_json(row) for row in rows]


def board_json(look: Snapshot, board: Board) -> Json:
    """What a board's page is told about itself."""
    kinds = {row["id"]: row["type"] for row in boards.media(look.session, look.centre.id)}
    return {
        "id": board.id,
        "name": board.name,
        "name_en": board.name_en,
        "languages": list(board.languages),
        "speaks": board.speaks,
        "repeat": board.repeat,
        "volume": board.volume,
        "volumes": [{"begin": s.begin, "end": s.end, "volume": s.volume} for s in board.volumes],
        "quiet_s": board.quiet_s,
        "notice": board.notice,
        "notice_en": board.notice_en,
        "media": [{"id": id, "type": kinds[id]} for id in board.media if id in kinds],
        "media_s": board.media_s,
    }


def _calls(look: Snapshot, board: Board, seen: int | None) -> tuple[list[Json], int]:
    """The calls to show, newest first, and the call after which none is left out."""
    rows = _recent(look, board, RECENT_CALLS)
    if len(rows) < RECENT_CALLS:
        return [call_json(row) for row in rows], 0
    if _is_news(look, rows[-1], seen):
        more = _recent(look, board, MOST_CALLS)
        rows = [r for n, r in enumerate(more) if n < RECENT_CALLS or _is_news(look, r, seen)]
    return [call_json(row) for row in rows], rows[-1]["id"] - 1


def _recent(look: Snapshot, board: Board, limit: int) -> list[Row]:
    return calls.recent(
        look.session,
        look.centre.id,
        look.day,
        limit,
        services=board.services,
        counters=board.counters,
    )


def _is_news(look: Snapshot, row: Row, seen: int | None) -> bool:
    if seen is None:
        return bool(look.now - row["called_at"] < FRESH_MS)
    return bool(row["id"] > seen)


def _has(board: Board, counter: Counter, skills: Collection[str]) -> bool:
    """Whether a counter is one of a board's: named, or handling a service of it."""
    if not board.services and not board.counters:
        return True
    return counter.id in board.counters or any(s in board.services for s in skills)


def _waits_for(board: Board, service: str, skills: Mapping[str, Collection[str]]) -> bool:
    if not board.services and not board.counters:
        return True
    handled = {s for counter in board.counters for s in skills.get(counter, ())}
    return service in board.services or service in handled


def _hours(look: Snapshot) -> Json | None:
    """Whether the centre is open now, until when, and when it opens next; None: always open."""
    week, zone = look.settings.week, look.centre.zone
    if week is None:
        return None
    until = hours.open_until(week, look.now, zone)
    opens = hours.next_opening(week, look.now if until is None else until - 1, zone)
    return {"open": until is not None, "until": when(until), "opens_at": when(opens)}


def counter_view(look: Snapshot, id: str) -> Json | None:
    """One counter's display."""
    counter = find_counter(look, id)
    if counter is None:
        return None
    names = {r["id"]: r for r in services.listing(look.session, look.centre.id, look.day)}
    skills = look.once(skills_of_all).get(id, ())
    ticket = look.once(tickets_in_front).get(counter.ticket or "")
    last = calls.last_of_counter(look.session, look.centre.id, id, look.day)
    return {
        "counter": {
            "id": counter.id,
            "number": counter.number,
            "name": counter.name,
            "name_en": counter.name_en,
            "state": counter.state.value,
        },
        "ticket": None
        if ticket is None
        else {
            "number": ticket.number,
            "service_name": names[ticket.service]["name"],
            "service_name_en": names[ticket.service]["name_en"],
            "state": ticket.state.value,
            "called_at": when(ticket.called_at),
        },
        "call": last["id"] if last and ticket and last["ticket"] == ticket.id else None,
        "services": [
            {"id": s, "name": names[s]["name"], "name_en": names[s]["name_en"]} for s in skills
        ],
    }
