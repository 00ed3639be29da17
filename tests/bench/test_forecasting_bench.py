"""The bench of forecasting works."""

import re
from pathlib import Path

from load_forecast import measure_forecast


def test_issuing_is_measured_with_and_without_forecasts(tmp_path: Path) -> None:
    figures = measure_forecast(tmp_path, pairs=1, issues=10)
    assert len(figures) == 2
    for figure in figures:
        assert re.fullmatch(r"\d+\.\d\d", figure.value)
