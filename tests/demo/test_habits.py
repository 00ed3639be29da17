"""Chance draws stay within what a floor can bear."""

import random
from statistics import mean

import pytest

from server.demo import habits
from server.demo.pace import Pace, Stopped, busyness
from server.demo.sample import sample_centre


def test_service_times_average_the_nominal_and_are_bounded() -> None:
    rng = random.Random(1)
    drawn = [habits.service_time(rng, 8) for _ in range(5_000)]
    assert mean(drawn) == pytest.approx(8 * 60, rel=0.05)
    assert min(drawn) >= 8 * 60 / 5 and max(drawn) <= 8 * 60 * 3


def test_nobody_comes_in_when_the_hall_is_full_and_everybody_when_it_is_calm() -> None:
    assert habits.patience(0) == habits.patience(40) == 1
    assert 0 < habits.patience(50) < 1
    assert habits.patience(60) == habits.patience(200) == 0


def test_most_ratings_are_satisfied_and_their_shares_add_up() -> None:
    assert sum(habits.RATINGS.values()) == pytest.approx(1)
    assert habits.RATINGS["unsatisfied"] == pytest.approx(0.05)


def test_about_one_in_twelve_has_priority() -> None:
    rng = random.Random(2)
    drawn = [habits.priority(rng, ["merit", "elderly"]) for _ in range(5_000)]
    assert 1 - drawn.count("none") / len(drawn) == pytest.approx(0.08, abs=0.02)
    assert habits.priority(rng, []) == "none"


def test_arrivals_stay_below_what_the_counters_serve() -> None:
    centre = sample_centre()
    minutes = {service.id: service.nominal_minutes for service in centre.services}
    shares = centre.arrival_shares
    work_s = 60 * sum(shares[id] * minutes[id] for id in shares) / sum(shares.values())
    assert 0.5 * len(centre.counters) < habits.arrivals_per_s(centre) * work_s
    assert habits.arrivals_per_s(centre) * work_s < len(centre.counters)


def test_the_morning_peak_is_mild() -> None:
    assert max(busyness(hour * 3600.0) for hour in range(8, 17)) < 1.4
    assert min(busyness(hour * 3600.0) for hour in range(8, 17)) >= 1


def test_whoever_rests_goes_home_when_the_day_ends() -> None:
    pace = Pace(5)
    pace.stop()
    with pytest.raises(Stopped):
        pace.rest(3_600)


def test_simulated_seconds_pass_at_the_asked_speed() -> None:
    assert Pace(5).real(60) == 12
