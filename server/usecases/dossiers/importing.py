"""Files of dossiers into the register: compared first, then the whole of it or nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.calendar import Term, Unit, local_day
from ...core.dossier_judging import due_of, judged
from ...core.dossiers import CODE, DossierState, parse_code
from ...store import dossier_procedures, dossiers
from ...store.base import Session
from ..change import Change
from ..folding import fold
from .intake import UNTOLD
from .rules import Ruled, rules_now
from .settling import settle

Facts = Mapping[str, Any]
BATCH = 5_000
CHANNEL_NAMES = {
    "truc tiep": "in_person",
    "tai quay": "in_person",
    "counter": "in_person",
    "direct": "in_person",
    "in person": "in_person",
    "in-person": "in_person",
    "walk-in": "in_person",
    "buu chinh": "post",
    "buu dien": "post",
    "bcci": "post",
    "postal": "post",
    "mail": "post",
    "truc tuyen": "online",
    "dvc": "online",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a file would do: how many dossiers are new, changed, the same; how many have no due
    date, of a procedure the catalogue does not know, or a code of another form."""

    new: int
    changed: int
    same: int
    undated: int
    unknown_procedures: int
    odd_codes: int

    @property
    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


def compare(session: Session, centre: str, rows: Sequence[Facts]) -> Comparison:
    """Compare a file's rows with the register as it stands."""
    known = dossiers.several(session, centre, [row["code"] for row in rows])
    procedures = dossier_procedures.all_of(session, centre)
    names = _department_names(session, centre)
    new = changed = undated = unknown = 0
    for row in rows:
        kept = known.get(row["code"])
        procedure = procedures.get(row["procedure"] or "")
        unknown += procedure is None
        undated += row["due_at"] is None and (procedure or {}).get("processing_days") is None
        if kept is None:
            new += 1
        elif _differs(kept, _plain(row, procedure, names)):
            changed += 1
    odd = sum(CODE.fullmatch(row["code"]) is None for row in rows)
    return Comparison(new, changed, len(rows) - new - changed, undated, unknown, odd)


def bring_in(
    change: Change, rows: Sequence[Facts], progress: Callable[[int], None] = lambda done: None
) -> dict[str, int]:
    """Put the dossiers of a file into the register; how many were new, changed, the same.

    What a row leaves blank and the register knows stays. ``progress`` is told how many rows are
    done.
    """
    ruled = rules_now(change)
    procedures = dossier_procedures.all_of(change.session, change.centre.id)
    names = _department_names(change.session, change.centre.id)
    counts = {"new": 0, "changed": 0, "same": 0}
    for part in _parts(rows):
        known = dossiers.several(change.session, change.centre.id, [r["code"] for r in part])
        written = []
        for row in part:
            procedure = procedures.get(row["procedure"] or "")
            plain, kept = _plain(row, procedure, names), known.get(row["code"])
            if kept is not None and not _differs(kept, plain):
                counts["same"] += 1
                continue
            counts["new" if kept is None else "changed"] += 1
            written.append(_row(change, ruled, plain, kept, procedure))
        _write(change, written)
        progress(counts["new"] + counts["changed"] + counts["same"])
    return counts


def _plain(
    row: Facts, procedure: Mapping[str, Any] | None, names: Mapping[str, str]
) -> dict[str, Any]:
    """What a row says, in the register's words; None for what it leaves open."""
    department = row["department"]
    if department is not None:
        department = names.get(fold(department), department)
    elif procedure is not None:
        department = procedure["department"]
    channel = row["channel"]
    if channel is not None:
        folded = fold(channel)
        channel = CHANNEL_NAMES.get(folded, folded.replace(" ", "_"))
    field = row["field"] or (procedure or {}).get("field")
    said = {**row, "department": department, "channel": channel, "field": field}
    if said["resolved_at"] is None:
        said["recorded_at"] = None
    return said


def _differs(kept: Mapping[str, Any], plain: Mapping[str, Any]) -> bool:
    return any(value is not None and kept[name] != value for name, value in plain.items())


def _row(
    change: Change,
    ruled: Ruled,
    plain: Mapping[str, Any],
    kept: Mapping[str, Any] | None,
    procedure: Mapping[str, Any] | None,
) -> dict[str, Any]:
    zone = change.centre.zone
    base: dict[str, Any] = dict(kept) if kept is not None else _fresh(change, ruled)
    row = {**base, **{name: value for name, value in plain.items() if value is not None}}
    row["received_day"] = local_day(row["received_at"], zone).isoformat()
    if plain["due_at"] is not None:
        row["term"] = None
    elif row["due_at"] is None and (procedure or {}).get("processing_days") is not None:
        assert procedure is not None
        term = Term(int(procedure["processing_days"]))
        row |= {"term": term.n, "due_at": due_of(ruled.calendar, row["received_at"], term, ())}
    if plain["resolved_at"] is not None:
        # Ranked like a department's message: what was told of the time before does not undo it.
        rank = f"{plain['resolved_at']:014d}{0:010d}{DossierState.RESOLVED.value}"
        row |= {"answered_at": plain["resolved_at"], "told_at": plain["recorded_at"]}
        row |= {name: max(row[name], rank) for name in ("heard", "answer_rank")}
        if row["state"] not in (DossierState.RETURNED, DossierState.REFUSED):
            row["state"] = DossierState.RESOLVED.value
    return {**row, **judged(row, zone)}


def _fresh(change: Change, ruled: Ruled) -> dict[str, Any]:
    blank = dict.fromkeys(dossiers.COLUMNS)
    texts = dict.fromkeys(("procedure", "field", "department", "applicant", "phone"), "")
    return {
        **blank,
        **texts,
        **UNTOLD,
        "channel": "unknown",
        "unit": Unit.WORKING_DAYS.value,
        "rule": ruled.version,
        "documents": "[]",
        "created_at": change.now,
    }


def _write(change: Change, rows: Sequence[Mapping[str, Any]]) -> None:
    session, centre = change.session, change.centre.id
    dossiers.put(session, centre, rows)
    used: dict[tuple[str, str], int] = {}
    for row in rows:
        parsed = parse_code(row["code"])
        if parsed is not None:
            key = parsed[:2]
            used[key] = max(used.get(key, 0), parsed[2])
    dossiers.raise_serials(session, centre, used)
    dossiers.tell_many(
        session,
        centre,
        [(row["code"], {"resolved_at": row["resolved_at"]}) for row in rows],
        at=change.now,
        now=change.now,
        kind="imported",
        actor=change.actor.label,
    )
    settle(change, [row["code"] for row in rows])


def _department_names(session: Session, centre: str) -> dict[str, str]:
    """Ids by folded id and folded name: files write either."""
    known = dossier_procedures.departments(session, centre)
    return {fold(text): id for id, names in known.items() for text in (*names, id)}


def _parts(rows: Sequence[Facts]) -> Iterator[Sequence[Facts]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
