from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import KioskError
from kiosk.press import CHECK_IN, TICKETS, parse_check_in, parse_press

GOOD = {"press": "6f1c0b9e-3c39-4a53-9a0e-0d7a2f6f3b11", "service": "ho-tich", "language": "vi"}
CODED = {"press": GOOD["press"], "code": "482913", "language": "en"}


def test_a_press_becomes_the_order_for_the_server() -> None:
    press = parse_press({**GOOD, "priority": "elderly", "procedure": "1.001193"})
    assert press.path == TICKETS
    assert press.order == {
        "service": "ho-tich",
        "language": "vi",
        "priority": "elderly",
        "procedure": "1.001193",
    }
    assert parse_press(GOOD).order == {"service": "ho-tich", "language": "vi"}


def test_a_code_becomes_the_order_to_check_in() -> None:
    press = parse_check_in({**CODED, "service": "ho-tich"})
    assert (press.path, press.language) == (CHECK_IN, "en")
    assert press.order == {"code": "482913", "language": "en"}


def test_the_same_uuid_written_otherwise_is_the_same_press() -> None:
    loud = {**GOOD, "press": "{" + GOOD["press"].upper() + "}"}
    assert parse_press(loud).id == parse_press(GOOD).id


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("press", None), ("press", "1"), ("press", 5), ("press", "x" * 10_000),
        ("service", None), ("service", ""), ("service", "a\x00b"), ("service", "x" * 65),
        ("service", ["ho-tich"]), ("language", "fr"), ("language", ["vi"]), ("language", None),
        ("priority", 3), ("priority", ""), ("procedure", {"a": 1}), ("procedure", "\n"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(field: str, value: Any) -> None:
    with pytest.raises(KioskError) as caught:
        parse_press({**GOOD, field: value})
    assert caught.value.status == 422
    assert caught.value.body["error"]["field"] == field
    assert field in caught.value.body["error"]["action"]["en"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("press", None), ("press", "1"), ("language", "fr"), ("code", None), ("code", ""),
        ("code", "48291"), ("code", "4829133"), ("code", 482913), ("code", "48291a"),
        ("code", "482913\n"), ("code", "４８２９１３"), ("code", ["482913"]),
    ],
)  # fmt: skip
def test_a_wrong_field_of_a_check_in_is_named(field: str, value: Any) -> None:
    with pytest.raises(KioskError) as caught:
        parse_check_in({**CODED, field: value})
    assert caught.value.status == 422
    assert caught.value.body["error"]["field"] == field


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)


@given(json_values | st.fixed_dictionaries(dict.fromkeys(GOOD, json_values)))
def test_no_json_is_anything_but_a_press_or_a_clear_refusal(body: Any) -> None:
    for parse in (parse_press, parse_check_in):
        try:
            parse(body)
        except KioskError as error:
            assert error.status in (400, 422)
