"""The bench of presses works."""

import re
from pathlib import Path

from load_press import measure_press
from load_server import Floor


def test_presses_are_measured_against_the_servers_own_round_trip(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    with floor.server:
        figures = measure_press(floor, 30)
    assert len(figures) == 2
    for figure in figures:
        assert re.fullmatch(r"\d+\.\d\d", figure.value)
        assert float(figure.value) > 0
