"""What departments' software tells: many messages at once, repeated and in any order."""

import marshal
import struct
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b as _digest
from typing import Any
from zoneinfo import ZoneInfo

from ...core.dossier_messages import Malformed, read_message
from ...core.errors import Invalid
from ...store import departments, dossier_messages, dossier_procedures
from ..change import Change
from .settling import hear, several

MOST_MESSAGES = 60_000
"""In one transaction: more than the rows of the longest file."""


@dataclass(slots=True)
class Synced:
    """What became of a delivery. ``problems`` are (place in the delivery from 0, code or "",
    field, problem), of every message that was not taken; ``unknown`` are the codes nobody has
    entered yet, whose messages are kept for the day somebody does."""

    received: int
    accepted: int = 0
    changed: int = 0
    problems: list[tuple[int, str, str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def check_department(change: Change, department: str) -> None:
    """Raises ``Invalid`` (department) for one the centre does not have."""
    if department not in dossier_procedures.departments(change.session, change.centre.id):
        raise Invalid(field="department")


def sync(change: Change, messages: Sequence[Any], department: str) -> Synced:
    """Take a department's messages in; the same ones again change nothing.

    What was told before, in the same words, is known by its digest alone and not read again.
    Raises ``Invalid`` (messages) for more than ``MOST_MESSAGES``.
    """
    if len(messages) > MOST_MESSAGES:
        raise Invalid(field="messages")
    places, again = _places(messages, f"{change.centre.id}|{department}|".encode())
    before = dossier_messages.kept(change.session, list(places))
    done = Synced(len(messages))
    told, bad = _read(change, messages, places, before, department)
    known = several(change, list(told))
    for code in [c for c, row in known.items() if row["department"] not in ("", department)]:
        bad |= {m["digest"]: (code, "code", "not_yours") for m in told.pop(code)}
    done.problems = [(places[digest], *problem) for digest, problem in bad.items()]
    done.problems += [(place, *bad[digest]) for place, digest in again if digest in bad]
    done.problems.sort()
    done.accepted = done.received - len(done.problems)
    done.unknown = [code for code in told if code not in known]
    dossier_messages.add(change.session, (m for found in told.values() for m in found))
    done.changed = hear(change, told, known)
    bad_ones = len(done.problems)
    departments.hear(
        change.session, change.centre.id, department, change.now, done.received, bad_ones
    )
    return done


def _places(
    messages: Sequence[Any], said_by: bytes
) -> tuple[dict[int, int], list[tuple[int, int]]]:
    """The place of each message by its digest, and (place, digest) of those said again."""
    # Version 2 of the format: what later ones write depends on who else holds an object.
    told = [_digest(said_by + marshal.dumps(raw, 2), digest_size=8).digest() for raw in messages]
    digests = struct.unpack(f">{len(told)}q", b"".join(told))
    places: dict[int, int] = {}
    first = places.setdefault
    again = [(place, digest) for place, digest in enumerate(digests)
             if first(digest, place) != place]  # fmt: skip
    return places, again


def _read(
    change: Change,
    messages: Sequence[Any],
    places: Mapping[int, int],
    before: set[int],
    department: str,
) -> tuple[dict[str, list[dict[str, Any]]], dict[int, tuple[str, str, str]]]:
    """The good messages among those never told before, by code, and what is wrong with the
    others, by digest: (code, field, problem)."""
    zone, now, centre = ZoneInfo(change.centre.zone), change.now, change.centre.id
    told: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    bad: dict[int, tuple[str, str, str]] = {}
    for digest, place in places.items():
        if digest in before:
            continue
        raw = messages[place]
        try:
            message = read_message(raw, department, zone, now)
        except Malformed as error:
            bad[digest] = (_code_of(raw), error.field, error.problem)
            continue
        message["digest"], message["centre"] = digest, centre
        told[message["code"]].append(message)
    return told, bad


def _code_of(raw: object) -> str:
    """What a message that is not understood says it is about."""
    code = raw.get("code", "") if isinstance(raw, dict) else ""
    return code[:64] if isinstance(code, str) and code.isprintable() else ""
