"""The installation's backups through the API: made, told, read again, handed out, by whom."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from own_app import PASSWORD, Browser, open_app
from second_centre import second_centre_tokens

from server.app import Parts
from server.backup.archive import Archive
from server.store import audit


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    opened = open_app(tmp_path_factory.mktemp("data"))
    yield opened
    opened.store.close()


@pytest.fixture(scope="module")
def admin(parts: Parts) -> Browser:
    browser = Browser(parts)
    assert browser.sign_in("quantri", PASSWORD).status_code == 200
    return browser


def noted(parts: Parts) -> list[str]:
    """What the audit trail tells of backups, in order."""
    centre = parts.store.read(lambda s: s.one("SELECT id FROM centre"))
    assert centre is not None
    rows = parts.store.read(lambda s: audit.after(s, centre["id"], 0, 1_000))
    return [row["what"] for row in rows if row["what"].startswith("backup_")]


def test_a_backup_is_made_step_by_step_checked_and_handed_out(
    parts: Parts, admin: Browser, tmp_path: Path
) -> None:
    lines = admin.send("POST", "/backups").get_data(as_text=True).splitlines()
    steps = [json.loads(line) for line in lines]
    assert steps[-1]["phase"] == "done", steps[-1]
    assert {"copy", "check", "pack", "verify"} <= {one["phase"] for one in steps}
    told = admin.send("GET", "/backups").get_json()
    (kept,) = told["items"]
    assert (kept["name"], kept["kind"]) == (steps[0]["name"], "by_hand")
    fetched = tmp_path / "fetched"
    fetched.write_bytes(admin.send("GET", f"/backups/{kept['name']}").data)
    assert fetched.stat().st_size == kept["size"]
    with Archive(fetched) as whole:
        whole.check()
    found = admin.send("POST", f"/backups/{kept['name']}/check").get_json()
    assert found == {"whole": True, "reason": None}
    damaged = Path(told["folder"]) / kept["name"]
    damaged.write_bytes(fetched.read_bytes()[:-2_000])
    found = admin.send("POST", f"/backups/{kept['name']}/check").get_json()
    assert not found["whole"] and "Error" not in found["reason"]
    assert noted(parts) == [
        "backup_asked", "backup_downloaded", "backup_checked", "backup_broken",
    ]  # fmt: skip


def test_only_one_is_made_at_a_time_and_only_what_lies_there_is_handed_out(
    parts: Parts, admin: Browser
) -> None:
    shelf = parts.engine.backups
    with shelf._alone():
        assert admin.send("POST", "/backups").status_code == 409
    (shelf.folder / "../secret.motcua").write_text("x")
    for name in ("..%2Fsecret.motcua", "motcua.db", "x.motcua"):
        assert admin.send("GET", f"/backups/{name}").status_code == 404


def test_the_rules_are_changed_like_any_setting(admin: Browser) -> None:
    rules = {"at": "03:15", "daily": 3, "weekly": 2, "monthly": 1}
    told = admin.send("PUT", "/backups/rules", rules).get_json()
    assert told["rules"] == rules and told["next_at"].endswith("20:15:00.000Z")
    assert admin.send("PUT", "/backups/rules", {**rules, "daily": 99}).status_code == 422
    change = admin.send("GET", "/configuration/changes").get_json()["items"][0]
    assert change["kind"] == "backup"
    assert admin.send("POST", f"/configuration/changes/{change['id']}/undo").status_code == 204
    assert admin.send("GET", "/backups").get_json()["rules"]["at"] == "01:30"


def test_beside_other_centres_only_an_administrator_of_everywhere_sees_them(
    parts: Parts, admin: Browser
) -> None:
    second_centre_tokens(parts.store)
    for method, path in (("GET", "/backups"), ("POST", "/backups"), ("GET", "/backups/x.motcua")):
        assert admin.send(method, path).status_code == 403
    parts.store.write(
        lambda s: s.run(
            "INSERT INTO person_grant (person, scope, role)"
            " SELECT id, '*', 'admin' FROM person WHERE username = 'quantri'"
        )
    )
    assert admin.send("GET", "/backups").status_code == 200
