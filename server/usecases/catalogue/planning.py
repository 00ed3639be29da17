"""What an upload would do to the catalogue as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...core.catalogue import Facts, Kind, Plan, compare, group_documents, merge_procedure
from ...store import catalogue
from ...store.base import Session


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with both sides of it by code: facts of procedures, or lists of documents.

    ``names`` has the name of every procedure that either side knows.
    """

    plan: Plan
    kept: Mapping[str, object]
    wanted: Mapping[str, object]
    names: Mapping[str, str]


def plan_import(session: Session, centre: str, kind: Kind, rows: list[Facts]) -> Planned:
    """Compare an upload's rows with the catalogue."""
    if kind == "procedures":
        return _procedures(session, centre, rows)
    return _documents(session, centre, rows)


def _procedures(session: Session, centre: str, rows: list[Facts]) -> Planned:
    kept = {row["code"]: dict(row) for row in catalogue.procedures(session, centre)}
    wanted = {row["code"]: merge_procedure(kept.get(row["code"]), row) for row in rows}
    mapped = catalogue.field_services(session, centre)
    for code, facts in wanted.items():
        facts["service"] = _service(kept.get(code), facts, mapped)
    names = {code: facts["name"] for code, facts in (kept | wanted).items()}
    return Planned(compare(kept, wanted), kept, wanted, names)


def _service(before: Facts | None, facts: Facts, mapped: Mapping[str, str]) -> str | None:
    """A procedure goes to its field's service, unless it was given to one of its own."""
    own: str | None = facts["service"]
    follows = before is not None and own == before["service"] == mapped.get(before["field"])
    if own is None or (follows and before is not None and before["field"] != facts["field"]):
        return mapped.get(facts["field"])
    return own


def _documents(session: Session, centre: str, rows: list[Facts]) -> Planned:
    kept = catalogue.documents(session, centre)
    wanted = group_documents(rows)
    names = {row["code"]: row["name"] for row in catalogue.procedures(session, centre)}
    return Planned(compare(kept, wanted, names), kept, wanted, names)
