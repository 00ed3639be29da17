"""Reasons as a centre edits them, and comments as they are kept."""

import pytest

from server.core.errors import Invalid
from server.core.rating_words import (
    DEFAULTS,
    LONGEST_COMMENT,
    MOST_SHOWN,
    Reason,
    WordRules,
    edited,
    offered,
    plain_comment,
)
from server.core.satisfaction import REASONS

TOILET = Reason("toilet", " Nhà vệ sinh  bẩn ", "Dirty toilets")


def test_a_centre_begins_with_the_seven_reasons() -> None:
    assert tuple(reason.code for reason in offered(WordRules())) == REASONS


def test_a_reason_left_out_is_no_longer_offered_and_stays_readable() -> None:
    words = WordRules(edited(DEFAULTS, [TOILET, DEFAULTS[3]]))
    assert [reason.code for reason in offered(words)] == ["toilet", "late_result"]
    assert offered(words)[0].name == "Nhà vệ sinh bẩn"
    assert words.knows(["noise", "toilet"]) and not words.knows(["sauna"])


@pytest.mark.parametrize(
    "wanted",
    [
        [],
        [Reason("toilet", "a", "b", active=False)],
        [TOILET, TOILET],
        [Reason("Toilet", "a", "b")],
        [Reason("toilet", " ", "b")],
        [Reason("toilet", "a" * 49, "b")],
        [Reason(f"r{n}", "a", "b") for n in range(MOST_SHOWN + 1)],
    ],
)
def test_reasons_out_of_bounds_are_refused(wanted: list[Reason]) -> None:
    with pytest.raises(Invalid) as error:
        edited(DEFAULTS, wanted)
    assert error.value.field == "reasons"


def test_codes_do_not_grow_for_ever() -> None:
    reasons: tuple[Reason, ...] = DEFAULTS
    with pytest.raises(Invalid):
        for n in range(100):
            reasons = edited(reasons, [Reason(f"r{n}", "a", "b")])


def test_a_comment_is_one_plain_paragraph_of_bounded_length() -> None:
    assert plain_comment(" Ồn\x00 quá,\r\nkhó\tnghe\u202e ") == "Ồn quá, khó nghe"
    assert len(plain_comment("a" * 9_999)) == LONGEST_COMMENT
