"""What Prometheus reads: counts of this process, and the floor as the store has it now."""

import time
from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from .clock import now_ms
from .core.errors import MotcuaError
from .engine import Engine
from .queries.metrics import CentreFigures, Figures, figures

FRESH_S = 2.0
"""Seconds for which one look at the store serves every reader, at least."""
RESTS = 20.0
"""And so many times as long as it took: with hundreds of centres it takes a while."""


def metrics(engine: Engine) -> Callable[[], bytes]:
    """What makes the text of ``/metrics``. While the store cannot answer, the floor is left out
    and the process's own counts are still told."""
    registry = CollectorRegistry()
    waiting = Gauge("motcua_writes_waiting", "Changes that wait for the store", registry=registry)
    waiting.set_function(lambda: float(engine.waiting))
    registry.register(_Floor(engine))

    def text() -> bytes:
        return generate_latest() + generate_latest(registry)

    return text


class _Floor(Collector):
    """Looks when it is asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seen: tuple[float, Figures] | None = None
        """Until when (monotonic seconds) they hold, and the figures."""

    def describe(self) -> Iterable[Metric]:
        # Registering looks at nothing.
        return _families()

    def collect(self) -> Iterable[Metric]:
        try:
            found = self._figures()
        except MotcuaError:
            return []
        families = _families()
        for centre in found.centres:
            _add(families, centre)
        for channel, n in found.outbox.items():
            families[-1].add_metric([channel], n)
        return families

    def _figures(self) -> Figures:
        now = time.monotonic()
        if self._seen is None or now > self._seen[0]:
            found = self._engine.read(lambda session: figures(session, now_ms()))
            took = time.monotonic() - now
            self._seen = now + took + max(FRESH_S, RESTS * took), found
        return self._seen[1]


def _families() -> list[GaugeMetricFamily | CounterMetricFamily]:
    def gauge(name: str, what: str, *labels: str) -> GaugeMetricFamily:
        return GaugeMetricFamily(name, what, labels=labels)

    def count(name: str, what: str) -> CounterMetricFamily:
        return CounterMetricFamily(name, f"{what}; begins again at midnight", labels=["centre"])

    return [
        gauge("motcua_waiting_people", "People who wait", "centre", "service"),
        gauge("motcua_longest_wait_seconds", "The longest wait of all who wait", "centre"),
        gauge("motcua_counters", "Counters by state", "centre", "state"),
        gauge("motcua_devices", "Devices that report, by state", "centre", "state"),
        gauge("motcua_alerts", "Alerts that stand", "centre", "kind", "grave"),
        count("motcua_tickets_issued", "Tickets issued today"),
        count("motcua_tickets_called", "Tickets called today"),
        gauge("motcua_alert_outbox", "Alerts on their way to people", "channel"),
    ]


def _add(families: list[GaugeMetricFamily | CounterMetricFamily], one: CentreFigures) -> None:
    waiting, longest, counters, devices, alerts, issued, called, _ = families
    for service, n in one.waiting.items():
        waiting.add_metric([one.centre, service], n)
    longest.add_metric([one.centre], one.longest_wait_s)
    for state, n in one.counters.items():
        counters.add_metric([one.centre, state], n)
    for state, n in one.devices.items():
        devices.add_metric([one.centre, state], n)
    for (kind, grave), n in one.alerts.items():
        alerts.add_metric([one.centre, kind, str(grave).lower()], n)
    issued.add_metric([one.centre], one.issued)
    called.add_metric([one.centre], one.called)
