"""Pairing: who gets what, what a code is worth, and how often it may be guessed."""

import pytest
from stores import Floor, add_centre

from server.core.errors import (
    CounterNotFound,
    Invalid,
    NotFound,
    TooManyPairings,
    TooManyTries,
    WrongState,
)
from server.core.model import Role
from server.usecases import pairing
from server.usecases.devices import revoke_token
from server.usecases.pairing import (
    Approval,
    Claimed,
    Opened,
    Unclaimed,
    approve_pairing,
    claim,
    open_pairing,
)
from server.usecases.sessions import identify

HERE, THERE = "192.0.2.7", "192.0.2.8"


def ask(floor: Floor, kind: Role = Role.KIOSK, address: str = HERE) -> Opened:
    return floor.do(lambda c: open_pairing(c, kind, "cua-chinh", address), "device")


def approve(
    floor: Floor, code: str, counter: str | None = None, role: Role | None = None, at: str = HERE
) -> object:
    given = Approval(code, role, counter, "Cửa chính")
    return floor.do(lambda c: approve_pairing(c, given, at), "admin")


def claimed(floor: Floor, asked: Opened, secret: str | None = None) -> Claimed | Unclaimed:
    return floor.store.read(lambda s: claim(s, asked.id, secret or asked.secret, floor.now))


def wrong(floor: Floor, at: str = HERE) -> None:
    shown = {row["code"] for row in floor.rows("SELECT code FROM pairing")}
    code = next(c for c in (f"{n:06}" for n in range(100)) if c not in shown)
    assert approve(floor, code, at=at) is None


def test_a_device_waits_is_approved_and_its_secret_is_its_token(floor: Floor) -> None:
    asked = ask(floor)
    assert len(asked.code) == 6 and asked.code.isdigit()
    assert isinstance(claimed(floor, asked), Unclaimed)
    assert floor.store.read(lambda s: identify(s, asked.secret, floor.now)) is None
    assert approve(floor, asked.code) is not None
    assert floor.rooms == {f"pairing/{asked.id}"}
    for _ in range(3):  # an answer may be lost on the way
        made = claimed(floor, asked)
        assert isinstance(made, Claimed) and (made.role, made.centre["id"]) == ("kiosk", "c1")
    actor = floor.store.read(lambda s: identify(s, asked.secret, floor.now))
    assert actor is not None and (actor.role, actor.centre) == ("kiosk", "c1")
    assert floor.value("SELECT label FROM token") == "Cửa chính"


def test_the_store_keeps_no_secret(floor: Floor) -> None:
    asked = ask(floor)
    approve(floor, asked.code)
    kept = repr([floor.rows(f"SELECT * FROM {t}") for t in ("pairing", "token", "event")])
    assert asked.secret not in kept


def test_the_code_alone_gives_nothing(floor: Floor) -> None:
    asked, other = ask(floor), ask(floor)
    approve(floor, asked.code)
    for secret in (asked.code, other.secret, "", "mc_x"):
        with pytest.raises(NotFound):
            floor.store.read(lambda s, secret=secret: claim(s, asked.id, secret, floor.now))
    assert isinstance(claimed(floor, other), Unclaimed)


def test_approving_again_changes_nothing_and_as_something_else_is_refused(floor: Floor) -> None:
    asked = ask(floor, Role.TERMINAL)
    first, second = approve(floor, asked.code, "1"), approve(floor, asked.code, "1")
    assert first == second
    assert floor.value("SELECT COUNT(*) AS n FROM token") == 1
    with pytest.raises(WrongState):
        approve(floor, asked.code, "2")


def test_a_device_becomes_only_what_it_says_it_is(floor: Floor) -> None:
    asked = ask(floor, Role.TERMINAL)
    with pytest.raises(Invalid) as refused:
        approve(floor, asked.code, "1", Role.KIOSK)
    assert refused.value.field == "role"
    with pytest.raises(Invalid) as refused:
        approve(floor, asked.code)
    assert refused.value.field == "counter"
    with pytest.raises(CounterNotFound):
        approve(floor, asked.code, "khong-co")
    assert approve(floor, asked.code, "1", Role.TERMINAL) is not None


