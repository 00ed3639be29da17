"""What the calling rule saw, kept with each call, so that any call can be asked for again."""

from collections.abc import Sequence
from typing import Any

from .calling import Desk, Head, Rules, Skill, choose
from .model import Lane


def remember(
    heads: Sequence[Head], desk: Desk, recent: Sequence[Lane], rules: Rules
) -> dict[str, object]:
    """All that ``choose`` was given, in the form events keep."""
    return {
        "heads": [
            [
                h.ticket,
                h.number,
                h.service,
                h.lane.value,
                h.place,
                h.serial,
                h.waiting_since,
                h.due_from,
            ]
            for h in heads
        ],
        "skills": {
            service: [skill.weight, int(skill.helps)] for service, skill in desk.skills.items()
        },
        "free_since": desk.free_since,
        "recent": [lane.value for lane in recent],
        "rules": [
            rules.ratio,
            rules.longest_wait_s,
            rules.help_after_idle_s,
            rules.help_when_waited_s,
        ],
    }


def replay(seen: dict[str, Any], at: int) -> str | None:
    """Ask the rule again with what it saw then; the ticket it chooses."""
    ratio, longest, idle, waited = seen["rules"]
    rules = Rules(
        ratio=ratio,
        longest_wait_s=longest,
        help_after_idle_s=idle,
        help_when_waited_s=waited,
    )
    desk = Desk(
        {name: Skill(weight, bool(helps)) for name, (weight, helps) in seen["skills"].items()},
        seen["free_since"],
    )
    choice = choose(heads_of(seen), desk, [Lane(lane) for lane in seen["recent"]], at, rules)
    return None if choice is None else choice.head.ticket


def heads_of(seen: dict[str, Any]) -> list[Head]:
    """The heads of the lanes as the rule saw them."""
    return [_head(raw) for raw in seen["heads"]]


def _head(raw: list[Any]) -> Head:
    ticket, number, service, lane, place, serial, since, due = raw
    return Head(ticket, number, service, Lane(lane), place, serial, since, due)
