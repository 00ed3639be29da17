"""The machine's clock jumps by a day and back while people draw numbers: none is given twice."""

from collections import Counter
from pathlib import Path

import pytest
from fault_account import rows
from fault_clients import Desk, Kiosk, Ledger
from load_server import Floor

from server.clock import VARIABLE

DAY_MS = 86_400_000
EACH = 6


@pytest.mark.faults
@pytest.mark.parametrize("days", [1, -1])
def test_a_day_forth_or_back_and_home_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    wrong_by = tmp_path / "wrong-by"
    floor, ledger = Floor(tmp_path / "data"), Ledger()
    kiosk = Kiosk(floor.port, floor.token("kiosk"), floor.services[0], ledger)
    desk = Desk(floor.port, floor.token("staff", "1"), floor.token("terminal", "1"), "1", ledger)
    wrong_by.write_text("0")
    monkeypatch.setenv(VARIABLE, str(wrong_by))
    with floor.server:
        for jump in (0, days * DAY_MS, 0, days * DAY_MS, 0):
            # Put in place whole: the server may read it at any moment.
            aside = tmp_path / "aside"
            aside.write_text(str(jump))
            aside.replace(wrong_by)
            for _ in range(EACH):
                assert kiosk.step().status == 201
            desk.step()
    assert not ledger.wrong
    stored = rows(floor, "SELECT id, day, number, state FROM ticket ORDER BY serial")
    assert {row["id"] for row in stored} == {ticket["id"] for ticket in ledger.tickets.values()}
    by_day: dict[str, list[str]] = {}
    for row in stored:
        by_day.setdefault(row["day"], []).append(row["number"])
    assert len(by_day) == 2
    for numbers in by_day.values():
        # Each day's series goes on where it was, whichever way the clock went in between.
        assert [int(number[-3:]) for number in numbers] == list(range(1, len(numbers) + 1))
    calls = Counter(row["ticket"] for row in rows(floor, "SELECT ticket FROM call"))
    assert calls and set(calls.values()) == {1}
    assert {answer["ticket"]["id"] for answer in ledger.calls.values()} == set(calls)
