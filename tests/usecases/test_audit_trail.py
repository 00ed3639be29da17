"""The audit trail: who changed what, in a chain that nobody can edit."""

import dataclasses

import pytest
from stores import Floor

from server.core.audit_chain import BEGINNING, Entry, Verdict, follow, link
from server.core.errors import Unavailable
from server.core.model import Role
from server.usecases import audit
from server.usecases.administer import NewPerson, add_person
from server.usecases.change_settings import change_settings
from server.usecases.configuration.history import recorded, undo_settings
from server.usecases.devices import create_token, revoke_token

PASSWORD = "mot-mat-khau-dai"


def entries(n: int) -> list[tuple[Entry, str]]:
    made: list[tuple[Entry, str]] = []
    head = BEGINNING
    for seq in range(1, n + 1):
        entry = Entry("c1", seq, 1_000 + seq, "person:p1", "settings_changed", "", "{}")
        head = link(head, entry)
        made.append((entry, head))
    return made


def test_a_whole_chain_holds_and_every_kind_of_edit_breaks_it_at_its_place() -> None:
    chain = entries(5)
    start = Verdict(0, BEGINNING)
    assert follow(chain, start) == Verdict(5, chain[-1][1])
    for field, value in (("at", 5), ("actor", "x"), ("what", "y"), ("data", '{"a":1}')):
        edited = list(chain)
        edited[2] = (dataclasses.replace(chain[2][0], **{field: value}), chain[2][1])
        assert follow(edited, start).broken_at == 3
    assert follow(chain[:1] + chain[2:], start).broken_at == 2
    assert follow(chain[1:], start).broken_at == 1
    # A row made up with a hash of its own does not fit the next one.
    made_up = dataclasses.replace(chain[2][0], what="nothing")
    forged = [*chain[:2], (made_up, link(chain[1][1], made_up)), *chain[3:]]
    assert follow(forged, start).broken_at == 4


def test_changes_of_people_devices_and_settings_are_noted_with_who_and_what(floor: Floor) -> None:
    new = NewPerson("lan", "Nguyễn Thị Lan", "staff", PASSWORD)
    person = floor.do(lambda c: add_person(c, new), "admin", person="chief")
    token, _ = floor.do(lambda c: create_token(c, Role.KIOSK, None), "admin")
    floor.do(lambda c: revoke_token(c, token), "admin")
    set_ratio = recorded("settings", lambda c: change_settings(c, {"calling": {"ratio": 7}}))
    floor.do(set_ratio, "admin")
    floor.do(undo_settings, "admin")
    rows = floor.rows("SELECT seq, actor, what, data FROM audit ORDER BY seq")
    assert [row["what"] for row in rows] == [
        "person_added", "token_created", "token_revoked",
        "settings_changed", "settings_changed", "settings_undone",
    ]  # fmt: skip
    assert [row["seq"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert rows[0]["actor"] == "person:chief" and person in rows[0]["data"]
    assert '"calling.ratio": [' in rows[3]["data"]
    text = str(rows)
    assert "Lan" not in text and PASSWORD not in text
    assert floor.store.read(lambda s: audit.verify(s, "c1")).broken_at is None


def test_the_store_refuses_to_change_or_remove_an_entry(floor: Floor) -> None:
    floor.do(lambda c: audit.record(c, "tried"), "admin")
    for sql in ("UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"):
        with pytest.raises(Unavailable) as refused:
            floor.store.write(lambda s, sql=sql: s.run(sql))
        assert "audit trail" in str(refused.value)
    assert floor.value("SELECT COUNT(*) FROM audit") == 1


def test_who_gets_round_the_store_is_found(floor: Floor) -> None:
    for n in range(4):
        floor.do(lambda c, n=n: audit.record(c, "done", str(n)), "admin")
    head = floor.store.read(lambda s: audit.verify(s, "c1"))
    assert (head.length, head.broken_at) == (4, None)

    def tamper(session) -> None:  # type: ignore[no-untyped-def]
        if session.__class__.__name__.startswith("Sqlite"):
            session.run("DROP TRIGGER audit_not_changed")
        else:
            session.run("SET session_replication_role = replica")
        session.run("UPDATE audit SET subject = '9' WHERE seq = 3")
        if not session.__class__.__name__.startswith("Sqlite"):
            session.run("SET session_replication_role = DEFAULT")

    floor.store.write(tamper)
    assert floor.store.read(lambda s: audit.verify(s, "c1")).broken_at == 3
    floor.do(lambda c: audit.record(c, "later"), "admin")
    assert floor.store.read(lambda s: audit.verify(s, "c1")).broken_at == 3


def test_what_is_too_long_keeps_its_names_only(floor: Floor) -> None:
    floor.do(lambda c: audit.record(c, "much", data={"a": "x" * 10_000}), "admin")
    assert '"parts": ["a"]' in floor.value("SELECT data FROM audit")
