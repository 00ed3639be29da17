"""Devices are noted as heard of: their time and version, many together, none too often."""

from typing import Any

import pytest
from stores import Floor

from server.core.model import Role
from server.engine import DirectLanes, Engine
from server.live import presence
from server.live.presence import Presence
from server.queries.device_tokens import tokens_list
from server.queries.snapshot import look
from server.store.base import Store
from server.usecases.devices import create_token


@pytest.fixture
def engine(store: Store) -> Engine:
    return Engine(DirectLanes(store), lambda _centre, _rooms: None)


def listed(floor: Floor) -> dict[str, Any]:
    tokens = floor.store.read(lambda s: tokens_list(look(s, "c1", floor.now)))
    return {token["id"]: token for token in tokens}


def test_whoever_is_heard_of_is_noted_with_its_version(
    floor: Floor, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, pad, silent = (
        floor.do(lambda c: create_token(c, Role.DISPLAY, None), "admin")[0] for _ in range(3)
    )
    later = floor.now + 60_000
    monkeypatch.setattr(presence, "now_ms", lambda: later)
    heard = Presence(engine)
    heard.came("line", screen, "0.1.0")
    heard.heard(pad)
    heard.note()
    tokens = listed(floor)
    assert [tokens[id]["version"] for id in (screen, pad)] == ["0.1.0", ""]
    assert tokens[screen]["seen_at"] == tokens[pad]["seen_at"] is not None
    assert tokens[silent]["seen_at"] is None
    written: list[object] = []
    monkeypatch.setattr(engine, "write", written.append)
    heard.heard(pad)
    heard.note()
    assert written == []
    heard.left("line")
    heard.note()
    assert len(written) == 1


def test_a_version_that_is_none_is_not_kept(floor: Floor, engine: Engine) -> None:
    id, _ = floor.do(lambda c: create_token(c, Role.DISPLAY, None), "admin")
    heard = Presence(engine)
    for told in ("x" * 33, "a b", 7, None, {"a": 1}):
        heard.came("line", id, told)
    heard.note()
    assert listed(floor)[id]["version"] == ""
