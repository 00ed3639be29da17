"""Running a failed test again: a deadline missed on a busy machine is no fault, and the last run
begins on a fresh floor. What fails each time fails; why the runs before failed is told."""

from collections.abc import Generator

import pytest
from pytest_rerunfailures import suspended_finalizers

RUNS_OF_REAL_PARTS = 3
"""How often a test of real processes is run at most; the others twice."""
REASON = 3_000
"""Characters of the end of a failure that are shown of a test that then passed."""

_FAILED = pytest.StashKey[bool]()


def runs_again(item: pytest.Item, real_parts: bool) -> None:
    """Marks a collected test."""
    item.add_marker(pytest.mark.flaky(reruns=RUNS_OF_REAL_PARTS - 1 if real_parts else 1))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Why each test that ran again had failed: a second run hides no reason."""
    for report in terminalreporter.getreports("rerun"):
        terminalreporter.write_sep("_", f"why {report.nodeid} ran again")
        terminalreporter.write_line(report.longreprtext[-REASON:])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "setup":
        item.stash[_FAILED] = False
    item.stash[_FAILED] |= report.failed
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """What the first runs left behind on their module's floor, a period closed or a password
    changed, is no reason to fail the last."""
    if not item.stash[_FAILED] or _run_of(item) != RUNS_OF_REAL_PARTS - 1:
        return
    # The plug-in keeps the module's parts for the next run; here they end with this one.
    parts = item.session._setupstate
    parts.stack.update(suspended_finalizers)
    suspended_finalizers.clear()
    parts.teardown_exact(_elsewhere(item))


def _run_of(item: pytest.Item) -> int:
    """1 for the first run; as the plug-in counts."""
    return int(getattr(item, "execution_count", 0))


def _elsewhere(item: pytest.Item) -> pytest.Item | None:
    """A test of another module: what it needs too, such as the browser, stays."""
    return next((other for other in item.session.items if other.path != item.path), None)
