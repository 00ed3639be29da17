"""Signing in, sitting down, setting up."""

import threading
from dataclasses import replace

import pytest
from fixture_types import MakeStore
from stores import NOON, Floor

from server.core.calling import Skill
from server.core.errors import (
    AlreadyExists,
    CounterNotFound,
    CounterTaken,
    Invalid,
    NotFound,
    Unauthorized,
    WrongCounter,
    WrongState,
)
from server.core.model import CounterState, Role, Service
from server.store.base import Store
from server.usecases.administer import (
    NewPerson,
    add_counter,
    add_person,
    add_service,
    set_skills,
)
from server.usecases.change import Actor, change
from server.usecases.counter_state import leave_counter, set_counter_state, take_counter
from server.usecases.devices import create_token, revoke_token
from server.usecases.sessions import end_session, identify, note_use, start_session, verify
from server.usecases.setup import LINK_MS, ensure_centre, set_up, setup_secret

PASSWORD = "mật khẩu dài"
SESSION_MS = 12 * 3_600_000


def signed_in(floor: Floor, username: str = "an", role: str = "staff") -> Actor:
    new = NewPerson(username, "Nguyễn Thị An", role, PASSWORD)
    floor.do(lambda c: add_person(c, new), "admin")
    actor = floor.store.read(lambda s: verify(s, username, PASSWORD))
    secret, _ = floor.store.write(change(actor, floor.now, start_session)).value
    return who(floor, secret)


def who(floor: Floor, secret: str) -> Actor:
    actor = floor.store.read(lambda s: identify(s, secret, floor.now))
    assert actor is not None
    return actor


def sit(floor: Floor, actor: Actor, counter: str | None):
    return floor.store.write(
        change(actor, floor.now, lambda c: take_counter(c, actor.id, counter))
    ).value


def counter(floor: Floor, id: str) -> tuple[str, str | None]:
    (row,) = floor.rows("SELECT state, officer FROM counter WHERE id = :id", id=id)
    return row["state"], row["officer"]


def test_a_password_opens_a_session_and_a_wrong_one_does_not(floor: Floor) -> None:
    actor = signed_in(floor)
    assert (actor.kind, actor.role, actor.name) == ("session", "staff", "Nguyễn Thị An")
    assert actor.label == f"person:{actor.person}"
    for username, password in (("an", "wrong password"), ("nobody", PASSWORD)):
        with pytest.raises(Unauthorized):
            floor.store.read(lambda s, u=username, p=password: verify(s, u, p))


def test_only_hashes_of_secrets_are_stored(floor: Floor) -> None:
    signed_in(floor)
    _, secret = floor.do(lambda c: create_token(c, Role.KIOSK, None), "admin")
    everything = str([floor.rows(f"SELECT * FROM {t}") for t in ("person", "token", "event")])
    assert PASSWORD not in everything
    assert secret not in everything


def test_a_session_ends_by_itself_and_by_signing_out(floor: Floor) -> None:
    actor = signed_in(floor)
    secret, id = floor.store.write(change(actor, floor.now, start_session)).value
    at = floor.now
    floor.now = at + SESSION_MS - 1
    floor.store.write(lambda s: note_use(s, replace(actor, id=id), floor.now))
    assert who(floor, secret).person == actor.person
    assert floor.store.read(lambda s: identify(s, secret, at + SESSION_MS)) is None
    floor.store.write(change(who(floor, secret), floor.now, end_session))
    assert floor.store.read(lambda s: identify(s, secret, floor.now)) is None


def test_sitting_down_opens_the_counter_and_standing_up_closes_it(floor: Floor) -> None:
    an = signed_in(floor)
    assert sit(floor, an, "1").state is CounterState.OPEN
    assert counter(floor, "1") == ("open", an.person)
    assert sit(floor, an, None) is None
    assert counter(floor, "1") == ("closed", None)


def test_changing_counters_leaves_the_one_before(floor: Floor) -> None:
    an = signed_in(floor)
    sit(floor, an, "1")
    sit(floor, an, "2")
    assert counter(floor, "1") == ("closed", None)
    assert counter(floor, "2") == ("open", an.person)


def test_a_taken_counter_stays_with_its_officer(floor: Floor) -> None:
    an, binh = signed_in(floor, "an"), signed_in(floor, "binh")
    sit(floor, an, "1")
    with pytest.raises(CounterTaken):
        sit(floor, binh, "1")
    sit(floor, an, None)
    assert sit(floor, binh, "1").officer == binh.person


def test_a_counter_whose_officer_went_without_signing_out_can_be_taken_next_day(
    floor: Floor,
) -> None:
    an = signed_in(floor, "an")
    sit(floor, an, "1")
    floor.now += SESSION_MS
    binh = signed_in(floor, "binh")
    assert sit(floor, binh, "1").officer == binh.person


def test_signing_out_frees_the_counter_but_keeps_it_open_while_it_serves(floor: Floor) -> None:
    an = signed_in(floor)
    sit(floor, an, "1")
    floor.issue()
    floor.call("1")
    floor.do(lambda c: leave_counter(c, "1"))
    assert counter(floor, "1") == ("open", None)


def test_counter_states_follow_the_officer_and_repeat_harmlessly(floor: Floor) -> None:
    def to(state: CounterState, **actor):
        return floor.do(lambda c: set_counter_state(c, "1", state), **actor).state

    for state in (CounterState.OPEN, CounterState.PAUSED, CounterState.OPEN, CounterState.CLOSED):
        assert to(state) is state
        assert to(state) is state
        assert floor.rooms == frozenset()
    with pytest.raises(WrongCounter):
        to(CounterState.OPEN, role="staff", counter="2")
    kinds = [r["kind"] for r in floor.rows("SELECT kind FROM event ORDER BY id")]
    assert kinds == ["counter_open", "counter_paused", "counter_open", "counter_closed"]


