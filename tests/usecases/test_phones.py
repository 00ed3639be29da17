"""Phones that asked to be told: who is told what, once, and nothing stays of it."""

from dataclasses import replace
from typing import Any

import pytest
from stores import Floor

from server.core.errors import WrongState
from server.queries.push import News, news_for_phones
from server.queries.snapshot import look
from server.store import push
from server.usecases.change import Change
from server.usecases.lateness import be_late
from server.usecases.leaving import cancel
from server.usecases.push import MOST_PHONES, Phone, forget_old_phones, forget_phone, subscribe

PHONE = Phone("https://push.example.com/1", "p", "a", "vi")


def ask(floor: Floor, ticket: str, phone: Phone = PHONE) -> None:
    def usecase(change: Change) -> None:
        subscribe(change, ticket, phone)

    floor.do(usecase, "holder")


def news(floor: Floor) -> News:
    """What is to be told after the last change, noted as told."""
    found = floor.store.read(
        lambda s: news_for_phones(look(s, floor.centre, floor.now), floor.rooms)
    )
    for due in found.due:
        claim = push.claim_soon if due.call is None else push.claim_call
        args: tuple[Any, ...] = (due.ticket, due.endpoint, *([due.call] if due.call else []))
        assert floor.store.write(lambda s, c=claim, a=args: c(s, *a))
        assert not floor.store.write(lambda s, c=claim, a=args: c(s, *a))
    return found


def test_each_piece_of_news_is_told_once(floor: Floor) -> None:
    *_, mine = (floor.issue().ticket.id for _ in range(5))
    ask(floor, mine)
    told = []
    for _ in range(5):
        floor.call("1")
        told.append([(due.ahead, due.counter) for due in news(floor).due])
    assert told == [[], [(2, None)], [], [], [(None, 1)]]
    assert news(floor).due == []


def test_whoever_asks_when_it_is_soon_hears_of_the_call_only(floor: Floor) -> None:
    floor.issue()
    mine = floor.issue().ticket.id
    ask(floor, mine)
    floor.call("1")
    assert news(floor).due == []
    floor.call("1")
    assert [due.counter for due in news(floor).due] == [1]


def test_who_is_late_is_told_again_when_it_is_soon(floor: Floor) -> None:
    mine = floor.issue().ticket.id
    ask(floor, mine)
    for _ in range(4):
        floor.issue()
        floor.pass_time(1)
    floor.do(lambda c: be_late(c, mine, None), "holder")
    assert news(floor).due == []
    floor.call("1")
    assert [due.ahead for due in news(floor).due] == [2]


def test_phones_of_a_ticket_that_is_over_are_forgotten(floor: Floor) -> None:
    mine = floor.issue().ticket.id
    ask(floor, mine)
    floor.do(lambda c: cancel(c, mine), "holder")
    assert news(floor).over == [mine]
    with pytest.raises(WrongState):
        ask(floor, mine)


def test_the_oldest_phone_makes_way(floor: Floor) -> None:
    mine = floor.issue().ticket.id
    for n in range(MOST_PHONES + 2):
        floor.pass_time(1)
        ask(floor, mine, replace(PHONE, endpoint=f"https://push.example.com/{n}"))
    kept = {row["endpoint"][-1] for row in floor.rows("SELECT endpoint FROM push_subscription")}
    assert kept == {"2", "3", "4"}
    floor.do(lambda c: forget_phone(c, mine, "https://push.example.com/4"), "holder")
    assert floor.value("SELECT COUNT(*) AS n FROM push_subscription") == 2


def test_nothing_stays_of_the_day_before(floor: Floor) -> None:
    ask(floor, floor.issue().ticket.id)
    floor.do(forget_old_phones, "system")
    assert floor.value("SELECT COUNT(*) AS n FROM push_subscription") == 1
    floor.pass_time(86_400)
    floor.do(forget_old_phones, "system")
    assert floor.value("SELECT COUNT(*) AS n FROM push_subscription") == 0


def test_the_key_is_made_once(floor: Floor) -> None:
    first = floor.store.write(lambda s: push.make_signing_key(s, "one"))
    second = floor.store.write(lambda s: push.make_signing_key(s, "two"))
    assert (first, second) == ("one", "one")
