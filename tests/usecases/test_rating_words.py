"""What people say beside a rating, presses without a time, reasons and photos a centre sets."""

import json
from typing import Any

import pytest
from stores import Floor, add_centre

from server.core.errors import Invalid, NotFound
from server.core.rating_words import DEFAULTS, WORDS_S, Reason
from server.core.satisfaction import RatingRules
from server.queries.snapshot import look
from server.queries.terminal import terminal_view
from server.store import people
from server.store.base import Store
from server.usecases.call import call_next
from server.usecases.configuration.history import recorded
from server.usecases.rate import Press, rate
from server.usecases.rating_words import change_words, put_photo, remove_photo
from server.usecases.visit import finish

OPEN_S = RatingRules().open_s


@pytest.fixture
def floor(store: Store) -> Floor:
    add_centre(store)
    return Floor(store)


def visit(floor: Floor) -> str:
    floor.issue()
    called = floor.do(lambda c: call_next(c, "1", None), person="p1")
    assert called is not None
    floor.do(lambda c: finish(c, called.ticket.id))
    return called.ticket.id


def say(floor: Floor, ticket: str | None, seq: int, value: str = "unsatisfied", **more: Any) -> str:
    reasons = more.pop("reasons", ())
    press = Press(ticket, value, 3, reasons, more.pop("age_ms", 0), "pad", "b1", seq, **more)
    return floor.do(lambda c: rate(c, "1", press), "terminal", counter="1").status


def words_of(floor: Floor, ticket: str) -> tuple[Any, str]:
    (row,) = floor.rows("SELECT reasons, comment FROM rating WHERE ticket = :t", t=ticket)
    return json.loads(row["reasons"]), row["comment"]


def view(floor: Floor) -> Any:
    return floor.store.read(lambda s: terminal_view(look(s, "c1", floor.now), "1"))


def test_reasons_and_a_comment_follow_the_answer_even_after_its_time(floor: Floor) -> None:
    ticket = visit(floor)
    floor.pass_time(OPEN_S - 1)
    assert say(floor, ticket, 1) == "counted"
    floor.pass_time(WORDS_S - 1)
    told = {"reasons": ("noise", "attitude"), "comment": "Ồn\nquá"}
    assert say(floor, ticket, 2, **told) == "changed"
    assert words_of(floor, ticket) == (["noise", "attitude"], "Ồn quá")
    floor.pass_time(2)
    assert say(floor, ticket, 3, comment="Thêm") == "unbound", "too late for words"
    assert say(floor, ticket, 4, "satisfied", comment="Khác") == "unbound", "another answer"
    assert words_of(floor, ticket) == (["noise", "attitude"], "Ồn quá")


def test_a_changed_mind_takes_its_words_along(floor: Floor) -> None:
    ticket = visit(floor)
    say(floor, ticket, 1, reasons=("noise",), comment="Ồn")
    assert say(floor, ticket, 2, "satisfied") == "changed"
    assert words_of(floor, ticket) == ([], "")


def test_a_press_whose_time_nobody_knows_is_kept_marked_and_belongs_to_no_visit(
    floor: Floor,
) -> None:
    visit(floor)
    assert say(floor, None, 1, undated=True) == "unbound"
    assert say(floor, None, 1, undated=True) == "repeated"
    (row,) = floor.rows("SELECT status, undated, ticket, scale FROM press")
    assert row == {"status": "unbound", "undated": 1, "ticket": None, "scale": 3}
    assert floor.value("SELECT COUNT(*) AS n FROM rating") == 0
    assert say(floor, None, 2) == "counted"


def test_a_centres_own_reasons_are_offered_and_old_ones_still_taken(floor: Floor) -> None:
    mine = [Reason("toilet", "Nhà vệ sinh bẩn", "Dirty toilets"), DEFAULTS[0]]
    asked = recorded("rating_words", lambda c: change_words(c, mine, comment=False, officer=False))
    floor.do(asked, "admin")
    assert "terminal/1" in floor.rooms
    told = view(floor)
    assert [reason["code"] for reason in told["reasons"]] == ["toilet", "noise"]
    assert told["comment"] is False
    ticket = visit(floor)
    # A terminal that was without a network offered them still.
    assert say(floor, ticket, 1, reasons=("attitude", "toilet")) == "counted"
    with pytest.raises(Invalid):
        say(floor, ticket, 2, reasons=("sauna",))
    assert floor.value("SELECT COUNT(*) AS n FROM configuration_change") == 1
    floor.do(asked, "admin")
    assert floor.value("SELECT COUNT(*) AS n FROM configuration_change") == 1


def test_an_officers_name_and_photo_are_shown_only_where_the_centre_says_so(floor: Floor) -> None:
    floor.store.write(
        lambda s: people.add(s, id="p1", centre="c1", username="an", name="Nguyễn Thị An",
                             role="staff", password_hash="x", now=floor.now)
    )  # fmt: skip
    visit(floor)
    floor.do(lambda c: put_photo(c, "p1", b"first"), "admin")
    assert view(floor)["officer"] is None
    reasons = list(DEFAULTS)
    floor.do(lambda c: change_words(c, reasons, comment=True, officer=True), "admin")
    first = view(floor)["officer"]
    assert (first["id"], first["name"]) == ("p1", "Nguyễn Thị An")
    floor.do(lambda c: put_photo(c, "p1", b"second"), "admin")
    assert view(floor)["officer"]["photo"] not in (None, first["photo"])
    floor.do(lambda c: remove_photo(c, "p1"), "admin")
    assert view(floor)["officer"]["photo"] is None
    with pytest.raises(NotFound):
        floor.do(lambda c: put_photo(c, "nobody", b"x"), "admin")
