"""What an officer is shown before a dossier is received."""

from .answers import Out
from .words import Time


class IntakeProcedure(Out):
    code: str
    name: str
    field: str
    processing_text: str
    fee_text: str


class IntakeDepartment(Out):
    name: str
    name_en: str


class IntakeDocument(Out):
    document: str
    originals: int
    copies: int


class IntakeCase(Out):
    """Documents of one case; of the case "" are those everybody brings."""

    case: str
    documents: list[IntakeDocument]


class IntakeOut(Out):
    """``days``: working days the result takes, ``usual_days`` those of the catalogue; without them
    no date is promised."""

    procedure: IntakeProcedure
    department: IntakeDepartment | None
    usual_days: int | None
    days: int | None
    due_at: Time | None
    cases: list[IntakeCase]
