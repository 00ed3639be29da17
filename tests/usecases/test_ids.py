"""Identifiers."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.usecases.ids import from_code, new_id, to_code


@given(st.integers(0, 2**48 - 1))
def test_an_id_is_a_uuid_of_version_7_that_carries_its_time(now: int) -> None:
    made = uuid.UUID(new_id(now))
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == now


@given(st.integers(0, 2**48 - 2))
def test_ids_sort_by_time(now: int) -> None:
    assert new_id(now) < new_id(now + 1)


def test_ids_of_the_same_moment_cannot_be_guessed_from_each_other() -> None:
    made = {new_id(1) for _ in range(2_000)}
    assert len(made) == 2_000
    tails = {uuid.UUID(id).int & (2**62 - 1) for id in made}
    assert len(tails) == 2_000
    ones = sum(bin(t).count("1") for t in tails) / len(tails)
    assert 29 < ones < 33  # of 62 random bits


@given(st.uuids())
def test_a_code_is_22_characters_and_leads_back(id: uuid.UUID) -> None:
    code = to_code(str(id))
    assert len(code) == 22
    assert from_code(code) == str(id)


@pytest.mark.parametrize("code", ["", "A", "A" * 21, "A" * 23, "A" * 21 + "!", "ê" * 22, "A A" * 7])
def test_what_is_no_code_leads_nowhere(code: str) -> None:
    assert from_code(code) is None


@given(st.text(max_size=40))
def test_any_text_is_answered_without_an_error(text: str) -> None:
    found = from_code(text)
    assert found is None or uuid.UUID(found)
