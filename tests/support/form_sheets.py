"""Sheets filled with real procedures, and what of them lands on the paper."""

import csv
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from postgres import required
from search_catalogue import WHOLE

from server.core.forms import TEMPLATE
from server.demo.sample import sample_centre
from server.forms.filling import Page
from server.forms.pages import sheet_html
from server.forms.worker import laid_out

NOON = 1_796_000_000_000
DAY_MS = 86_400_000
ROOT = "https://motcua.example.vn"
MM = 96 / 25.4
CENTRE = {
    "vi": "Trung tâm Phục vụ hành chính công phường Bắc Gia Nghĩa",
    "en": "Public Service Centre of Bắc Gia Nghĩa Ward",
}


@cache
def real_procedures() -> list[dict[str, str]]:
    """The national catalogue where it is at hand, else the sample centre's."""
    if not WHOLE.is_file():
        return [
            {name: str(row.get(name) or "") for name in ("code", "name", "field", "fee_text")}
            for row in sample_centre().procedures()
        ]
    with WHOLE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def usual_procedures() -> list[dict[str, str]]:
    """Those whose name and fee take a line or two."""
    return [row for row in real_procedures() if len(row["name"]) < 90 and len(row["fee_text"]) < 60]


def facts(procedure: dict[str, str], papers: int = 4) -> dict[str, Any]:
    names = [row["name"] for row in usual_procedures()[:papers]]
    return {
        "code": "H16.15-261123-0012",
        "zone": "Asia/Ho_Chi_Minh",
        "centre": CENTRE,
        "department": {"vi": "Phòng Kinh tế, Hạ tầng và Đô thị", "en": "Economy Office"},
        "procedure": {
            "code": procedure["code"],
            "name": procedure["name"],
            "field": procedure["field"],
            "fee": procedure["fee_text"],
            "time": "",
        },
        **{"channel": "in_person", "state": "processing", "term": 7, "unit": "working_days"},
        "received_at": NOON - 9 * DAY_MS,
        "due_at": NOON,
        "documents": [[name, 1, 0] for name in names[: papers // 2]],
        "missing": [[name, 0, 2] for name in names[papers // 2 :]],
        "officer": "Trần Thị Bích Ngọc",
        "issuer": "Trần Thị Bích Ngọc",
        "reason": "Chưa xác định được nghĩa vụ tài chính.\nHồ sơ phải lấy ý kiến cơ quan thuế.",
        "new_due": NOON + 3 * DAY_MS,
        "at": NOON,
    }


def page(form: str, procedure: dict[str, str] | None = None, papers: int = 4) -> Page:
    told = facts(procedure or usual_procedures()[0], papers)
    label = "" if form == "06" else "012/TNHS"
    return Page(form, told, label, "Nguyễn Thị Hồng Hạnh", "0912345678", steps=steps(form))


def steps(form: str) -> tuple[dict[str, Any], ...]:
    """Three handovers for the control sheet, the last one told a day late."""
    if form != "06":
        return ()
    kinds = (
        ("received", "citizen", "centre", None),
        ("process", "centre", "department", None),
        ("resolve", "department", "centre", "early"),
    )
    return tuple(
        {
            **{"kind": kind, "from": giver, "to": taker, "verdict": verdict, "note": ""},
            "at": NOON - (8 - n) * DAY_MS,
            "recorded_at": NOON - (8 - n) * DAY_MS + (DAY_MS if verdict else 0),
            "person": "Lê Văn Đức",
        }
        for n, (kind, giver, taker, verdict) in enumerate(kinds)
    )


def html_of(filled: Page, size: str = "A5", language: str = "vi") -> str:
    return sheet_html(filled, version=TEMPLATE, language=language, size=size, root=ROOT)


def random_pages(form: str, n: int, seed: int = 8) -> Iterator[Page]:
    for procedure in random.Random(f"{seed}{form}").sample(real_procedures(), n):
        yield page(form, procedure)


def named(filled: Page, name: str) -> Page:
    return replace(filled, applicant=name)


def on_paper(html: str) -> Any:
    """The page laid out; skips where this machine cannot."""
    try:
        return laid_out(html)
    except (ImportError, OSError) as error:
        if required():
            raise
        pytest.skip(str(error))


def boxes(paper: Any) -> Iterator[Any]:
    """Every piece of text on one laid-out page: text, position_x, width (CSS pixels)."""
    for box in paper._page_box.descendants():
        if type(box).__name__ == "TextBox":
            yield box


def text_of(document: Any) -> str:
    return " ".join(box.text for paper in document.pages for box in boxes(paper))
