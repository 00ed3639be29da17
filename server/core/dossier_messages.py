"""What departments tell of their dossiers, and how many tellings become one state.

Messages come late, twice and in any order. Each has a rank (its own time, then its sequence
number, then its contents), and the highest rank holds: the state a dossier ends in does not depend
on the order messages arrive in, and repeats change nothing.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from .dossier_times import read_time
from .dossiers import ANSWERS, LOOSE_CODE, DossierState

LONGEST_ID = 100
LONGEST_NOTE = 500
MOST_SEQ = 9_999_999_999
SLOT = 24
"""So many first characters of a rank are a message's time and sequence number."""
NAMES = {
    "status": "state",
    "time": "at",
    "message_id": "id",
    "sequence": "seq",
    "dossier": "code",
}
FIELDS = frozenset(
    {"id", "code", "state", "at", "seq", "resolved_at", "recorded_at", "expected_at", "note"}
)
_STATES = {state.value: state.value for state in DossierState} | {
    "in_progress": "processing",
    "pending": "processing",
    "waiting_supplement": "supplement",
    "done": "resolved",
    "completed": "resolved",
}
_is_code = LOOSE_CODE.fullmatch
_ANSWERS = frozenset(state.value for state in ANSWERS)


class Malformed(Exception):
    """A message that cannot be understood: the field, and what is wrong with it."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(field, problem)
        self.field, self.problem = field, problem


@dataclass(slots=True)
class Standing:
    """Where messages have brought a dossier. ``answered_at`` is what the last answer said, also
    while a later message says that the dossier is open again; ranks are "" before any message."""

    state: str
    rank: str = ""
    answer_rank: str = ""
    answered_at: int | None = None
    recorded_at: int | None = None

    def hear(self, row: Mapping[str, Any]) -> bool:
        """Take a message in; whether anything changed."""
        rank, state = row["rank"], row["state"]
        changed = False
        if rank > self.rank:
            self.rank, self.state = rank, state
            changed = True
        if state in _ANSWERS and rank > self.answer_rank:
            # Told the same again, in other words: it was known since the first time.
            if self.answered_at != row["resolved_at"] or self.recorded_at is None:
                self.recorded_at = row["recorded_at"]
            self.answer_rank, self.answered_at = rank, row["resolved_at"]
            changed = True
        return changed


def read_message(raw: object, department: str, zone: ZoneInfo, now: int) -> dict[str, Any]:
    """A message of a department as the store keeps it, but for the centre. Raises ``Malformed``.

    ``raw`` is what JSON or a table row gave: code, state and at, perhaps seq, resolved_at (else the
    answer's own time), recorded_at (else ``now``), expected_at (when the department will be done),
    id and note.
    """
    if not isinstance(raw, dict):
        raise Malformed("", "shape")
    if not raw.keys() <= FIELDS:
        raw = _renamed(raw)
    code, state = raw.get("code"), raw.get("state")
    if not isinstance(code, str) or not _is_code(code):
        raise Malformed("code", "missing" if code in (None, "") else "code")
    known = _STATES.get(state) if isinstance(state, str) else None
    if known is None:
        raise Malformed("state", "missing" if state in (None, "") else "state")
    at = _time(raw.get("at"), "at", zone)
    if at is None:
        raise Malformed("at", "missing")
    resolved = _time(raw["resolved_at"], "resolved_at", zone) if "resolved_at" in raw else None
    if known not in _ANSWERS:
        resolved = None
    elif resolved is None:
        resolved = at
    recorded = _time(raw["recorded_at"], "recorded_at", zone) if "recorded_at" in raw else None
    seq = _seq(raw["seq"]) if "seq" in raw else 0
    id = _text(raw, "id", LONGEST_ID) if "id" in raw else ""
    note = _text(raw, "note", LONGEST_NOTE) if "note" in raw else ""
    rank = f"{at:014d}{seq:010d}{resolved or ''}{known}:{department}:{id}"
    expected = _time(raw["expected_at"], "expected_at", zone) if "expected_at" in raw else None
    if expected is not None:
        rank += f":e{expected}"
    if note:
        rank += f":{zlib.crc32(note.encode()):x}"
    return {
        "code": code,
        "rank": rank,
        "department": department,
        "id": id,
        "at": at,
        "state": known,
        "resolved_at": resolved,
        "recorded_at": now if recorded is None else recorded,
        "expected_at": expected,
        "note": note,
    }


def _renamed(raw: dict[Any, Any]) -> dict[str, Any]:
    found = {NAMES.get(name, name): value for name, value in raw.items()}
    unknown = next((name for name in found if name not in FIELDS), None)
    if unknown is not None:
        raise Malformed(str(unknown)[:40], "unknown_field")
    return found


def _time(text: object, field: str, zone: ZoneInfo) -> int | None:
    if text is None or text == "":
        return None
    try:
        return read_time(text if isinstance(text, str) else _digits(text), zone)
    except (ValueError, OverflowError):
        raise Malformed(field, "time") from None


def _digits(value: object) -> str:
    """``yyyyMMddHHmmss`` may come as a number."""
    if type(value) is int:
        return str(value)
    raise ValueError(value)


def _seq(value: object) -> int:
    if value is None or value == "":
        return 0
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 10:
        value = int(value)
    if type(value) is not int or not 0 <= value <= MOST_SEQ:
        raise Malformed("seq", "seq")
    return value


def _text(raw: dict[str, Any], field: str, longest: int) -> str:
    value = raw.get(field)
    if value is None:
        return ""
    if type(value) is int:
        value = str(value)
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        raise Malformed(field, "text")
    return value
