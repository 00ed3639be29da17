"""Which presses of an officer's keypad are carried out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.line_protocol import Light
from server.staff.keypad.desk import DeskState
from server.staff.keypad.guard import DOUBLE_PRESS_MS, TOO_OLD_MS, Decision, Guard
from server.staff.keypad.keys import LINE_KEYS, NUMPAD_KEYS, Command
from server.staff.keypad.lamp import light_of
from server.staff.keypad.sender import outcome_of

NOW = 1_795_669_200_000
NEXT, RECALL, SKIP, FINISH, START = 1, 2, 3, 4, 5


def press(guard: Guard, key: int, at: int, ticket: str | None = "t1") -> Decision:
    return guard.decide(key, at, at, "3", ticket)


def test_every_key_is_a_command_on_what_stands_at_the_counter() -> None:
    for key, command in LINE_KEYS.items():
        wanted = Decision(command, None if command is Command.NEXT else "t1")
        assert press(Guard(), key, NOW) == wanted


def test_without_a_ticket_only_the_next_one_can_be_called() -> None:
    for key, command in LINE_KEYS.items():
        ignored = None if command is Command.NEXT else "no_ticket"
        assert press(Guard(), key, NOW, None).ignored == ignored


def test_an_unknown_key_and_an_unknown_counter_do_nothing() -> None:
    assert press(Guard(), 9, NOW).ignored == "no_such_key"
    assert Guard().decide(NEXT, NOW, NOW, None, None).ignored == "no_line"


@pytest.mark.parametrize(("age", "ignored"), [(TOO_OLD_MS, None), (TOO_OLD_MS + 1, "too_old")])
def test_an_old_press_is_not_carried_out(age: int, ignored: str | None) -> None:
    assert Guard().decide(NEXT, NOW - age, NOW, "3", None).ignored == ignored


def test_nothing_is_begun_while_a_command_is_under_way() -> None:
    guard = Guard()
    guard.began()
    assert press(guard, FINISH, NOW + 5_000).ignored == "busy"
    guard.answered(Command.NEXT, NOW + 6_000)
    # Pressed before the answer, heard after it: meant for what stood there before.
    assert guard.decide(FINISH, NOW + 5_999, NOW + 6_100, "3", "t2").ignored == "busy"
    assert press(guard, FINISH, NOW + 6_000) == Decision(Command.FINISH, "t1")


def test_a_double_press_is_one_command_and_another_key_is_another() -> None:
    guard = Guard()
    guard.answered(Command.NEXT, NOW)
    assert press(guard, NEXT, NOW + DOUBLE_PRESS_MS - 1).ignored == "double"
    assert press(guard, START, NOW + 1).command is Command.START
    assert press(guard, NEXT, NOW + DOUBLE_PRESS_MS).command is Command.NEXT


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3_000)), max_size=30))
def test_two_commands_of_one_key_are_never_closer_than_a_double_press(
    presses: list[tuple[int, int]],
) -> None:
    guard, now = Guard(), NOW
    answered: dict[Command, int] = {}
    last: Command | None = None
    for key, pause in presses:
        now += pause
        decision = press(guard, key, now)
        if decision.command is None:
            continue
        if decision.command is last:
            assert now - answered[last] >= DOUBLE_PRESS_MS
        guard.began()
        now += 40
        guard.answered(decision.command, now)
        last, answered[decision.command] = decision.command, now


def test_a_numpads_keys_are_keys_of_the_keypad() -> None:
    assert set(NUMPAD_KEYS.values()) == set(LINE_KEYS)


def test_the_lamps_tell_who_is_there() -> None:
    assert light_of(DeskState("3", None, 0, True)) == Light(False)
    assert light_of(DeskState("3", None, 2, True)) == Light(True, 1)
    assert light_of(DeskState("3", "t1", 2, True)) == Light(True)


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, {"ticket": {}}, "done"),
        (204, None, "nobody"),
        (409, {"error": {"code": "recall_limit"}}, "recall_limit"),
        (404, None, "404"),
        (503, {"error": {"code": "overloaded"}}, None),
        (500, None, None),
        (401, {"error": {"code": "unauthorized"}}, None),
        (302, None, None),
    ],
)
def test_only_trouble_of_server_line_or_token_is_tried_again(
    status: int, body: object, outcome: str | None
) -> None:
    assert outcome_of(status, body) == outcome
