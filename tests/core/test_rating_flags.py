"""What is flagged, and what chance explains."""

import random

from server.core.rating_flags import burst, departure, early

HOUR = 3_600_000


def day_of(presses: int, seed: int) -> list[int]:
    rng = random.Random(seed)
    return sorted(rng.randrange(8 * HOUR) for _ in range(presses))


def test_five_presses_in_ten_seconds_on_a_quiet_day_are_flagged() -> None:
    quiet = [HOUR, 3 * HOUR, *(5 * HOUR + 2_000 * i for i in range(5))]
    flag = burst(quiet, 0, 8 * HOUR)
    assert flag is not None
    assert (flag.kind, flag.seen, flag.base, flag.at) == ("burst", 5, 7, 5 * HOUR)
    assert flag.p < 1e-4


def test_random_days_raise_hardly_a_flag() -> None:
    raised = sum(burst(day_of(60, seed), 0, 8 * HOUR) is not None for seed in range(500))
    assert raised <= 3


def test_the_same_presses_spread_out_are_no_burst() -> None:
    assert burst([i * HOUR for i in range(8)], 0, 8 * HOUR) is None
    assert burst([], 0, HOUR) is None


def test_presses_nobody_could_have_read_are_flagged() -> None:
    flag = early([300, 250, 700, 400, 650, *([4_000] * 19)])
    assert flag is not None and (flag.seen, flag.base) == (5, 24)
    assert early([300, 250, *([4_000] * 20)]) is None
    assert early([900, 900, 900, *([4_000] * 200)]) is None


def test_a_counter_that_departs_from_its_history_is_flagged_both_ways() -> None:
    down = departure(30, 50, 950, 1000)
    assert down is not None and down.usual == 47.46
    up = departure(60, 60, 700, 1000)
    assert up is not None
    assert departure(47, 50, 950, 1000) is None


def test_a_short_history_is_none() -> None:
    assert departure(0, 50, 50, 50) is None


def test_the_first_complaint_after_many_good_days_is_no_departure() -> None:
    assert departure(19, 20, 1000, 1000) is None
