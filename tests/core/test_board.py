"""Boards: what belongs on one, and which set-ups are refused."""

import json
from dataclasses import asdict, replace

import pytest

from server.core.board import Board, Span, check, from_json, silenced, whole
from server.core.errors import Invalid

KNOWN = {"services": ["a", "b"], "counters": ["1", "2"], "media": ["m.png"]}


def test_a_board_with_nothing_named_shows_everything() -> None:
    assert whole().shows("any", "9")
    assert whole().speaks


@pytest.mark.parametrize(
    ("service", "counter", "shown"),
    [("a", "9", True), ("b", "1", True), ("b", "9", False), ("a", "1", True)],
)
def test_a_board_shows_calls_of_its_services_or_at_its_counters(
    service: str, counter: str, shown: bool
) -> None:
    board = Board("x", services=("a",), counters=("1",))
    assert board.shows(service, counter) is shown


def test_each_language_has_its_voice_in_order() -> None:
    assert Board("x", languages=("vi", "en"), accent="south").voices == ("south", "en")
    assert Board("x", languages=("en",)).voices == ("en",)


def test_what_was_kept_comes_back_as_it_was() -> None:
    board = Board(
        "x", "Tầng 2", services=("a",), media=("m.png",), volumes=(Span("07:00", "11:30", 40),)
    )
    assert from_json("x", json.loads(json.dumps(asdict(board)))) == board


def test_a_field_of_a_later_version_is_passed_over() -> None:
    assert from_json("x", {"name": "A", "hologram": True}) == Board("x", "A")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"services": ("a", "c")}, "services"),
        ({"services": ("a", "a")}, "services"),
        ({"counters": ("3",)}, "counters"),
        ({"media": ("gone.png",)}, "media"),
        ({"languages": ()}, "languages"),
        ({"languages": ("vi", "vi")}, "languages"),
        ({"volumes": (Span("11:00", "10:00", 5),)}, "volumes"),
        ({"volumes": (Span("07:00", "12:00", 5), Span("11:00", "13:00", 5))}, "volumes"),
        ({"volumes": (Span("25:00", "26:00", 5),)}, "volumes"),
    ],
)
def test_what_is_not_there_or_out_of_order_is_refused(
    change: dict[str, object], field: str
) -> None:
    board = replace(Board("x"), **change)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refused:
        check(board, **KNOWN)
    assert refused.value.field == field


def test_a_right_board_passes() -> None:
    check(
        Board("x", services=("b",), counters=("2",), media=("m.png",), languages=("en", "vi"),
              volumes=(Span("07:00", "12:00", 0), Span("12:00", "13:00", 100))),
        **KNOWN,
    )  # fmt: skip
    assert not silenced(whole()).speaks
