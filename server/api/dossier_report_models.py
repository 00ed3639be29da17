"""Figures of the register: what reports answer."""

from pydantic import Field

from ..core.calendar import Verdict
from ..core.dossiers import DossierState
from .answers import Out
from .words import Time


class SharesOut(Out):
    early: float
    on_time: float
    late: float


class LagOut(Out):
    base: int
    mean_minutes: float | None
    p50_minutes: int | None
    p90_minutes: int | None
    max_minutes: int | None
    over_a_day: int


class DossierCountsOut(Out):
    """``base`` of the shares: resolved dossiers with a due date; the others are ``undated``.
    ``late_in_books`` are the late ones and those resolved in time that were recorded after they
    were due (``late_only_in_books``); ``unrecorded`` were recorded more than a day after the
    result."""

    received: int
    resolved: int
    early: int
    on_time: int
    late: int
    undated: int
    pending: int
    overdue: int
    late_only_in_books: int
    late_in_books: int
    unrecorded: int
    base: int
    shares: SharesOut
    resolved_share: float | None


class DossierFigureOut(DossierCountsOut):
    recording_lag: LagOut


class ChangeOut(Out):
    """In percent of the period before."""

    received: float | None
    resolved: float | None


class BeforeOut(DossierCountsOut):
    change: ChangeOut


class DossiersComparedOut(BeforeOut):
    first: str = Field(alias="from")
    last: str = Field(alias="to")


class SoFarOut(Out):
    received: int
    resolved: int
    resolved_share: float | None


class DossierGroupOut(DossierFigureOut):
    """By month, day and phase: what it adds to all before it in percent, and the sums so far."""

    key: str
    name: str | None
    name_en: str | None
    growth: float | None = None
    growth_resolved: float | None = None
    so_far: SoFarOut | None = None
    received_a_day: float | None = None
    before: BeforeOut | None = None
    corrected: DossierCountsOut | None = None


class CorrectedOut(DossierCountsOut):
    carried_over: int


class ClosedOut(Out):
    """The figures are those counted at the closing; ``corrected`` is what they would be by what is
    known now of the time before it."""

    closed_at: Time
    closed_by: str | None
    corrections: int
    corrected: CorrectedOut | None


class DossierReportOut(DossierFigureOut):
    first: str = Field(alias="from")
    last: str = Field(alias="to")
    by: str
    as_of: Time
    carried_over: int
    compare: DossiersComparedOut | None
    closed: ClosedOut | None
    groups: list[DossierGroupOut]


class _Received(Out):
    total: int
    online: int
    direct: int
    carried_over: int


class _Resolved(Out):
    total: int
    early: int
    on_time: int
    overdue: int


class _InProgress(Out):
    total: int
    in_time: int
    overdue: int


class ProgressRow(Out):
    received: _Received
    resolved: _Resolved
    in_progress: _InProgress


class ProgressFieldRow(ProgressRow):
    field: str | None


class ProgressClosedOut(Out):
    closed_at: Time
    closed_by: str | None
    corrections: int
    corrected: ProgressRow | None


class ProgressReportOut(Out):
    """Form II.06a; on every row received = resolved + in progress."""

    first: str = Field(alias="from")
    last: str = Field(alias="to")
    as_of: Time
    closed: ProgressClosedOut | None
    rows: list[ProgressFieldRow]
    total: ProgressRow


class CountedDossierOut(Out):
    """One dossier behind a figure."""

    code: str
    procedure: str
    procedure_name: str | None
    field: str
    department: str
    department_name: str | None
    department_name_en: str | None
    channel: str
    officer: str | None
    officer_name: str | None
    state: DossierState
    verdict: Verdict | None
    received_at: Time
    due_at: Time | None
    resolved_at: Time | None
    recorded_at: Time | None


class CountedDossiersOut(Out):
    items: list[CountedDossierOut]
    next: str | None


class ChasedOut(Out):
    """``working_days``: how many are left, 0 on the due day, negative after it."""

    code: str
    procedure: str
    procedure_name: str | None
    department: str
    department_name: str | None
    department_name_en: str | None
    state: DossierState
    received_at: Time
    due_at: Time
    overdue: bool
    working_days: int


class DueReportOut(Out):
    """``soon``: due within ``days`` working days; the items are the most pressing of both."""

    as_of: Time
    days: int
    soon: int
    overdue: int
    items: list[ChasedOut]
