"""A quarter's evaluation of every department, or of every officer."""

from collections import defaultdict
from collections.abc import Iterable

from ..core.evaluation import GRADES, Evaluation, Known, Mark, Scored, Share, evaluate, points
from ..core.quarter import Quarter
from ..core.satisfaction import SATISFIED
from ..core.shares import percentage
from ..queries.snapshot import Json, Snapshot, when
from ..store import evaluations, people, satisfaction, services
from ..store.base import Row

SHOWN_MARKS = 20
"""Of the history of an index."""
MS_PER_MINUTE = 60_000

Facts = dict[str, dict[str, Share]]
"""By subject, then by the fact's name."""


def evaluation_report(look: Snapshot, asked: Quarter, kind: str) -> Json:
    """Every subject of ``kind`` with its nine indices, their sources, the sum and the grade."""
    names = people.names(look.session, look.centre.id)
    indices = look.settings.evaluation.indices
    facts, marks = _facts(look, asked, kind), _marks(look, asked, kind)
    return {
        "quarter": asked.name,
        "from": asked.first,
        "to": asked.last,
        "kind": kind,
        "ended": look.day > asked.last,
        "wait_target_min": look.settings.evaluation.wait_target_min,
        "grades": [{"key": key, "least": float(points(least))} for key, least in GRADES],
        "items": [
            {
                "id": id,
                "name": name,
                "name_en": name_en,
                **_told(evaluate(Known(facts.get(id, {}), marks.get(id, {})), indices), names),
            }
            for id, name, name_en in _subjects(look, kind, facts.keys() | marks.keys())
        ],
    }


def _subjects(look: Snapshot, kind: str, known: Iterable[str]) -> list[tuple[str, str, str]]:
    """All departments; of the people those who served, or were marked."""
    session, centre = look.session, look.centre.id
    if kind == "department":
        return [(r["id"], r["name"], r["name_en"]) for r in services.departments(session, centre)]
    wanted = set(known)
    named = people.names(session, centre).items()
    return sorted(((id, n, n) for id, n in named if id in wanted), key=lambda one: one[1])


def _facts(look: Snapshot, asked: Quarter, kind: str) -> Facts:
    found: defaultdict[str, dict[str, Share]] = defaultdict(dict)
    span = (look.session, look.centre.id, asked.first, asked.last, kind)
    target = look.settings.evaluation.wait_target_min * MS_PER_MINUTE
    for fact, rows in (
        ("waits", evaluations.waits(*span, target)),
        ("contacts", evaluations.contacts(*span)),
        ("on_time", evaluations.on_time(*span)),
    ):
        for row in rows:
            found[row["key"]][fact] = Share(int(row["hits"]), row["base"])
    served = {row["key"]: row["n"] for row in satisfaction.served(*span)}
    for key, counts in _rated(satisfaction.rated(*span)).items():
        found[key]["satisfaction"] = Share(counts["satisfied"], counts["rated"])
        found[key]["attitude"] = Share(counts["rated"] - counts["attitude"], counts["rated"])
        if counts["rated"] <= served.get(key, 0):
            found[key]["coverage"] = Share(counts["rated"], served[key])
    return found


def _rated(rows: Iterable[Row]) -> dict[str, defaultdict[str, int]]:
    """Ratings by subject: how many, how many satisfied, how many complain of the manner."""
    found: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        counts = found[row["key"]]
        counts["rated"] += row["n"]
        counts["satisfied"] += row["n"] if row["value"] in SATISFIED else 0
        counts["attitude"] += row["n"] if '"attitude"' in row["reasons"] else 0
    return found


def _marks(look: Snapshot, asked: Quarter, kind: str) -> dict[str, dict[str, tuple[Mark, ...]]]:
    rows = evaluations.marks(look.session, look.centre.id, asked.name, kind)
    found: defaultdict[str, defaultdict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        mark = Mark(row["halves"], row["note"], row["by_whom"], row["at"])
        found[row["subject"]][row["item"]].append(mark)
    return {
        subject: {index: tuple(marks) for index, marks in indices.items()}
        for subject, indices in found.items()
    }


def _told(found: Evaluation, names: dict[str, str]) -> Json:
    return {
        "indices": [_index(scored, names) for scored in found.scored],
        "points": _points(found.halves),
        "missing": list(found.missing),
        "grade": found.grade,
    }


def _index(scored: Scored, names: dict[str, str]) -> Json:
    index, share = scored.index, scored.share
    return {
        "key": index.key,
        "name": index.name,
        "name_en": index.name_en,
        "fact": index.fact,
        "full_pct": index.full_pct,
        "part_pct": index.part_pct,
        "points": None if scored.halves is None else _points(scored.halves),
        "source": scored.source,
        "hits": share.hits if share else None,
        "base": share.base if share else 0,
        "share": percentage(share.hits, share.base) if share else None,
        "marks": [_mark(mark, names) for mark in scored.marks[:SHOWN_MARKS]],
    }


def _mark(mark: Mark, names: dict[str, str]) -> Json:
    kind, _, id = mark.by.partition(":")
    return {
        "points": None if mark.halves is None else _points(mark.halves),
        "note": mark.note,
        "by": names.get(id) if kind == "person" else None,
        "at": when(mark.at),
    }


def _points(halves: int) -> float:
    return float(points(halves))
