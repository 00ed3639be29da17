"""The bench of phones works; its figure is for ``tests.bench.watching``."""

from pathlib import Path

from load_server import Floor
from load_watching import bare_phones, measure_watching


def test_phones_are_measured_against_a_bare_emit_of_the_same_bytes(tmp_path: Path) -> None:
    said: list[str] = []
    floor, bare = Floor(tmp_path), bare_phones()
    with floor.server, bare:
        figure, _ = measure_watching(floor, bare, 60, 10, 1, said.append)
    assert figure.target == "≤ 2.00"
    ours, theirs = said[-1].split("; bare ")
    messages = ours.rpartition(", ")[2]
    assert messages == theirs.rpartition(", ")[2]
    assert int(messages.split()[0]) > 0
