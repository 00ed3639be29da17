"""Closed periods: what comes in and what goes out."""

from typing import Annotated

from pydantic import Field, StringConstraints

from .answers import Out
from .bodies import In
from .dossier_report_models import DossierCountsOut
from .words import Time

Day = Annotated[str, StringConstraints(pattern=r"^2[0-9]{3}-[0-9]{2}-[0-9]{2}$")]


class PeriodBody(In):
    """Local days, both included."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")


class ClosedPeriodLine(Out):
    """``figures``: as they were counted at the closing."""

    id: str
    first: str = Field(alias="from")
    last: str = Field(alias="to")
    closed_at: Time
    closed_by: str | None
    figures: DossierCountsOut


class ClosedPeriodOut(ClosedPeriodLine):
    """``corrections``: dossiers of which something else is told now."""

    corrections: int


class ClosedPeriodList(Out):
    items: list[ClosedPeriodLine]
    next: str | None


class CorrectedValueOut(Out):
    what: str
    before: str | None
    now: str | None


class CorrectionOut(Out):
    """What changed of one dossier, when that was recorded and by whom (a person, a department, or
    neither: a file brought in by a script). ``figures``: by how much each would differ."""

    code: str
    recorded_at: Time | None
    kind: str | None
    department: str | None
    person: str | None
    changes: list[CorrectedValueOut]
    figures: dict[str, int]


class CorrectionList(Out):
    items: list[CorrectionOut]
    next: str | None
