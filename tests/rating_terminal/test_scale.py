"""What the keys of a pad mean on each scale."""

import pytest

from rating_terminal.scale import keys_told, value_of_key


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


def test_a_numpads_keys_stand_for_what_the_configuration_says() -> None:
    told = "82=very_satisfied, 83=very_satisfied,28=satisfied,14=unsatisfied"
    assert keys_told(told, 3) == {82: 1, 83: 1, 28: 2, 14: 3}


@pytest.mark.parametrize(
    "told",
    [
        "",
        "79",
        "79=1,80=2,81=3",
        "x=satisfied,80=unsatisfied",
        "79=satisfied",
        "79=satisfied,79=unsatisfied",
        "79=satisfied,80=unsatisfied,81=neutral",
        "0=satisfied,80=unsatisfied",
        "768=satisfied,80=unsatisfied",
    ],
)
def test_keys_that_fit_no_scale_of_two_are_refused(told: str) -> None:
    with pytest.raises(ValueError):
        keys_told(told, 2)
