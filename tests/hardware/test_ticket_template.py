from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.tickets.logo import TALLEST_DOTS, WIDEST_DOTS, logo_picture, normalised
from hardware.tickets.template import (
    DEFAULT,
    LARGEST_LOGO_BYTES,
    LONGEST_TEXT,
    MOST_ELEMENTS,
    BadTemplate,
    Kind,
    Size,
    parse_template,
    template_json,
)

NUMBER = {"kind": "number"}


def png(width: int, height: int, colour: Any = (200, 30, 30, 255)) -> bytes:
    out = BytesIO()
    Image.new("RGBA", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def test_the_default_survives_being_sent() -> None:
    assert parse_template(json.loads(json.dumps(template_json(DEFAULT)))) == DEFAULT


def test_a_template_with_everything_survives_being_sent() -> None:
    elements = [
        {"kind": kind.value, "size": size.value, **({"vi": "Chào", "en": "Hi"} if own else {})}
        for kind, size, own in [
            *((kind, Size.LARGE, kind in (Kind.TEXT, Kind.FOOTER)) for kind in Kind),
            (Kind.TEXT, Size.SMALL, True),
        ]
    ]
    logo = base64.b64encode(png(8, 8)).decode()
    template = parse_template({"elements": elements, "logo": logo})
    assert parse_template(template_json(template)) == template
    assert template.logo == png(8, 8)


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (None, "elements"),
        ([], "elements"),
        ({}, "elements"),
        ({"elements": []}, "elements"),
        ({"elements": "number"}, "elements"),
        ({"elements": [NUMBER], "colour": "red"}, "elements"),
        ({"elements": [{"kind": "service"}]}, "elements"),  # no number
        ({"elements": [NUMBER, NUMBER]}, "elements"),
        ({"elements": [NUMBER] + [{"kind": "rule"}] * MOST_ELEMENTS}, "elements"),
        ({"elements": [NUMBER, {"kind": "qr"}, {"kind": "qr"}]}, "elements.1.kind"),
        ({"elements": [NUMBER, {"kind": "poem"}]}, "elements.1.kind"),
        ({"elements": [{"kind": "number", "size": "huge"}]}, "elements.0.size"),
        ({"elements": [{"kind": "number", "dots": 5}]}, "elements.0"),
        ({"elements": [NUMBER, {"kind": "text", "vi": ""}]}, "elements.1.vi"),
        ({"elements": [NUMBER, {"kind": "text", "vi": "  "}]}, "elements.1.vi"),
        ({"elements": [NUMBER, {"kind": "text", "vi": 5}]}, "elements.1.vi"),
        ({"elements": [NUMBER, {"kind": "text", "vi": "a\x1b@"}]}, "elements.1.vi"),
        ({"elements": [NUMBER, {"kind": "text", "vi": "a" * (LONGEST_TEXT + 1)}]},
         "elements.1.vi"),
        ({"elements": [NUMBER, {"kind": "footer", "en": "Bye"}]}, "elements.1.vi"),
        ({"elements": [NUMBER], "logo": "not base64!"}, "logo"),
        ({"elements": [NUMBER], "logo": ""}, "logo"),
        ({"elements": [NUMBER], "logo": 5}, "logo"),
        ({"elements": [NUMBER], "logo": "A" * (2 * LARGEST_LOGO_BYTES)}, "logo"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(raw: Any, field: str) -> None:
    with pytest.raises(BadTemplate) as refused:
        parse_template(raw)
    assert refused.value.field == field


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["elements", "logo", "kind", "size", "vi"]), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(JSON)
def test_no_json_raises_anything_else(raw: Any) -> None:
    try:
        template = parse_template(raw)
    except BadTemplate:
        return
    assert parse_template(template_json(template)) == template


def test_texts_are_kept_in_composed_letters() -> None:
    raw = {"elements": [NUMBER, {"kind": "text", "vi": "Hô\u0323 ti\u0323ch "}]}
    assert parse_template(raw).elements[1].vi == "Hộ tịch"


def test_a_logo_becomes_black_and_white_and_small() -> None:
    small = normalised(png(1500, 900))
    with Image.open(BytesIO(small)) as picture:
        assert picture.mode == "1"
        assert picture.width <= WIDEST_DOTS and picture.height <= TALLEST_DOTS
    assert len(small) < 5_000
    assert normalised(small) == normalised(normalised(small))


def test_what_is_transparent_in_a_logo_is_paper() -> None:
    with Image.open(BytesIO(normalised(png(50, 50, (0, 0, 0, 0))))) as picture:
        assert picture.convert("L").getextrema() == (255, 255)


@pytest.mark.parametrize("column", [356, 520])
@pytest.mark.parametrize("size", list(Size))
def test_a_logo_stays_within_the_column(column: int, size: Size) -> None:
    picture = logo_picture(normalised(png(1500, 300)), size, column)
    assert picture.mode == "1" and picture.width <= column


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + bytes(100),
        png(20, 20)[:40],
        png(20, 20)[:-20] + b"x" * 20,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png(3000, 1500, "white"),  # unfolds to more than may be looked at
    ],
)
def test_a_file_that_is_no_bounded_png_is_refused(data: bytes) -> None:
    try:
        made = normalised(data)
    except BadTemplate as refused:
        assert refused.field == "logo"
    else:
        # A damaged tail may still be readable; what comes out is a sound picture then.
        with Image.open(BytesIO(made)) as picture:
            assert picture.mode == "1"
        assert data.startswith(b"\x89PNG") and len(data) < 1000
