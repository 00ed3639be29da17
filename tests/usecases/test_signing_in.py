"""What slows guessing down, the second factor, and what administrators change about people."""

import threading
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher
from fixture_types import MakeStore
from stores import Floor

from server.core.errors import (
    Forbidden,
    Invalid,
    LastAdmin,
    NotFound,
    TooManySignIns,
    Unavailable,
    WrongCode,
    WrongState,
)
from server.core.lockout import OWN, PERSON
from server.core.model import Centre
from server.store import centres, grants, people
from server.store.base import Store
from server.usecases.administer import NewPerson, add_person
from server.usecases.change import Actor, change
from server.usecases.counter_state import take_counter
from server.usecases.lockout import Try, begin_try, end_try, know_browser, take_back_try
from server.usecases.people import (
    change_password,
    change_person,
    new_hash,
    rehashed,
    reset_password,
    set_grants,
)
from server.usecases.second_factor import (
    begin_totp,
    check_second_factor,
    confirm_totp,
    remove_totp,
)
from server.usecases.sessions import (
    identify,
    move_session,
    note_use,
    start_session,
    stronger_hash,
    verify,
)
from server.usecases.vault import KEY_FILE, Vault

PASSWORD = "mật khẩu dài"
VAULT = Vault(bytes(range(32)))


def added(floor: Floor, username: str = "an", role: str = "staff") -> str:
    new = NewPerson(username, "Nguyễn Thị An", role, PASSWORD)
    return floor.do(lambda c: add_person(c, new), "admin")


def session(floor: Floor, username: str = "an") -> tuple[Actor, str]:
    """A new session of somebody, and its secret."""
    actor = floor.store.read(lambda s: verify(s, username, PASSWORD))
    secret, _ = floor.store.write(change(actor, floor.now, start_session)).value
    return who(floor, secret), secret


def who(floor: Floor, secret: str) -> Actor:
    actor = floor.store.read(lambda s: identify(s, secret, floor.now))
    assert actor is not None
    return actor


def as_one(floor: Floor, actor: Actor, usecase):
    return floor.store.write(change(actor, floor.now, usecase)).value


def attempt(floor: Floor, made: Try) -> None:
    floor.store.write(lambda s: begin_try(s, made, floor.now))


def fail(floor: Floor, made: Try, times: int) -> None:
    for _ in range(times):
        attempt(floor, made)


def seconds_told(floor: Floor, made: Try) -> int:
    with pytest.raises(TooManySignIns) as told:
        attempt(floor, made)
    return int(str(told.value.params["seconds"]))


# Guessing.


def test_wrong_passwords_are_held_up_longer_and_longer_and_never_for_ever(floor: Floor) -> None:
    made, waits = Try("an", "10.0.0.9"), []
    fail(floor, made, OWN.free)
    for _ in range(14):
        waits.append(seconds_told(floor, made))
        floor.now += waits[-1] * 1000
        attempt(floor, made)
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert waits == sorted(waits)
    assert max(waits) == OWN.longest_s


def test_a_try_while_waiting_does_not_prolong_the_wait(floor: Floor) -> None:
    made = Try("an", "10.0.0.9")
    fail(floor, made, OWN.free + 0)
    for _ in range(20):
        assert seconds_told(floor, made) == 1


def test_waiting_survives_a_restart(floor: Floor, make_store: MakeStore) -> None:
    made = Try("an", "10.0.0.9")
    fail(floor, made, OWN.free)
    with pytest.raises(TooManySignIns):
        make_store().write(lambda s: begin_try(s, made, floor.now))


def test_one_address_does_not_hold_up_another_nor_other_people(floor: Floor) -> None:
    fail(floor, Try("an", "10.0.0.9"), OWN.free)
    attempt(floor, Try("an", "10.0.0.8"))
    attempt(floor, Try("binh", "10.0.0.9"))


def test_guessing_from_everywhere_holds_up_strangers_but_not_a_known_browser(floor: Floor) -> None:
    person = added(floor)
    floor.store.write(lambda s: know_browser(s, "mc_known", person, floor.now))
    for place in range(PERSON.free):
        attempt(floor, Try("an", f"10.0.1.{place}"))
    seconds_told(floor, Try("an", "10.0.2.1"))
    attempt(floor, Try("an", "10.0.2.1", "mc_known"))
    # Another person's browser is as strange as none, and a made-up one too.
    for browser in ("mc_known2", "mc_other"):
        seconds_told(floor, Try("an", "10.0.2.1", browser))


