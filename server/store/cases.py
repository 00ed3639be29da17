"""Cases made of citizens' reasons, their steps, and how often a reason was named."""

import json
from collections import defaultdict
from dataclasses import dataclass

from ..core.cases import CaseState, Said, Step, Taken
from .base import Row, Session

_COLUMNS = "id, reason, service, counter, state, due, done_day, opened_at, changed_at"


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands; ``service`` and ``counter`` limit what it is about."""

    id: str
    reason: str
    service: str | None
    counter: str | None
    state: CaseState
    due: str | None
    done_day: str | None
    opened_at: int
    changed_at: int


def add(session: Session, centre: str, case: Case) -> None:
    session.run(
        f"INSERT INTO feedback_case (centre, {_COLUMNS}) VALUES (:centre, :id, :reason, :service,"
        " :counter, :state, :due, :done_day, :opened_at, :changed_at)",
        centre=centre,
        id=case.id,
        reason=case.reason,
        service=case.service,
        counter=case.counter,
        state=case.state.value,
        due=case.due,
        done_day=case.done_day,
        opened_at=case.opened_at,
        changed_at=case.changed_at,
    )


def put(session: Session, case: Case) -> None:
    """Write what can change of a case."""
    session.run(
        "UPDATE feedback_case SET state = :state, due = :due, done_day = :done_day,"
        " changed_at = :changed_at WHERE id = :id",
        id=case.id,
        state=case.state.value,
        due=case.due,
        done_day=case.done_day,
        changed_at=case.changed_at,
    )


def get(session: Session, centre: str, id: str) -> Case | None:
    row = session.one(
        f"SELECT {_COLUMNS} FROM feedback_case WHERE centre = :centre AND id = :id",
        centre=centre,
        id=id,
    )
    return None if row is None else _case(row)


def listing(session: Session, centre: str) -> list[Case]:
    """Every case, the last changed first."""
    rows = session.all(
        f"SELECT {_COLUMNS} FROM feedback_case WHERE centre = :centre"
        " ORDER BY changed_at DESC, id DESC",
        centre=centre,
    )
    return [_case(row) for row in rows]


def count(session: Session, centre: str) -> int:
    row = session.one("SELECT COUNT(*) AS n FROM feedback_case WHERE centre = :c", c=centre)
    return 0 if row is None else int(row["n"])


def add_step(session: Session, case: str, seq: int, taken: Taken) -> None:
    session.run(
        "INSERT INTO feedback_step (feedback_case, seq, step, at, actor, note, words, words_en,"
        " due) VALUES (:case, :seq, :step, :at, :actor, :note, :words, :words_en, :due)",
        case=case,
        seq=seq,
        step=taken.step.value,
        at=taken.at,
        actor=taken.actor,
        note=taken.said.note,
        words=taken.said.words,
        words_en=taken.said.words_en,
        due=taken.said.due,
    )


def steps(session: Session, centre: str, case: str = "") -> dict[str, list[Taken]]:
    """The steps of one case, or of all of a centre, in order, by case."""
    rows = session.all(
        "SELECT s.feedback_case, s.step, s.at, s.actor, s.note, s.words, s.words_en, s.due"
        " FROM feedback_step s JOIN feedback_case c ON c.id = s.feedback_case"
        " WHERE c.centre = :centre AND (:case = '' OR c.id = :case)"
        " ORDER BY s.feedback_case, s.seq",
        centre=centre,
        case=case,
    )
    found: defaultdict[str, list[Taken]] = defaultdict(list)
    for row in rows:
        said = Said(row["note"], row["words"], row["words_en"], row["due"])
        taken = Taken(Step(row["step"]), row["at"], row["actor"], said)
        found[row["feedback_case"]].append(taken)
    return dict(found)


def reason_counts(
    session: Session,
    centre: str,
    first: str,
    last: str,
    service: str | None = None,
    counter: str | None = None,
) -> tuple[int, dict[str, int]]:
    """How many ratings there are from day ``first`` to ``last`` (of a service, of a counter), and
    how many named each reason."""
    places = {"service": service, "counter": counter}
    params = {name: id for name, id in places.items() if id is not None}
    where = "".join(
        (
            " FROM rating WHERE centre = :centre AND day >= :first AND day <= :last",
            *(f" AND {name} = :{name}" for name in params),
        )
    )
    span = {"centre": centre, "first": first, "last": last, **params}
    base = session.one(f"SELECT COUNT(*) AS n{where}", **span)
    rows = session.all(
        f"SELECT reasons, COUNT(*) AS n{where} AND reasons <> '[]' GROUP BY reasons", **span
    )
    counts: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        for reason in json.loads(row["reasons"]):
            counts[reason] += row["n"]
    return (0 if base is None else int(base["n"])), dict(counts)


def _case(row: Row) -> Case:
    return Case(
        id=row["id"],
        reason=row["reason"],
        service=row["service"],
        counter=row["counter"],
        state=CaseState(row["state"]),
        due=row["due"],
        done_day=row["done_day"],
        opened_at=row["opened_at"],
        changed_at=row["changed_at"],
    )
