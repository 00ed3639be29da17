"""A time that was told is told again while it is near."""

from server.core.waiting_room.steadiness import NEAR, Steadiness

BELIEVED = (400.0, 600.0, 1000.0)


def test_a_small_shift_is_not_told() -> None:
    told = Steadiness()
    assert told.tell(0.0, "a", BELIEVED) == BELIEVED
    # A minute later the middle has gone up by 30 s: the time told stays, the wait is 60 s shorter.
    assert told.tell(60.0, "a", (370.0, 570.0, 970.0)) == (370.0, 540.0 + 10.0, 970.0)
    assert told.tell(60.0, "a", (350.0, 560.0, 940.0)) == (350.0, 550.0, 940.0)


def test_a_large_one_is_followed_up_to_a_part_of_what_is_unsure() -> None:
    told = Steadiness()
    told.tell(0.0, "a", BELIEVED)
    low, middle, high = told.tell(0.0, "a", (1400.0, 1600.0, 2000.0))
    assert (low, high) == (1400.0, 2000.0)
    assert middle == 1600.0 - NEAR * 200.0
    assert told.tell(0.0, "a", (100.0, 300.0, 700.0))[1] == 300.0 + NEAR * 400.0


def test_a_wait_that_begins_anew_is_told_anew() -> None:
    told = Steadiness()
    told.tell(0.0, "a", BELIEVED)
    told.forget("a")
    assert told.tell(0.0, "a", (390.0, 590.0, 990.0))[1] == 590.0
    told.begin_day()
    assert told.tell(0.0, "a", BELIEVED) == BELIEVED


def test_a_bound_is_told_as_it_is() -> None:
    told = Steadiness()
    told.tell(0.0, "a", BELIEVED)
    assert told.tell(0.0, "a", (500.0, 1000.0, 1000.0)) == (500.0, 1000.0, 1000.0)
