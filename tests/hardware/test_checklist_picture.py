from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.printing.raster import dots_fed, ticket_bytes
from hardware.tickets.checklist import MOST_DOCUMENTS, checklist_picture
from hardware.tickets.sizes import WIDTHS

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2026, 11, 22, 1, 15, tzinfo=UTC)
CENTRE = {"name": "Trung tâm Phục vụ hành chính công", "name_en": "Service centre"}
ROWS_PER_M = 8000


def document(number: int) -> dict[str, Any]:
    return {"document": f"Giấy tờ {number} theo mẫu", "originals": 1, "copies": number % 2}


def procedure(documents: int = 3, **more: Any) -> dict[str, Any]:
    return {
        "code": "1.001193",
        "name": "Đăng ký khai sinh",
        "agency": "Ủy ban nhân dân cấp xã",
        "processing_days": 1,
        "processing_text": "Ngay trong ngày",
        "fee_text": "Miễn phí",
        "service_name": "Hộ tịch",
        "service_name_en": "Civil status",
        "counters": [{"number": 1, "name": "Quầy 1", "name_en": "Counter 1"}],
        "cases": [{"case": "", "documents": [document(n) for n in range(documents)]}],
        **more,
    }


def draw(told: dict[str, Any], width: int = 576, language: str = "vi") -> Image.Image:
    return checklist_picture(told, CENTRE, language, width, ZONE, AT)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_checklist_is_drawn_as_wide_as_the_paper(width: int, language: str) -> None:
    picture = draw(procedure(), width, language)
    assert picture.mode == "1" and picture.width == width
    assert dots_fed(ticket_bytes(picture)) == picture.height


def test_each_document_and_each_fact_takes_its_place() -> None:
    heights = [draw(procedure(n)).height for n in (1, 2, 5, 20)]
    assert heights == sorted(set(heights))
    assert draw(procedure(fee_text=None)).height < draw(procedure()).height


def test_a_long_list_is_bounded_and_says_how_many_are_left_out() -> None:
    full, over = draw(procedure(MOST_DOCUMENTS)), draw(procedure(MOST_DOCUMENTS + 60))
    assert 0 < over.height - full.height < 120
    assert over.height < 0.6 * ROWS_PER_M
    more = draw(procedure(MOST_DOCUMENTS + 61))
    assert more.tobytes() != over.tobytes(), "the count of the rest is on the paper"


def test_a_procedure_without_documents_says_so() -> None:
    assert draw(procedure(cases=[])).height > 200


def test_cases_have_their_headings() -> None:
    one = [{"case": "Trẻ sinh ở nước ngoài", "documents": [document(1)]}]
    named = draw(procedure(cases=one))
    assert named.height > draw(procedure(cases=[{"case": "", "documents": [document(1)]}])).height


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=3000), st.integers(0, 120), st.sampled_from(WIDTHS))
def test_no_catalogue_makes_paper_without_end_or_breaks_the_margins(
    text: str, count: int, width: int
) -> None:
    documents = [{"document": text, "originals": 1, "copies": 0}] * count
    told = procedure(name=text, fee_text=text, agency=text, cases=[{"case": text,
                     "documents": documents}])  # fmt: skip
    picture = draw(told, width)
    ink = picture.convert("L").point(lambda level: 255 - level).getbbox()
    assert ink is not None and ink[0] >= 4 and ink[2] <= width - 4
    assert picture.height <= 1.5 * ROWS_PER_M


def test_missing_and_odd_fields_are_left_out() -> None:
    bare = draw({"code": "x", "name": "Thủ tục"})
    odd = draw({"code": "x", "name": "Thủ tục", "processing_days": 0, "counters": None,
                "cases": [{"case": None, "documents": [{"document": None}]}]})  # fmt: skip
    assert bare.height > 100 and odd.height > 100
