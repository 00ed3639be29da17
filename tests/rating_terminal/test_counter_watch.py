"""Which counter a terminal's token belongs to."""

import pytest

from rating_terminal.counter_watch import counter_of_session

SESSION = {"user": None, "device": {"role": "terminal", "counter": "3"}}


def test_a_terminals_session_names_its_counter() -> None:
    assert counter_of_session(200, SESSION) == "3"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (401, SESSION),
        (200, None),
        (200, []),
        (200, {"device": None}),
        (200, {"device": {"role": "kiosk", "counter": "3"}}),
        (200, {"device": {"role": "terminal", "counter": None}}),
        (200, {"device": {"role": "terminal", "counter": ""}}),
    ],
)
def test_any_other_answer_names_none(status: int, body: object) -> None:
    assert counter_of_session(status, body) is None
