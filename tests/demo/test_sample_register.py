"""The demo's register is a file like any other, and its reports tell something."""

from datetime import date, datetime

from server.demo.register import sample_register
from server.demo.sample import sample_centre
from server.usecases.dossiers.reading import read_dossiers

TODAY = date(2026, 11, 23)


def test_the_file_is_taken_whole_and_is_the_same_for_the_same_day() -> None:
    centre = sample_centre()
    now = datetime(2026, 11, 23, 9, 0)
    file = sample_register(centre, TODAY, now)
    assert file == sample_register(centre, TODAY, now)
    checked, ignored = read_dossiers(file, centre.zone)
    assert (checked.problems_total, list(ignored)) == (0, [])
    assert len({row["code"] for row in checked.rows}) == len(checked.rows) > 300
    pending = [row for row in checked.rows if row["resolved_at"] is None]
    assert 0 < len(pending) < len(checked.rows) / 2
    late = [r for r in checked.rows if r["resolved_at"] and r["resolved_at"] > r["due_at"]]
    late_in_books = [r for r in checked.rows if r["recorded_at"] and r["recorded_at"] > r["due_at"]]
    assert 0 < len(late) < len(late_in_books)
