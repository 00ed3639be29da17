"""What is told of waits: ranges in minutes, and how good they were."""

from ..core.forecast import Expected, PastError, told
from .snapshot import Json


def wait_json(expected: Expected | None) -> Json | None:
    """``{low, high, likely, basis}`` in minutes; None before there is evidence."""
    shown = told(expected)
    if shown is None:
        return None
    return {
        "low": shown.low,
        "high": shown.high,
        "likely": shown.likely,
        "basis": shown.basis,
    }


def minutes_json(expected: Expected | None) -> Json:
    """The three quantiles in minutes with one decimal; nulls before there is evidence."""
    shown = told(expected) is not None and expected is not None
    names = ("p10", "p50", "p90")
    if not shown:
        return dict.fromkeys(names)
    assert expected is not None
    return {name: round(part / 60, 1) for name, part in zip(names, expected[:3], strict=True)}


def error_json(error: PastError | None) -> Json | None:
    if error is None:
        return None
    return {
        "median_error_minutes": round(error.median_minutes, 1),
        "coverage": round(error.coverage, 3),
        "n": error.n,
    }
