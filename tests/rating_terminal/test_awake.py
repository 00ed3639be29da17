"""When the pad is lit, and which ticket a press belongs to."""

from typing import Any

from rating_terminal.awake import AwakeLog

START = 1_000_000


def view(ticket: str | None, until: str | None = "2026-11-22T01:00:30.000Z") -> dict[str, Any]:
    return {
        "awake": True,
        "ticket": {"id": ticket} if ticket else None,
        "until": until,
        "now": "2026-11-22T01:00:00.000Z",
    }


ASLEEP = {"awake": False, "ticket": None, "until": None, "now": "2026-11-22T01:00:00.000Z"}


def test_a_pad_is_dark_before_the_first_view() -> None:
    awake = AwakeLog()
    assert not awake.lit(START)
    assert awake.ticket_at(START) is None


def test_it_is_lit_from_the_view_until_the_end_on_the_servers_clock() -> None:
    awake = AwakeLog()
    awake.on_view(view("t1"), START)
    assert awake.lit(START) and awake.lit(START + 29_999)
    assert not awake.lit(START + 30_000)
    assert awake.ticket_at(START + 29_999) == "t1"
    assert awake.ticket_at(START + 30_000) is None


def test_a_view_asleep_ends_it_at_once() -> None:
    awake = AwakeLog()
    awake.on_view(view("t1"), START)
    awake.on_view(ASLEEP, START + 500)
    assert not awake.lit(START + 500)
    assert awake.ticket_at(START + 499) == "t1"
    assert awake.ticket_at(START + 500) is None


def test_an_older_press_belongs_to_the_ticket_of_its_time() -> None:
    awake = AwakeLog()
    awake.on_view(view("t1"), START)
    awake.on_view(view("t2"), START + 1000)
    awake.on_view(ASLEEP, START + 2000)
    assert awake.ticket_at(START - 1) is None
    assert awake.ticket_at(START + 999) == "t1"
    assert awake.ticket_at(START + 1000) == "t2"


def test_the_same_ticket_again_keeps_its_window_and_takes_the_new_end() -> None:
    awake = AwakeLog()
    awake.on_view(view("t1"), START)
    awake.on_view(view("t1", "2026-11-22T01:00:05.000Z"), START + 1000)
    assert awake.ticket_at(START) == "t1"
    assert not awake.lit(START + 6000)


def test_with_the_line_lost_it_stays_lit_but_names_no_ticket() -> None:
    awake = AwakeLog()
    awake.on_view(view("t1"), START)
    awake.on_line_lost(START + 100)
    assert awake.lit(START + 200)
    assert awake.ticket_at(START + 99) == "t1"
    assert awake.ticket_at(START + 200) is None
    awake.on_view(view("t1"), START + 300)
    assert awake.ticket_at(START + 200) is None
    assert awake.ticket_at(START + 300) == "t1"


def test_no_end_means_until_further_notice() -> None:
    awake = AwakeLog()
    awake.on_view(view("t1", until=None), START)
    assert awake.lit(START + 10**9)


def test_a_view_that_makes_no_sense_does_no_harm() -> None:
    awake = AwakeLog()
    views: list[dict[str, Any]] = [
        {},
        {"awake": 1, "ticket": 7, "until": "soon", "now": []},
        {"ticket": {}},
    ]
    for view in views:
        awake.on_view(view, START)
        assert awake.ticket_at(START) is None
