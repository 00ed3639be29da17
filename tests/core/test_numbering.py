"""Numbers on tickets and the days they belong to."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import Invalid
from server.core.numbering import PREFIX_PATTERN, check_prefix, format_number, service_day

HANOI = "Asia/Ho_Chi_Minh"
prefixes = st.from_regex(PREFIX_PATTERN, fullmatch=True)
serials = st.integers(1, 200_000)


@pytest.mark.parametrize(
    ("prefix", "serial", "number"),
    [("A", 1, "A001"), ("A", 12, "A012"), ("UH", 999, "UH999"), ("A", 1000, "A1000"),
     ("1", 1, "1001"), ("9", 12345, "912345")],
)  # fmt: skip
def test_a_number_is_its_prefix_and_at_least_three_digits(
    prefix: str, serial: int, number: str
) -> None:
    assert format_number(prefix, serial) == number


@given(st.lists(prefixes, min_size=2, max_size=12), st.data())
def test_prefixes_that_pass_never_share_a_number(wanted: list[str], data: st.DataObject) -> None:
    taken: list[str] = []
    for prefix in wanted:
        try:
            check_prefix(prefix, taken)
        except Invalid:
            continue
        taken.append(prefix)
    ones = st.tuples(st.sampled_from(taken), serials)
    one, other = data.draw(ones), data.draw(ones)
    assert (format_number(*one) == format_number(*other)) == (one == other)


@given(prefixes, prefixes)
def test_a_prefix_that_begins_another_is_refused_both_ways(one: str, other: str) -> None:
    begins = one.startswith(other) or other.startswith(one)
    for new, taken in ((one, other), (other, one)):
        if begins:
            with pytest.raises(Invalid) as refused:
                check_prefix(new, [taken])
            assert refused.value.field == "prefix"
            assert refused.value.params["conflicts_with"] == taken
        else:
            check_prefix(new, [taken])


@pytest.mark.parametrize(
    "prefix", ["", "0", "10", "a", "ABCD", "A1", "1A", "Đ", "A ", "A\n", "-", "Ａ", "١"]
)
def test_a_malformed_prefix_is_refused(prefix: str) -> None:
    with pytest.raises(Invalid):
        check_prefix(prefix, [])


def test_a_service_day_begins_at_the_centres_midnight() -> None:
    midnight = int(datetime(2026, 11, 26, tzinfo=ZoneInfo(HANOI)).timestamp() * 1000)
    assert service_day(midnight, HANOI) == "2026-11-26"
    assert service_day(midnight - 1, HANOI) == "2026-11-25"
    assert service_day(midnight, "UTC") == "2026-11-25"


@given(
    st.integers(0, 4_102_444_800_000),
    st.sampled_from([HANOI, "UTC", "Europe/Paris", "Pacific/Apia", "America/St_Johns"]),
)
def test_days_follow_each_other_in_every_zone(now: int, zone: str) -> None:
    today = datetime.fromisoformat(service_day(now, zone)).date()
    later = datetime.fromisoformat(service_day(now + 1, zone)).date()
    assert later - today in (timedelta(0), timedelta(days=1), timedelta(days=2))
    assert today == datetime.fromtimestamp(now / 1000, ZoneInfo(zone)).date()
