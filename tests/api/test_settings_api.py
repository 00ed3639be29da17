"""The settings and their changes, told and taken back, out of the configuration's history."""

from private_desk import Office


def test_a_change_of_the_settings_is_told_and_taken_back(office: Office) -> None:
    admin = office.client("admin")
    before = admin.get("/settings").json()["settings"]
    calling = {**before["calling"], "ratio": before["calling"]["ratio"] % 20 + 1}
    told = admin.send("PUT", "/settings", {**before, "calling": calling}).json()
    assert told["settings"] == {**before, "calling": calling}
    newest = told["changes"][0]
    assert newest["undone"] is False and newest["actor"] != ""
    back = admin.send("POST", "/settings/undo").json()
    assert back["settings"] == before
    assert back["changes"][0] == {**newest, "undone": True}
    history = admin.get("/configuration/changes").json()["items"]
    assert [one["kind"] for one in history[:2]] == ["undo", "settings"]
    assert history[1]["id"] == newest["id"] and history[1]["undone"] is True
