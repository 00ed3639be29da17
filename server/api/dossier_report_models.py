"""Figures of the register: what reports answer."""

from pydantic import Field

from .answers import Out


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


class DossierFigureOut(Out):
    """``base`` of the shares: resolved dossiers with a due date; the others are ``undated``."""

    received: int
    resolved: int
    early: int
    on_time: int
    late: int
    undated: int
    pending: int
    overdue: int
    late_only_in_books: int
    base: int
    shares: SharesOut
    resolved_share: float | None
    recording_lag: LagOut


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
    so_far: SoFarOut | None = None
    received_a_day: float | None = None


class DossierReportOut(DossierFigureOut):
    first: str = Field(alias="from")
    last: str = Field(alias="to")
    by: str
    carried_over: int
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


class ProgressReportOut(Out):
    """Form II.06a; on every row received = resolved + in progress."""

    first: str = Field(alias="from")
    last: str = Field(alias="to")
    rows: list[ProgressFieldRow]
    total: ProgressRow
