"""Sixteen clients at once: no number twice, no number left out."""

import os
from pathlib import Path

import pytest
from load_flood import flood
from load_server import Floor

# `make bench` and MOTCUA_FLOOD=100000 issue as many as a busy centre does in a month.
TICKETS = int(os.environ.get("MOTCUA_FLOOD", "10000"))


@pytest.mark.faults
@pytest.mark.timeout(600)
def test_a_flood_of_tickets_has_no_duplicate_and_no_gap(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    with floor.server:
        found = {figure.name: int(figure.value) for figure in flood(floor, TICKETS)}
    assert found.pop("tickets acknowledged") == TICKETS
    assert set(found.values()) == {0}, found
