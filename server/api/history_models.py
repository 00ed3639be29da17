"""What the reports of a period answer."""

from pydantic import Field

from ..core.model import TicketState
from .answers import Out
from .words import Time


class DurationsOut(Out):
    """Seconds: quantiles within the report's resolution, an exact mean, and how many there were."""

    base: int
    p50: float | None
    p90: float | None
    mean: float | None
    small: bool


class SatisfiedOut(Out):
    """Of the ``base`` who rated; ``hidden`` where so few did that citizens could be told apart."""

    base: int
    satisfied: int | None
    unsatisfied: int | None
    share: float | None
    coverage: float | None
    small: bool
    hidden: bool


class PeriodFiguresOut(Out):
    """Tickets are drawn for a service: by counter and officer, ``issued``, ``cancelled`` and
    ``expired`` are null. Waits are of those called, service times of those served."""

    issued: int | None
    cancelled: int | None
    expired: int | None
    called: int
    served: int
    no_show: int
    transferred: int
    wait: DurationsOut
    service_time: DurationsOut
    satisfaction: SatisfiedOut


class PeriodComparedOut(PeriodFiguresOut):
    before: PeriodFiguresOut | None


class HistoryGroupOut(PeriodComparedOut):
    key: str
    name: str | None
    name_en: str | None


class ReportSpanOut(Out):
    first: str = Field(alias="from")
    last: str = Field(alias="to")


class HistoryReportOut(ReportSpanOut):
    """``resolution``: the most by which a quantile may differ from the exact one, as a share."""

    by: str
    zone: str
    resolution: float
    as_of: Time
    compare: ReportSpanOut | None
    whole: PeriodComparedOut
    groups: list[HistoryGroupOut]


class HeatCellOut(Out):
    """An hour of a weekday (1 is Monday): seconds, or tickets on each of ``days`` such days."""

    weekday: int
    hour: int
    base: int
    p50: float | None
    p90: float | None
    small: bool
    days: int | None
    per_day: float | None


class HeatmapOut(ReportSpanOut):
    measure: str
    zone: str
    resolution: float
    as_of: Time
    cells: list[HeatCellOut]


class PastTicketOut(Out):
    """The last visit of a ticket; its history tells of those before."""

    id: str
    day: str
    number: str
    state: TicketState
    service: str
    service_name: str | None
    service_name_en: str | None
    counter: str | None
    counter_name: str | None
    counter_name_en: str | None
    officer: str | None
    officer_name: str | None
    issued_at: Time
    called_at: Time | None
    started_at: Time | None
    ended_at: Time | None
    wait_s: int | None
    service_s: int | None


class PastTicketsOut(Out):
    """A page may be short, even empty, and not the last: ``next`` says where to go on."""

    items: list[PastTicketOut]
    next: str | None
