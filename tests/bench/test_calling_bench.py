"""The bench of calling works on both stores; its figure is for ``tests.bench.calling``."""

import re

from load_calling import measure_calling

from server.store.base import Store


def test_a_long_line_is_measured_against_a_short_one(store: Store) -> None:
    figure = measure_calling(store, rounds=5, many=40, few=4)
    assert re.fullmatch(r"\d+\.\d\d", figure.value)
    assert figure.target == "≤ 1.50"
