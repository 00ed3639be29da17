"""One centre's state among many: what needs somebody comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LONG_WAIT_S = 45 * 60
GRAVE, ALERT, SILENT, LATE, UNATTENDED = 1_000.0, 60.0, 40.0, 2.0, 300.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A centre now. Waits are seconds of those who still wait; ``satisfied`` is of ``rated``
    ratings today."""

    waiting: int = 0
    issued: int = 0
    served: int = 0
    longest_s: int = 0
    median_s: int = 0
    open_counters: int = 0
    counters: int = 0
    rated: int = 0
    satisfied: int = 0
    late_dossiers: int = 0
    silent_devices: int = 0
    alerts: int = 0
    grave_alerts: int = 0


def waits_of(since: Sequence[int], now: int) -> tuple[int, int]:
    """The longest and the median of the waits that began at ``since`` (ms), in seconds."""
    if not since:
        return 0, 0
    waited = [max(0, now - at) / 1000 for at in since]
    return round(max(waited)), round(median(waited))


def trouble(centre: Standing) -> float:
    """How much a centre needs somebody; 0 is all well. People who wait weigh by the minute, and
    a line without anybody at a counter, or a grave alert, comes before all that."""
    unattended = centre.waiting > 0 and centre.open_counters == 0
    return (
        centre.grave_alerts * GRAVE
        + (centre.alerts - centre.grave_alerts) * ALERT
        + centre.silent_devices * SILENT
        + min(centre.late_dossiers, 100) * LATE
        + (UNATTENDED if unattended else 0.0)
        + min(centre.longest_s, 4 * 3600) / 60 * (2 if centre.longest_s > LONG_WAIT_S else 0.5)
    )
