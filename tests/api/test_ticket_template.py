"""The ticket template over HTTP: read, set, looked at."""

import base64
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from private_desk import Office, error_of

NUMBER = {"kind": "number", "size": "large"}
PATH = "/ticket-template"


@pytest.fixture
def restored(office: Office) -> Iterator[Office]:
    """The shared server, its template put back afterwards."""
    client = office.client("admin")
    before = client.get(PATH).json()["template"]
    yield office
    assert client.send("PUT", PATH, body(before)).status_code == 200


def body(template: dict[str, Any]) -> dict[str, Any]:
    """What GET told, as PUT takes it."""
    elements = [{k: v for k, v in one.items() if v is not None} for one in template["elements"]]
    return {"elements": elements, "logo": template["logo"]}


def png(width: int = 200, height: int = 90, level: int = 0) -> str:
    out = BytesIO()
    Image.new("L", (width, height), level).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def preview(office: Office, **asked: Any) -> Any:
    return office.client("admin").post(f"{PATH}/preview", asked)


def test_a_template_is_set_and_read_by_kiosks(restored: Office) -> None:
    template = {"elements": [NUMBER, {"kind": "text", "vi": "Tầng 2", "en": ""}], "logo": None}
    admin, kiosk = restored.client("admin"), restored.client("kiosk")
    before = kiosk.get(PATH).json()["version"]
    answer = admin.send("PUT", PATH, template)
    assert answer.status_code == 200
    assert answer.json()["version"] == before + 1
    told = kiosk.get(PATH).json()
    assert told["version"] == before + 1
    assert [one["kind"] for one in told["template"]["elements"]] == ["number", "text"]
    assert admin.send("PUT", PATH, template).json()["version"] == before + 1


def test_a_logo_is_kept_as_a_small_picture_of_black_and_white(restored: Office) -> None:
    template = {"elements": [{"kind": "logo"}, NUMBER], "logo": png(1200, 500, 90)}
    kept = restored.client("admin").send("PUT", PATH, template).json()["template"]["logo"]
    with Image.open(BytesIO(base64.b64decode(kept))) as picture:
        assert picture.mode == "1" and picture.width <= 384


@pytest.mark.parametrize(
    ("template", "field"),
    [
        ({"elements": []}, "elements"),
        ({"elements": [{"kind": "service"}]}, "elements"),
        ({"elements": [NUMBER, {"kind": "text", "vi": ""}]}, "elements.1.vi"),
        ({"elements": [NUMBER, {"kind": "qr"}, {"kind": "qr"}]}, "elements.1.kind"),
        ({"elements": [NUMBER], "logo": "AAAA"}, "logo"),
        ({"elements": [NUMBER], "logo": "A" * 60_000}, "logo"),
    ],
)
def test_what_is_wrong_is_named_and_changes_nothing(
    office: Office, template: dict[str, Any], field: str
) -> None:
    admin = office.client("admin")
    before = admin.get(PATH).json()["version"]
    error_of(admin.send("PUT", PATH, template), 422, "invalid_field", field)
    # The types refuse some of it before the template itself is looked at.
    looked = preview(office, template=template)
    named = looked.json()["error"]["field"]
    error_of(looked, 422, "invalid_field", named)
    assert named.removeprefix("template.") == field
    assert admin.get(PATH).json()["version"] == before


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_preview_is_the_picture_that_is_printed(
    office: Office, width: int, language: str
) -> None:
    default = office.client("admin").get(PATH).json()["default"]
    answer = preview(office, template=body(default), width=width, language=language)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"
    with Image.open(BytesIO(answer.content)) as picture:
        assert picture.mode == "1" and picture.width == width and picture.height > 500


def test_each_kind_of_ticket_looks_its_own_way(office: Office) -> None:
    default = body(office.client("admin").get(PATH).json()["default"])
    drawn = {
        sample: preview(office, template=default, sample=sample).content
        for sample in ("usual", "priority", "appointment", "offline", "reprint")
    }
    assert len(set(drawn.values())) == 5


def test_other_widths_are_refused(office: Office) -> None:
    template = {"elements": [NUMBER]}
    error_of(preview(office, template=template, width=500), 422, "invalid_field", "width")
