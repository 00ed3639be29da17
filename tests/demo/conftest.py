"""Demos to test against; every one is stopped, and nothing of it left, at the end."""

from collections.abc import Callable, Iterator

import pytest
from demo_run import DemoRun, Room

StartDemo = Callable[..., DemoRun]


@pytest.fixture(scope="module")
def start_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartDemo]:
    """Starts a demo with these options and waits until it is ready."""
    runs: list[DemoRun] = []

    def start(*options: str) -> DemoRun:
        run = DemoRun(tmp_path_factory.mktemp("demo"), *options)
        runs.append(run)
        run.await_ready()
        return run

    yield start
    for run in runs:
        run.close()


@pytest.fixture
def room() -> Iterator[Callable[[DemoRun, str], Room]]:
    """Watches a room of a demo as its manager."""
    opened: list[Room] = []

    def watch(run: DemoRun, name: str) -> Room:
        opened.append(Room(run.url, run.tokens["manager"], name))
        return opened[-1]

    yield watch
    for one in opened:
        one.close()
