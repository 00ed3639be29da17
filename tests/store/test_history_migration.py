"""Changes of the settings from before the configuration had a history stand in it, and go back."""

import json
from collections.abc import Callable

from stores import NOON, Floor

from server.core.model import Centre
from server.store import centres, configuration_changes
from server.store.base import Session, Store
from server.usecases.configuration.history import undo_settings
from server.usecases.settings import Settings, dump, load

Upgraded = Callable[[int, Callable[[Session], None]], Store]
BEFORE = 30
CHIEF = "person:p1"


def _with_scale(scale: int) -> str:
    return json.dumps({**json.loads(dump(Settings())), "scale": scale})


def _of_settings(s: Session, at: int, before: int, after: int, undone: int | None = None) -> None:
    s.run(
        "INSERT INTO setting_change (centre, at, actor, before, after, undone_at)"
        " VALUES ('c1', :at, :actor, :before, :after, :undone)",
        actor=CHIEF,
        at=at,
        before=_with_scale(before),
        after=_with_scale(after),
        undone=undone,
    )


def _in_history(s: Session, at: int, kind: str, before: int, after: int) -> None:
    was, became = (f'{{"settings": {_with_scale(scale)}}}' for scale in (before, after))
    configuration_changes.add(s, "c1", at, CHIEF, kind, was, became)


def _fill(s: Session) -> None:
    """Scale 3, then 4, 5 before there was a history; 2 and 4 since, the last one taken back."""
    centres.add(s, Centre("c1", "x", "x", "UTC"), _with_scale(2), 0)
    _of_settings(s, 10, 3, 4)
    _of_settings(s, 20, 4, 5)
    _of_settings(s, 25, 5, 5)
    _of_settings(s, 30, 5, 2)
    _in_history(s, 30, "settings", 5, 2)
    _in_history(s, 35, "counter_set", 7, 8)
    _of_settings(s, 40, 2, 4, undone=50)
    _in_history(s, 40, "settings", 2, 4)
    _in_history(s, 50, "undo", 4, 2)


def test_changes_of_both_histories_are_told_once_in_their_order(upgraded: Upgraded) -> None:
    store = upgraded(BEFORE, _fill)
    rows = store.read(lambda s: configuration_changes.listing(s, "c1", None, 99))
    assert [(row["at"], row["kind"], row["undone_at"]) for row in reversed(rows)] == [
        (10, "settings", None),
        (20, "settings", None),
        (30, "settings", None),
        (35, "counter_set", None),
        (40, "settings", 50),
        (50, "undo", None),
    ]


def test_settings_go_back_to_what_they_were_before_the_history(upgraded: Upgraded) -> None:
    floor = Floor(upgraded(BEFORE, _fill), now=NOON)
    scales = []
    for _ in range(3):
        floor.do(undo_settings, "admin")
        row = floor.store.read(lambda s: centres.get(s, "c1"))
        scales.append(load(row["settings"]).scale if row else None)
    assert scales == [5, 4, 3]
