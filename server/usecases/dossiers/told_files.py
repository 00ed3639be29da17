"""A department's file of messages: taken in once, whoever brings it again."""

import json
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from typing import Any

from ...store import told_files
from ..change import Change
from .reading import read_told
from .syncing import check_department, sync

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class TakenFile:
    """What became of a file. ``problems`` are (row as a spreadsheet counts, or place in a JSON list
    from 1; code; field; problem); ``before`` says that it was taken in earlier and nothing was done
    now."""

    messages: int
    accepted: int
    changed: int
    unknown: int
    problems: list[tuple[int, str, str, str]] = field(default_factory=list)
    before: bool = False


def take_file(change: Change, department: str, name: str, data: bytes) -> TakenFile:
    """Take a file in, and keep what became of it in the same transaction.

    Raises ``Unreadable``, and ``Invalid`` (department; messages where there are too many).
    """
    session, centre = change.session, change.centre.id
    check_department(change, department)
    digest = blake2b(data, digest_size=16).hexdigest()
    known = told_files.get(session, centre, department, digest)
    if known is not None:
        return TakenFile(**{**json.loads(known["outcome"]), "before": True})
    rows = read_told(data)
    done = sync(change, [raw for _, raw in rows], department)
    problems = [(rows[place][0], *problem) for place, *problem in done.problems]
    taken = TakenFile(
        done.received, done.accepted, done.changed, len(done.unknown), _plain(problems)
    )
    outcome = json.dumps(asdict(taken), ensure_ascii=False)
    told_files.add(session, centre, department, digest, name[:LONGEST_NAME], change.now, outcome)
    return taken


def _plain(problems: list[tuple[Any, ...]]) -> list[tuple[int, str, str, str]]:
    return [(row, code, field, problem) for row, code, field, problem in problems]
