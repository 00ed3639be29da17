"""Answers about all centres of an installation."""

from .answers import Out


class ProvinceCentreName(Out):
    id: str
    name: str
    name_en: str


class ProvinceCentreOut(Out):
    """One centre now; waits in seconds, of those who still wait. ``trouble`` orders the list."""

    centre: ProvinceCentreName
    district: str
    district_en: str
    waiting: int
    issued: int
    served: int
    longest_s: int
    median_s: int
    open_counters: int
    counters: int
    rated: int
    satisfied: int
    late_dossiers: int
    silent_devices: int
    alerts: int
    grave_alerts: int
    trouble: float


class ProvinceTotalsOut(Out):
    centres: int
    waiting: int
    issued: int
    served: int
    open_counters: int
    counters: int
    rated: int
    satisfied: int
    late_dossiers: int
    silent_devices: int
    alerts: int
    grave_alerts: int
    longest_s: int


class ProvinceOut(Out):
    centres: list[ProvinceCentreOut]
    totals: ProvinceTotalsOut
    now: str
