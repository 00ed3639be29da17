"""Which counter a device's token belongs to."""

import pytest

from hardware.own_counter import counter_of_session

SESSION = {"user": None, "device": {"role": "terminal", "counter": "3"}}


@pytest.mark.parametrize("role", ["terminal", "staff"])
def test_a_devices_session_names_its_counter(role: str) -> None:
    assert counter_of_session(role, 200, {"device": {"role": role, "counter": "3"}}) == "3"


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
    assert counter_of_session("terminal", status, body) is None
