"""What the keys of a pad mean on each scale."""

import pytest

from rating_terminal.scale import value_of_key


@pytest.mark.parametrize(
    ("scale", "values"),
    [
        (2, ["satisfied", "unsatisfied"]),
        (3, ["very_satisfied", "satisfied", "unsatisfied"]),
        (4, ["very_satisfied", "satisfied", "neutral", "unsatisfied"]),
        (5, ["very_satisfied", "satisfied", "neutral", "unsatisfied", "very_unsatisfied"]),
    ],
)
def test_keys_run_from_best_to_worst_and_no_other_key_means_anything(
    scale: int, values: list[str]
) -> None:
    assert [value_of_key(scale, key) for key in range(1, scale + 1)] == values
    assert value_of_key(scale, 0) is None
    assert value_of_key(scale, scale + 1) is None
