"""The bench of the search works; its figure is for ``tests.bench.searching``."""

import re

from load_searching import keystrokes, measure_searching


def test_every_key_of_a_query_is_a_keystroke() -> None:
    typed = keystrokes(2)
    assert len(typed[0]) == 1
    assert typed[1].startswith(typed[0])


def test_keystrokes_are_measured_against_a_bare_search() -> None:
    figures = measure_searching(queries=5)
    assert len(figures) == 2
    for figure in figures:
        assert re.fullmatch(r"\d+\.\d\d", figure.value)
        assert figure.target.startswith("≤ ")