def test_a_counter_that_serves_cannot_close(floor: Floor) -> None:
    floor.issue()
    floor.call("1")
    with pytest.raises(WrongState):
        floor.do(lambda c: set_counter_state(c, "1", CounterState.CLOSED))
    with pytest.raises(CounterNotFound):
        floor.do(lambda c: set_counter_state(c, "99", CounterState.OPEN))


def test_a_device_token_works_until_it_is_revoked(floor: Floor) -> None:
    id, secret = floor.do(lambda c: create_token(c, Role.TERMINAL, "1"), "admin")
    actor = who(floor, secret)
    assert (actor.role, actor.counter, actor.person) == ("terminal", "1", None)
    floor.do(lambda c: revoke_token(c, id), "admin")
    assert floor.store.read(lambda s: identify(s, secret, floor.now)) is None
    with pytest.raises(NotFound):
        floor.do(lambda c: revoke_token(c, id), "admin")


@pytest.mark.parametrize("role", [Role.TERMINAL, Role.STAFF])
def test_a_token_that_acts_at_a_counter_must_name_it(floor: Floor, role: Role) -> None:
    with pytest.raises(Invalid) as refused:
        floor.do(lambda c: create_token(c, role, None), "admin")
    assert refused.value.field == "counter"
    with pytest.raises(CounterNotFound):
        floor.do(lambda c: create_token(c, role, "99"), "admin")


def test_people_services_and_counters_are_added_once_and_checked(floor: Floor) -> None:
    signed_in(floor)
    new = NewPerson("an", "Khác", "staff", PASSWORD)
    with pytest.raises(AlreadyExists):
        floor.do(lambda c: add_person(c, new), "admin")
    for wrong, field in ((NewPerson("b", "B", "kiosk", PASSWORD), "role"),
                         (NewPerson("b", "B", "staff", "short"), "password")):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            floor.do(lambda c, w=wrong: add_person(c, w), "admin")
        assert refused.value.field == field
    service = Service("moi", "Mới", "New", "AB", "tu-phap", True, 60)
    with pytest.raises(Invalid) as refused:
        floor.do(lambda c: add_service(c, service), "admin")
    assert refused.value.field == "prefix"  # A001 would be read as A + 001 or AB + …
    with pytest.raises(AlreadyExists):
        floor.do(lambda c: add_counter(c, "1", 9, "x", "x", []), "admin")
    with pytest.raises(AlreadyExists):
        floor.do(lambda c: add_counter(c, "9", 1, "x", "x", []), "admin")
    with pytest.raises(Invalid):
        floor.do(lambda c: set_skills(c, "3", [("khong-co", Skill())]), "admin")
    floor.do(
        lambda c: set_skills(c, "3", [(s, Skill()) for s in ("ho-tich", "ho-tich", "chung-thuc")]),
        "admin",
    )
    floor.issue("chung-thuc")
    assert floor.call("3") is not None


def test_the_set_up_link_makes_one_administrator_and_ends(store: Store) -> None:
    secret = store.write(lambda s: setup_secret(s, NOON))
    assert secret is not None
    new = NewPerson("sep", "Sếp", "admin", PASSWORD)
    made = store.write(lambda s: set_up(s, secret, new, None, NOON).actor)
    assert (made.role, made.username) == ("admin", "sep")
    with pytest.raises(NotFound):
        store.write(lambda s: set_up(s, secret, NewPerson("x", "X", "admin", PASSWORD), None, NOON))
    assert store.write(lambda s: setup_secret(s, NOON)) is None


def test_a_set_up_link_expires_and_a_newer_one_replaces_it(store: Store) -> None:
    new = NewPerson("sep", "Sếp", "admin", PASSWORD)
    old = store.write(lambda s: setup_secret(s, NOON))
    fresh = store.write(lambda s: setup_secret(s, NOON))
    for secret, now in ((old, NOON), (fresh, NOON + LINK_MS), ("mc_wrong", NOON)):
        with pytest.raises(NotFound):
            store.write(lambda s, x=secret, n=now: set_up(s, x, new, None, n))
    # A set-up link is no credential.
    assert store.read(lambda s: identify(s, fresh, NOON)) is None
    assert store.write(lambda s: set_up(s, fresh, new, None, NOON)) is not None


def test_a_link_used_twice_at_once_makes_one_administrator(make_store: MakeStore) -> None:
    stores = [make_store() for _ in range(4)]
    secret = stores[0].write(lambda s: setup_secret(s, NOON))
    start = threading.Barrier(len(stores))
    made: list[str] = []
    refused: list[Exception] = []

    def use(number: int) -> None:
        new = NewPerson(f"sep{number}", "Sếp", "admin", PASSWORD)
        start.wait(10)
        try:
            stores[number].write(lambda s: set_up(s, secret, new, None, NOON))
            made.append(new.username)
        except NotFound as error:
            refused.append(error)

    threads = [threading.Thread(target=use, args=(n,)) for n in range(len(stores))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (len(made), len(refused)) == (1, 3)
    rows = stores[0].read(lambda s: s.all("SELECT username FROM person"))
    assert [r["username"] for r in rows] == made


def test_servers_that_start_together_make_one_centre(make_store: MakeStore) -> None:
    stores = [make_store() for _ in range(4)]
    start = threading.Barrier(len(stores))
    made: list[str] = []

    def begin(store: Store) -> None:
        start.wait(10)
        made.append(store.write(lambda s: ensure_centre(s, NOON)))

    threads = [threading.Thread(target=begin, args=(s,)) for s in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(made) == 4
    rows = stores[0].read(lambda s: s.all("SELECT id FROM centre"))
    assert [r["id"] for r in rows] == list(set(made))
