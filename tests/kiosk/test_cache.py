"""What the kiosk remembers of its centre."""

from __future__ import annotations

from pathlib import Path

from fake_central import SERVICE, VIEW

from kiosk.cache import Cache


def test_the_view_is_kept_without_what_passes(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.db")
    assert cache.view() == {}
    cache.keep_view({**VIEW, "services": [{**SERVICE, "waiting": 7}]})
    assert Cache(tmp_path / "cache.db").view() == VIEW


def test_a_longer_line_alone_writes_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.db")
    cache.keep_view(VIEW)
    other = Cache(tmp_path / "cache.db")
    other.keep_view({**VIEW, "centre": None})
    cache.keep_view({**VIEW, "services": [{**SERVICE, "waiting": 9}]})
    assert Cache(tmp_path / "cache.db").view()["centre"] is None


def test_procedures_that_are_gone_go_and_details_stay(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.db")
    cache.replace_items([{"code": "1", "name": "Một"}, {"code": "2", "name": "Hai"}])
    cache.keep_detail("2", {"code": "2", "name": "Hai", "cases": []})
    assert cache.codes() == ["1", "2"]
    cache.replace_items([{"code": "2", "name": "Hai"}, {"code": "3", "name": "Ba"}])
    assert [item["code"] for item in cache.items()] == ["2", "3"]
    assert cache.codes() == ["3", "2"]  # what is missing comes first
    assert cache.detail("2") == {"code": "2", "name": "Hai", "cases": []}
    assert cache.detail("3") == {"code": "3", "name": "Ba"}
    assert cache.detail("1") is None
