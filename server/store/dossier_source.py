"""Where a report's dossiers are read: the register now, the register as of a moment, or the copy
kept of a closed period. Each is a table's name for SQL, with the same columns."""

from dataclasses import dataclass

COPIED = (
    "code", "procedure", "field", "department", "channel", "officer", "received_at",
    "received_day", "due_at", "unit", "state", "resolved_at", "resolved_day", "recorded_at",
    "verdict",
)  # fmt: skip
ANSWER = ("resolved_at", "resolved_day", "recorded_at", "verdict")
"""What is not known of a dossier before its result is there."""


def as_of(name: str, table: str = "dossier") -> str:
    """A column as it stood at ``:as_of`` (ms): of an answer that came later nothing is seen."""
    if name not in ANSWER:
        return f"{table}.{name}"
    return f"CASE WHEN {table}.resolved_at <= :as_of THEN {table}.{name} END"


def columns_as_of() -> str:
    """Every copied column as of ``:as_of``, in order."""
    return ", ".join(f"{as_of(name)} AS {name}" for name in COPIED)


@dataclass(frozen=True, slots=True)
class Source:
    """Of one centre. ``period`` is a closed period's serial, ``moment`` (ms) looks back."""

    centre: str
    period: int | None = None
    moment: int | None = None

    @property
    def table(self) -> str:
        """What stands after FROM; its rows are to be narrowed with ``where``."""
        if self.period is not None:
            return "closed_dossier"
        if self.moment is not None:
            return f"(SELECT centre, {columns_as_of()} FROM dossier) AS seen"
        return "dossier"

    @property
    def where(self) -> str:
        closed = "" if self.period is None else " AND period = :period"
        return f"centre = :centre{closed}"

    @property
    def params(self) -> dict[str, object]:
        return {"centre": self.centre, "period": self.period, "as_of": self.moment}