def test_a_code_lapses_and_so_does_what_was_never_fetched(floor: Floor) -> None:
    asked = ask(floor)
    floor.pass_time(pairing.LIFE_MS / 1000)
    assert approve(floor, asked.code) is None
    with pytest.raises(NotFound):
        claimed(floor, asked)
    ask(floor)
    assert floor.value("SELECT COUNT(*) AS n FROM pairing") == 1, "what lapsed is cleared away"


def test_a_code_approved_at_the_last_moment_can_still_be_fetched(floor: Floor) -> None:
    asked = ask(floor)
    floor.pass_time(pairing.LIFE_MS / 1000 - 1)
    approve(floor, asked.code)
    floor.pass_time(60)
    assert isinstance(claimed(floor, asked), Claimed)


def test_a_revoked_device_is_told_that_it_is_not_paired(floor: Floor) -> None:
    asked = ask(floor)
    approve(floor, asked.code)
    token = floor.value("SELECT id FROM token")
    floor.do(lambda c: revoke_token(c, token), "admin")
    with pytest.raises(NotFound):
        claimed(floor, asked)


def test_a_device_belongs_to_the_centre_whose_administrator_typed_the_code(floor: Floor) -> None:
    add_centre(floor.store, "c2", floor.now + 1)
    asked = ask(floor)
    second = Floor(floor.store, "c2", floor.now)
    assert approve(second, asked.code) is not None
    made = claimed(floor, asked)
    assert isinstance(made, Claimed) and made.centre["id"] == "c2"
    assert approve(floor, asked.code) is None, "another centre's code is nobody's code"


def test_wrong_codes_are_limited_by_address_and_the_wait_is_told(floor: Floor) -> None:
    asked = ask(floor)
    for _ in range(pairing.MISSES_OF_ADDRESS):
        wrong(floor)
        floor.pass_time(10)
    with pytest.raises(TooManyTries) as refused:
        approve(floor, asked.code)
    assert refused.value.params["seconds"] == pairing.LOCK_MS // 1000 - 10
    assert approve(floor, asked.code, at=THERE) is not None, "others are not held up"
    floor.pass_time(pairing.LOCK_MS / 1000 - 10)
    wrong(floor)
    wrong(floor)


def test_wrong_codes_from_many_addresses_are_limited_for_the_centre(floor: Floor) -> None:
    for n in range(pairing.MISSES_OF_CENTRE):
        wrong(floor, at=f"192.0.2.{n}")
    with pytest.raises(TooManyTries):
        wrong(floor, at="198.51.100.1")
    add_centre(floor.store, "c2", floor.now + 1)
    wrong(Floor(floor.store, "c2", floor.now), at="192.0.2.1")


def test_a_right_code_forgives_the_wrong_ones_before(floor: Floor) -> None:
    for _ in range(3):
        for _ in range(pairing.MISSES_OF_ADDRESS - 1):
            wrong(floor)
        assert approve(floor, ask(floor).code) is not None


def test_waiting_devices_are_bounded_by_address_and_in_all(floor: Floor) -> None:
    first = ask(floor)
    floor.pass_time(60)
    for _ in range(pairing.MOST_OF_ADDRESS - 1):
        ask(floor)
    with pytest.raises(TooManyPairings) as refused:
        ask(floor)
    assert refused.value.params["seconds"] == pairing.LIFE_MS // 1000 - 60
    for _ in range(pairing.MOST_WAITING - pairing.MOST_OF_ADDRESS):
        ask(floor, address=THERE)
    with pytest.raises(TooManyPairings):
        ask(floor, address="192.0.2.9")
    approve(floor, first.code)
    ask(floor, address="192.0.2.9")
