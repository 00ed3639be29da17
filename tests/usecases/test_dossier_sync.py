"""What departments tell, in any order, again and again: one state comes of it."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dossier_desk import DossierDesk
from dossier_sync import deliver, enter, traffic
from hypothesis import given
from hypothesis import strategies as st
from stores import ZONE, Floor

from server.core.dossier_messages import Malformed, Standing, read_message
from server.core.errors import Invalid
from server.queries.dossiers import conflicts_list
from server.usecases.dossiers.syncing import MOST_MESSAGES, check_department

CODE = "H16.15-261001-00001"


@pytest.fixture
def desk(floor: Floor) -> DossierDesk:
    return DossierDesk(floor)


@pytest.fixture
def entered(desk: DossierDesk) -> DossierDesk:
    enter(desk.floor, [CODE])
    return desk


def told(state: str, day: int, **more: Any) -> dict[str, Any]:
    return {"code": CODE, "state": state, "at": f"2026-10-{day:02d}T10:00:00+07:00", **more}


def test_shuffled_and_repeated_it_ends_as_in_order_once(desk: DossierDesk) -> None:
    sent = traffic(2_000)
    enter(desk.floor, sent.codes)
    assert deliver(desk, sent.good, 300) == 0
    once = desk.states()
    desk.floor.store.write(_forget)
    enter(desk.floor, sent.codes)
    assert deliver(desk, sent.deliveries, 700) == sent.bad
    assert desk.states() == once
    assert {row["state"] for row in once} == {"returned"}
    assert any(row["told_pauses"] != "[]" for row in once)
    assert desk.floor.value("SELECT COUNT(*) AS n FROM dossier_message") == len(sent.good)


def test_messages_that_come_before_the_dossier_are_taken_in_with_it(desk: DossierDesk) -> None:
    sent = traffic(200)
    done = desk.tell(sent.good)
    assert (done.accepted, done.changed, len(done.unknown)) == (len(sent.good), 0, len(sent.codes))
    enter(desk.floor, sent.codes)
    before = desk.states()
    assert deliver(desk, sent.deliveries) == sent.bad
    assert desk.states() == before
    assert {row["state"] for row in before} == {"returned"}


def test_each_malformed_message_is_reported_in_its_place(entered: DossierDesk) -> None:
    bad = {"code": CODE, "state": "resolved", "at": "2026-10-45"}
    done = entered.tell([told("processing", 2), bad, told("resolved", 3), bad, 7])
    assert [(place, field, problem) for place, _, field, problem in done.problems] == [
        (1, "at", "time"), (3, "at", "time"), (4, "", "shape")
    ]  # fmt: skip
    assert (done.received, done.accepted, done.changed) == (5, 2, 1)
    assert entered.page(CODE)["state"] == "resolved"


def test_done_and_told_are_two_times(entered: DossierDesk) -> None:
    now = entered.floor.now
    entered.tell([told("resolved", 5, resolved_at="20261002100000")])
    page = entered.page(CODE)
    assert page["resolved_at"] == "2026-10-02T03:00:00.000Z"
    assert page["verdict"] == "on_time"  # received on the 1st, one working day, told on the 5th
    row = entered.states()[0]
    assert row["recorded_at"] == now
    entered.floor.pass_time(86_400)
    entered.tell([told("resolved", 5, resolved_at="20261002100000"),
                  told("returned", 6, note="lần hai"),
                  told("resolved", 7, resolved_at="2026-10-02T03:00:00Z")])  # fmt: skip
    assert entered.states()[0]["recorded_at"] == now
    # Told earlier than anything we knew: the time a department names itself.
    entered.tell([told("resolved", 8, recorded_at="2026-10-08T11:00:00+07:00")])
    assert entered.states()[0]["recorded_at"] == 1_791_432_000_000


def test_an_answer_taken_back_opens_the_dossier_again(entered: DossierDesk) -> None:
    entered.tell([told("processing", 6), told("resolved", 5)])
    page = entered.page(CODE)
    assert (page["state"], page["resolved_at"], page["verdict"]) == ("processing", None, None)
    entered.tell([told("returned", 7)])
    assert entered.page(CODE)["resolved_at"] == "2026-10-05T03:00:00.000Z"


def test_a_supplement_told_moves_the_due_date(entered: DossierDesk) -> None:
    before = entered.page(CODE)["due_at"]
    entered.tell([told("processing", 5)])
    entered.tell([told("supplement", 2)])
    page = entered.page(CODE)
    assert page["supplements"] == [
        {"asked_at": "2026-10-02T03:00:00.000Z", "brought_at": "2026-10-05T03:00:00.000Z"}
    ]
    assert (before, page["due_at"]) == ("2026-10-02T10:00:00.000Z", "2026-10-05T10:00:00.000Z")
    assert page["state"] == "processing"


def test_what_contradicts_is_kept_and_shown(entered: DossierDesk) -> None:
    other = "H16.15-261001-00002"
    enter(entered.floor, [other])
    entered.tell([told("resolved", 5, seq=1), told("refused", 5, seq=1)])
    entered.tell([told("resolved", 5, code=other), told("resolved", 5, code=other, seq=0)])
    (found,) = entered.see(lambda seen: conflicts_list(seen, "", 10))["items"]
    assert found["code"] == CODE
    assert {message["state"] for message in found["messages"]} == {"resolved", "refused"}
    entered.tell([told("resolved", 6, code=other, id="x"), told("resolved", 7, code=other, id="x")])
    assert len(entered.see(lambda seen: conflicts_list(seen, "", 10))["items"]) == 2
    assert len(entered.see(lambda seen: conflicts_list(seen, CODE, 10))["items"]) == 1


def test_a_department_tells_of_its_own_dossiers_only(entered: DossierDesk) -> None:
    done = entered.tell([told("resolved", 5)], department="so-xay-dung")
    assert [problem for *_, problem in done.problems] == ["not_yours"]
    assert entered.page(CODE)["state"] == "received"
    assert entered.page(CODE)["messages"] == []
    with pytest.raises(Invalid):
        entered.floor.do(lambda c: check_department(c, "so-xay-dung"))


def test_a_delivery_has_a_bound(desk: DossierDesk) -> None:
    with pytest.raises(Invalid):
        desk.tell([7] * (MOST_MESSAGES + 1))


def test_both_forms_of_time_are_the_same_message_to_the_state() -> None:
    zone = ZoneInfo(ZONE)
    ranks = {
        read_message({"code": CODE, "state": "resolved", "at": at}, "d", zone, 0)["rank"]
        for at in ("20261002100000", 20261002100000, "2026-10-02T10:00:00+07:00",
                   "2026-10-02T03:00:00Z", "2026-10-02T10:00:00")
    }  # fmt: skip
    assert len(ranks) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["code", "state", "at", "seq", "id", "note", "x"]), inner)
    ),
    max_leaves=8,
)


@given(raw=JSON)
def test_whatever_comes_is_read_or_refused(raw: Any) -> None:
    try:
        message = read_message(raw, "d", ZoneInfo(ZONE), 0)
    except Malformed as error:
        assert error.problem
    else:
        assert message["rank"]


@given(order=st.permutations(range(6)))
def test_the_order_of_arrival_does_not_matter(order: list[int]) -> None:
    zone = ZoneInfo(ZONE)
    messages = [
        read_message(told(state, day, seq=seq), "d", zone, 0)
        for state, day, seq in (("processing", 2, 0), ("resolved", 3, 0), ("resolved", 3, 1),
                                ("refused", 3, 1), ("processing", 4, 0), ("returned", 5, 0))
    ]  # fmt: skip
    standing = Standing("received")
    for place in order:
        standing.hear(messages[place])
    expected = Standing("received")
    for message in messages:
        expected.hear(message)
    assert standing == expected


def _forget(session: Any) -> None:
    session.run("DELETE FROM dossier_message")
    session.run("DELETE FROM dossier")
