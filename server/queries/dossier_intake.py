"""What an officer is shown before a dossier is received: the list to tick, and the date."""

from itertools import groupby

from ..core.calendar import Term, Unit
from ..core.dossier_judging import due_of
from ..core.errors import NotFound
from ..store import catalogue, dossier_procedures, procedures
from ..usecases.dossiers.rules import rules_of
from .snapshot import Json, Snapshot, when


def intake_sheet(look: Snapshot, code: str, days: int | None) -> Json:
    """A procedure with its documents by case, and when its result would be due were it received
    now: within ``days`` working days, or the catalogue's where None. Raises ``NotFound``."""
    session, centre = look.session, look.centre.id
    known = dossier_procedures.get(session, centre, code)
    facts = procedures.get(session, centre, code)
    if known is None or facts is None:
        raise NotFound(field="procedure")
    usual = known["processing_days"]
    term = usual if days is None else days
    ruled = rules_of(session, centre, look.centre.zone, look.day)
    due = due_of(
        ruled.calendar, look.now, None if term is None else Term(int(term), Unit.WORKING_DAYS), ()
    )
    names = dossier_procedures.departments(session, centre).get(known["department"] or "")
    listed = catalogue.documents_of(session, centre, code)
    return {
        "procedure": {
            "code": code,
            "name": facts["name"],
            "field": known["field"],
            "processing_text": facts["processing_text"],
            "fee_text": facts["fee_text"],
        },
        "department": None if names is None else {"name": names[0], "name_en": names[1]},
        "usual_days": usual,
        "days": term,
        "due_at": when(due),
        "cases": [
            {
                "case": case,
                "documents": [
                    {"document": document, "originals": originals, "copies": copies}
                    for _, document, originals, copies in entries
                ],
            }
            for case, entries in groupby(listed, key=lambda entry: entry[0])
        ],
    }
