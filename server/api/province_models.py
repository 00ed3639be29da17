"""Answers about all centres of an installation."""

from .answers import Out


class ProvinceCentreName(Out):
    id: str
    name: str
    name_en: str


class ProvinceFiguresOut(Out):
    waiting: int
    issued: int
    served: int
    longest_s: int
    open_counters: int
    counters: int
    rated: int
    satisfied: int
    late_dossiers: int
    silent_devices: int
    alerts: int
    grave_alerts: int


class ProvinceCentreOut(ProvinceFiguresOut):
    """One centre now; waits in seconds, of those who still wait. ``trouble`` orders the list."""

    centre: ProvinceCentreName
    district: str
    district_en: str
    median_s: int
    trouble: float


class ProvinceTotalsOut(ProvinceFiguresOut):
    centres: int


class ProvinceOut(Out):
    centres: list[ProvinceCentreOut]
    totals: ProvinceTotalsOut
    now: str