def test_a_known_browser_is_held_up_by_its_own_failures(floor: Floor) -> None:
    person = added(floor)
    floor.store.write(lambda s: know_browser(s, "mc_known", person, floor.now))
    made = Try("an", "10.0.0.9", "mc_known")
    fail(floor, made, OWN.free)
    assert seconds_told(floor, made) == 1
    attempt(floor, Try("an", "10.0.0.9"))


def test_getting_in_starts_anew_but_forgets_nothing_of_the_address(floor: Floor) -> None:
    made = Try("an", "10.0.0.9")
    fail(floor, made, OWN.free - 1)
    floor.store.write(lambda s: end_try(s, made))
    fail(floor, made, OWN.free - 1)
    rows = floor.rows("SELECT failures FROM sign_in_try ORDER BY failures")
    assert [row["failures"] for row in rows] == [OWN.free - 1] + [2 * OWN.free - 3] * 2


def test_a_code_still_to_come_is_no_failure(floor: Floor) -> None:
    made = Try("an", "10.0.0.9")
    for _ in range(OWN.free * 3):
        attempt(floor, made)
        floor.store.write(lambda s: take_back_try(s, made))


def test_a_hundred_tries_at_once_are_a_hundred(floor: Floor, make_store: MakeStore) -> None:
    passed: list[bool] = []

    def one(store: Store) -> None:
        try:
            store.write(lambda s: begin_try(s, Try("an", "10.0.0.9"), floor.now))
            passed.append(True)
        except TooManySignIns:
            pass

    stores = [make_store() for _ in range(4)]
    threads = [threading.Thread(target=one, args=(stores[n % 4],)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(passed) == OWN.free


def test_nobody_is_named_where_tries_are_counted(floor: Floor) -> None:
    attempt(floor, Try("an", "10.0.0.9"))
    kept = str(floor.rows("SELECT * FROM sign_in_try"))
    assert "10.0.0.9" not in kept
    assert "'an'" not in kept


def test_old_tries_are_forgotten(floor: Floor) -> None:
    fail(floor, Try("an", "10.0.0.9"), OWN.free)
    floor.now += 3 * 86_400_000
    attempt(floor, Try("binh", "10.0.0.7"))
    assert len(floor.rows("SELECT who FROM sign_in_try")) == 3


# Passwords.


def test_a_hash_of_yesterdays_strength_is_made_anew(floor: Floor) -> None:
    person = added(floor)
    weak = PasswordHasher(time_cost=1, memory_cost=8_192).hash(PASSWORD)
    floor.store.write(lambda s: people.set_password(s, person, weak, temporary=False))
    stronger = floor.store.read(lambda s: stronger_hash(s, person, PASSWORD))
    assert stronger is not None
    floor.store.write(lambda s: people.set_password(s, person, stronger, temporary=False))
    assert floor.store.read(lambda s: stronger_hash(s, person, PASSWORD)) is None
    assert floor.store.read(lambda s: verify(s, "an", PASSWORD)).person == person


@pytest.mark.parametrize("password", ["short", "1234567890", "aaaaaaaaaaaa", "Password!2026"])
def test_passwords_that_are_guessed_first_are_refused(password: str) -> None:
    with pytest.raises(Invalid):
        new_hash(password)


def test_changing_the_password_needs_the_old_one_and_ends_other_sessions(floor: Floor) -> None:
    person = added(floor)
    here, secret = session(floor)
    _, elsewhere = session(floor)
    for old, new in (("wrong password", "một câu thật dài"), (PASSWORD, PASSWORD)):
        with pytest.raises(Invalid):
            floor.store.read(lambda s, o=old, n=new: rehashed(s, person, o, n))
    hash = floor.store.read(lambda s: rehashed(s, person, PASSWORD, "một câu thật dài"))
    as_one(floor, here, lambda c: change_password(c, hash))
    assert who(floor, secret).person == person
    assert floor.store.read(lambda s: identify(s, elsewhere, floor.now)) is None


def test_a_reset_password_must_be_changed_first(floor: Floor) -> None:
    person = added(floor)
    _, before = session(floor)
    hash = new_hash("tạm thời một lần")
    floor.do(lambda c: reset_password(c, person, hash), "admin")
    assert floor.store.read(lambda s: identify(s, before, floor.now)) is None
    actor = floor.store.read(lambda s: verify(s, "an", "tạm thời một lần"))
    assert actor.must_change
    as_one(floor, actor, lambda c: change_password(c, new_hash(PASSWORD)))
    assert not floor.store.read(lambda s: verify(s, "an", PASSWORD)).must_change


# Sessions.


def test_a_session_ends_when_it_is_not_used(floor: Floor) -> None:
    added(floor)
    actor, secret = session(floor)
    floor.now += 239 * 60_000
    floor.store.write(lambda s: note_use(s, actor, floor.now))
    floor.now += 239 * 60_000
    assert who(floor, secret).person == actor.person
    floor.now += 60_000
    assert floor.store.read(lambda s: identify(s, secret, floor.now)) is None


def test_whoever_may_not_sign_in_any_more_is_out_at_once(floor: Floor) -> None:
    person = added(floor)
    actor, secret = session(floor)
    as_one(floor, actor, lambda c: take_counter(c, actor.id, "1"))
    floor.do(lambda c: change_person(c, person, name="An", role="staff", active=False), "admin")
    assert floor.store.read(lambda s: identify(s, secret, floor.now)) is None
    assert f"token/{actor.id}" in floor.rooms
    (row,) = floor.rows("SELECT officer, state FROM counter WHERE id = '1'")
    assert (row["officer"], row["state"]) == (None, "closed")


def test_a_centre_keeps_one_administrator_and_nobody_demotes_himself(floor: Floor) -> None:
    first = added(floor, "quantri", "admin")
    with pytest.raises(LastAdmin):
        floor.do(lambda c: change_person(c, first, name="A", role="staff", active=True), "admin")
    added(floor, "thuhai", "admin")
    me, _ = session(floor, "quantri")
    for role, active in (("staff", True), ("admin", False)):
        with pytest.raises(Invalid):
            as_one(
                floor,
                me,
                lambda c, r=role, a=active: change_person(c, first, name="A", role=r, active=a),
            )


# Several centres.


def second_centre(floor: Floor) -> str:
    def job(s) -> None:
        centres.add(s, Centre("c2", "Trung tâm 2", "Centre 2", "Asia/Ho_Chi_Minh"), "{}", 0)

    floor.store.write(job)
    return "c2"


def grant(floor: Floor, person: str, *given: tuple[str, str]) -> None:
    floor.store.write(lambda s: grants.put(s, person, given))


def test_a_person_with_a_role_in_two_centres_changes_between_them(floor: Floor) -> None:
    person, other = added(floor), second_centre(floor)
    actor, secret = session(floor)
    with pytest.raises(NotFound):
        as_one(floor, actor, lambda c: move_session(c, other))
    grant(floor, person, (other, "manager"))
    as_one(floor, actor, lambda c: move_session(c, other))
    there = who(floor, secret)
    assert (there.centre, there.role, there.counter) == (other, "manager", None)
    as_one(floor, there, lambda c: move_session(c, actor.centre))
    assert (who(floor, secret).centre, who(floor, secret).role) == (actor.centre, "staff")


def test_a_role_taken_back_ends_what_is_done_there(floor: Floor) -> None:
    person, other = added(floor), second_centre(floor)
    grant(floor, person, ("*", "auditor"))
    actor, secret = session(floor)
    as_one(floor, actor, lambda c: move_session(c, other))
    assert who(floor, secret).role == "auditor"
    grant(floor, person)
    assert floor.store.read(lambda s: identify(s, secret, floor.now)) is None


def test_the_nearest_role_holds(floor: Floor) -> None:
    person, other = added(floor), second_centre(floor)

    def places(s) -> None:
        for id, parent, centre in (("p", None, None), ("d", "p", None), ("x", "d", other)):
            s.run(
                "INSERT INTO place (id, parent, kind, name, name_en, centre, created_at)"
                " VALUES (:id, :parent, 'x', :id, :id, :centre, 0)",
                id=id,
                parent=parent,
                centre=centre,
            )

    floor.store.write(places)
    for given, role in (
        ([("*", "auditor")], "auditor"),
        ([("*", "auditor"), ("p", "manager")], "manager"),
        ([("*", "auditor"), ("p", "manager"), ("d", "staff")], "staff"),
        ([("d", "staff"), (other, "admin")], "admin"),
        ([("elsewhere", "admin")], None),
    ):
        grant(floor, person, *given)
        assert floor.store.read(lambda s: grants.role_in(s, person, other)) == role


def test_only_who_is_administrator_there_gives_a_role_there(floor: Floor) -> None:
    person, boss = added(floor), added(floor, "quantri", "admin")
    other = second_centre(floor)
    me, _ = session(floor, "quantri")
    for scope in (other, "*"):
        with pytest.raises(Forbidden):
            as_one(floor, me, lambda c, s=scope: set_grants(c, person, [(s, "staff")]))
    grant(floor, boss, (other, "admin"))
    as_one(floor, me, lambda c: set_grants(c, person, [(other, "staff")]))
    with pytest.raises(Forbidden):
        as_one(floor, me, lambda c: set_grants(c, person, [(other, "staff"), ("*", "staff")]))
    with pytest.raises(Invalid):
        as_one(floor, me, lambda c: set_grants(c, person, [("nowhere", "staff")]))
    assert [tuple(row.values()) for row in map(dict, floor.store.read(
        lambda s: grants.of(s, person)))] == [(other, "staff")]  # fmt: skip


# The second factor.


def with_app(floor: Floor) -> tuple[Actor, pyotp.TOTP, list[str]]:
    added(floor)
    actor, _ = session(floor)
    secret, uri = as_one(floor, actor, lambda c: begin_totp(c, VAULT))
    assert secret in uri
    app = pyotp.TOTP(secret)
    codes = as_one(floor, actor, lambda c: confirm_totp(c, VAULT, app.at(floor.now // 1000)))
    floor.now += 60_000
    return actor, app, codes


def check(floor: Floor, actor: Actor, code: str) -> None:
    as_one(floor, actor, lambda c: check_second_factor(c, VAULT, actor.person or "", code))


def test_a_code_of_the_app_is_taken_once(floor: Floor) -> None:
    actor, app, _ = with_app(floor)
    code = app.at(floor.now // 1000)
    check(floor, actor, code)
    for again in (code, app.at(floor.now // 1000 - 30), "000000", "", "abc"):
        with pytest.raises(WrongCode):
            check(floor, actor, again)
    check(floor, actor, app.at(floor.now // 1000 + 30))


def test_a_code_from_long_ago_is_refused(floor: Floor) -> None:
    actor, app, _ = with_app(floor)
    with pytest.raises(WrongCode):
        check(floor, actor, app.at(floor.now // 1000 + 90))
    floor.now += 300_000
    with pytest.raises(WrongCode):
        check(floor, actor, app.at(floor.now // 1000 - 60))


def test_a_recovery_code_is_taken_once_however_it_is_typed(floor: Floor) -> None:
    actor, _, codes = with_app(floor)
    assert len(set(codes)) == 10
    check(floor, actor, codes[0].upper().replace("-", " "))
    with pytest.raises(WrongCode):
        check(floor, actor, codes[0])
    check(floor, actor, codes[1])


def test_nothing_of_the_second_factor_can_be_read_from_the_store(floor: Floor) -> None:
    _, app, codes = with_app(floor)
    kept = str([floor.rows(f"SELECT * FROM {t}") for t in ("person_totp", "recovery_code",
                                                          "event", "audit")])  # fmt: skip
    assert app.secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_it_is_asked_for_only_when_confirmed_and_until_it_is_off(floor: Floor) -> None:
    added(floor)
    actor, _ = session(floor)
    as_one(floor, actor, lambda c: begin_totp(c, VAULT))
    check(floor, actor, "")
    secret, _ = as_one(floor, actor, lambda c: begin_totp(c, VAULT))
    with pytest.raises(WrongCode):
        as_one(floor, actor, lambda c: confirm_totp(c, VAULT, "000000"))
    code = pyotp.TOTP(secret).at(floor.now // 1000)
    as_one(floor, actor, lambda c: confirm_totp(c, VAULT, code))
    with pytest.raises(WrongState):
        as_one(floor, actor, lambda c: begin_totp(c, VAULT))
    as_one(floor, actor, remove_totp)
    check(floor, actor, "")


def test_another_installations_key_opens_nothing(tmp_path: Path) -> None:
    sealed = VAULT.seal("bí mật")
    assert VAULT.open(sealed) == "bí mật"
    with pytest.raises(Unavailable):
        Vault(bytes(32)).open(sealed)


def test_the_key_is_made_once_and_is_its_owners(tmp_path: Path) -> None:
    sealed = Vault.of(tmp_path).seal("bí mật")
    assert Vault.of(tmp_path).open(sealed) == "bí mật"
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [KEY_FILE]
