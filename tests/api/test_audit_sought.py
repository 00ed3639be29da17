"""The audit trail sought by kind, person and day, and as CSV; devices told with their makers."""

import csv
import io
from collections.abc import Iterator

import pytest
from own_app import PASSWORD, Browser, open_app

from server.app import Parts


@pytest.fixture(scope="module")
def admin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    parts: Parts = open_app(tmp_path_factory.mktemp("data"))
    browser = Browser(parts)
    assert browser.sign_in("quantri", PASSWORD).status_code == 200
    assert browser.send("POST", "/tokens", {"role": "kiosk", "label": "Cửa"}).status_code == 201
    yield browser
    parts.store.close()


def whats(admin: Browser, query: str) -> list[str]:
    return [one["what"] for one in admin.send("GET", f"/audit?{query}").get_json()["items"]]


def test_entries_are_sought_by_what_who_and_when(admin: Browser) -> None:
    choices = admin.send("GET", "/audit/choices").get_json()
    assert {"signed_in", "token_created"} <= set(choices["kinds"])
    (me,) = [one["actor"] for one in choices["actors"] if one["name"]]
    assert whats(admin, "what=token_created") == ["token_created"]
    assert whats(admin, f"actor={me}") == ["token_created", "signed_in"]
    assert whats(admin, "from=2999-01-01") == whats(admin, "to=2000-01-01") == []
    assert whats(admin, f"from=2020-01-01&actor={me}&limit=1") == ["token_created"]
    for day in ("0001-01-01", "9999-12-31", "hôm nay", "2026-1-1"):
        assert admin.send("GET", f"/audit?to={day}").status_code == 422


def test_the_csv_holds_every_entry_with_its_hash(admin: Browser) -> None:
    answer = admin.send("GET", "/audit/entries.csv?what=token_created")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert [row["what"] for row in rows] == ["token_created"]
    assert len(rows[0]["hash"]) == 64 and "kiosk" in rows[0]["data"]


def test_a_device_is_told_with_who_gave_it(admin: Browser) -> None:
    (token,) = admin.send("GET", "/tokens").get_json()["items"]
    assert token["made_by"] and token["seen_at"] is None and token["version"] == ""
    assert token["health"] is None
