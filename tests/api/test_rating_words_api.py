"""Reasons, comments and photos over HTTP."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from private_desk import Office, error_of

WORDS = "/rating-words"


@pytest.fixture
def restored(office: Office) -> Iterator[Office]:
    """The shared server, its words put back afterwards."""
    admin = office.client("admin")
    before = admin.get(WORDS).json()
    yield office
    assert admin.send("PUT", WORDS, before).status_code == 200


def picture(width: int = 900, height: int = 1200, kind: str = "JPEG") -> bytes:
    out, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "the camera's maker"
    Image.new("RGB", (width, height), "teal").save(out, kind, exif=exif)
    return out.getvalue()


def upload(office: Office, person: str, data: bytes) -> Any:
    admin = office.client("admin")
    return admin.http.put(f"{office.url}/api/v1/officers/{person}/photo", data=data, timeout=30)


def test_reasons_are_set_in_order_and_checked(restored: Office) -> None:
    admin = restored.client("admin")
    one = {"code": "toilet", "name": "Nhà vệ sinh bẩn", "name_en": "Dirty toilets"}
    told = admin.send("PUT", WORDS, {"reasons": [one], "comment": False}).json()
    assert told["reasons"][0] == {**one, "active": True}
    assert next(r["code"] for r in told["reasons"] if not r["active"]) == "noise"
    assert told["comment"] is False and told["officer"] is False
    for wrong in ({**one, "code": "Nhà"}, {**one, "name": ""}, {**one, "name_en": "x" * 49}):
        answer = admin.send("PUT", WORDS, {"reasons": [wrong]})
        error_of(answer, 422, "invalid_field", "reasons")


def test_the_rules_leave_the_words_alone(restored: Office) -> None:
    admin = restored.client("admin")
    words = admin.get(WORDS).json()
    admin.send("PUT", WORDS, {**words, "comment": False})
    settings = admin.get("/settings").json()["settings"]
    assert "words" not in settings
    assert admin.send("PUT", "/settings", {"scale": settings["scale"]}).status_code == 200
    assert admin.get(WORDS).json()["comment"] is False


def test_a_photo_becomes_a_small_square_without_its_metadata(restored: Office) -> None:
    admin = restored.client("admin")
    person = admin.get("/officers").json()["items"][0]["id"]
    assert upload(restored, person, picture()).status_code == 204
    terminal = restored.client("terminal")
    path = f"/officers/{person}/photo"
    error_of(terminal.get(path), 403, "forbidden")
    admin.send("PUT", WORDS, {**admin.get(WORDS).json(), "officer": True})
    shown = terminal.get(path)
    assert shown.headers["Content-Type"] == "image/jpeg"
    with Image.open(BytesIO(shown.content)) as kept:
        assert kept.size == (320, 320) and not kept.getexif()
    assert admin.send("DELETE", path).status_code == 204
    assert terminal.get(path).status_code == 404


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"\xff\xd8\xff broken", picture()[:500]])
def test_what_is_no_picture_is_refused(office: Office, data: bytes) -> None:
    person = office.client("admin").get("/officers").json()["items"][0]["id"]
    assert upload(office, person, data).status_code == 422


def test_a_small_file_that_unfolds_is_refused(office: Office) -> None:
    person = office.client("admin").get("/officers").json()["items"][0]["id"]
    assert upload(office, person, picture(8_000, 8_000, "PNG")).status_code == 422


def test_comments_are_for_managers_and_bounded(office: Office) -> None:
    desk = office.desk()
    desk.finished()
    body = {"value": "unsatisfied", "reasons": ["noise"], "comment": "Ồn quá " + desk.id}
    assert desk.terminal.post("/ratings", body).json()["status"] == "counted"
    found = office.client("manager").get("/reports/comments", limit="1").json()
    assert found["items"][0]["comment"] == body["comment"]
    for role in ("staff", "terminal", "kiosk"):
        assert office.client(role).get("/reports/comments").status_code == 403
    answer = desk.terminal.post("/ratings", {**body, "comment": "x" * 501})
    error_of(answer, 422, "invalid_field", "comment")
