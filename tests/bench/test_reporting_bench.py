"""The bench of reports works on both stores; its figures are for ``tests.bench.reporting``."""

import re
from collections.abc import Callable
from typing import Any

from load_reports import fill_year, measure_reports, plain_report
from past_floor import FloorHands
from stores import Floor

from server.clock import now_ms
from server.queries.snapshot import look
from server.reports.history import history_report
from server.rolling import count
from server.store.base import Session, Store


def test_reports_are_measured_against_plain_sql(store: Store) -> None:
    figures = measure_reports(store, tickets=200, days=8, rounds=1)
    assert [re.sub(r"report (by )?| /.*", "", figure.name) for figure in figures] == [
        "service",
        "counter",
        "officer",
        "hour",
        "day",
        "weekday",
        "heat map",
    ]
    assert all(re.fullmatch(r"\d+\.\d{4}", figure.value) for figure in figures)


def test_what_is_measured_gives_the_same_figures(store: Store) -> None:
    """Counts are equal, quantiles within the resolution: the ratio compares like with like."""
    year = fill_year(store, 400, 8)
    for _left in count(FloorHands(Floor(store, now=now_ms())), "c1", year.period):
        pass

    def both(by: str) -> Callable[[Session], tuple[Any, Any]]:
        def read(session: Session) -> tuple[Any, Any]:
            report = history_report(look(session, "c1", now_ms()), year.period, by, None)
            groups = {group["key"]: group for group in report["groups"]}
            return groups, plain_report(session, by, year.period)

        return read

    for by in ("service", "day", "weekday"):
        ours, plain = store.read(both(by))
        assert set(ours) == set(plain)
        for key, exact in plain.items():
            _same(ours[key], exact)


def _same(group: Any, exact: Any) -> None:
    for name in ("issued", "called", "served", "no_show"):
        assert group[name] == exact[name]
    assert group["satisfaction"]["base"] == exact["rated"]
    for name, at in (("wait", "wait"), ("time", "service_time")):
        for quantile in ("p50", "p90"):
            told, true = group[at][quantile], exact[f"{name}_{quantile}"] / 1000
            assert abs(told - true) <= 0.02 * true + 0.06
