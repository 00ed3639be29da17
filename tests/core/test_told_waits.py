"""What people are told of an estimate."""

import pytest

from server.core.forecast import Expected, Forecast, passed, told


def minutes(p10: float, p50: float, p90: float) -> Expected:
    return Expected(p10 * 60, p50 * 60, p90 * 60, "learnt")


@pytest.mark.parametrize(
    ("expected", "low", "high", "likely"),
    [
        (minutes(0, 0, 0.2), 0, 1, 0),
        (minutes(2.3, 4.4, 7.1), 2, 8, 4),
        (minutes(11, 14, 17), 10, 20, 15),
        (minutes(38, 51, 70.5), 35, 80, 50),
        (minutes(95, 130, 200), 90, 210, 130),
    ],
)
def test_a_range_is_rounded_outward_to_steps_that_grow(
    expected: Expected, low: int, high: int, likely: int
) -> None:
    shown = told(expected)
    assert shown is not None
    assert (shown.low, shown.high, shown.likely) == (low, high, likely)


def test_without_evidence_nothing_is_told() -> None:
    assert told(None) is None
    assert told(Expected(60, 120, 180, "none")) is None


def test_time_passes_until_the_next_forecast_and_then_nothing_is_told() -> None:
    known = Forecast(made_at=1_000, holds_until=6_000, tickets={"a": minutes(1, 2, 3)})
    later = known.of_ticket("a", 31_000 - 10_000)
    assert later == passed(minutes(1, 2, 3), 20_000)
    assert later is not None and later.p10 == 40
    assert known.of_ticket("a", 60_000) is None
    assert known.of_ticket("b", 2_000) is None
    assert passed(minutes(1, 2, 3), 10 * 60_000).p90 == 0
