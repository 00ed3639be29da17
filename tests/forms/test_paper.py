"""On paper: sizes, the typeface, composed letters, long names, many documents, what may fail."""

import subprocess
import sys
import threading
import unicodedata
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from form_sheets import MM, boxes, html_of, named, on_paper, page, real_procedures, text_of

from server.core.errors import NoPdf, Overloaded
from server.core.forms import FORMS
from server.forms import pdf

SIZES = {"A4": (210, 297), "A5": (148, 210)}


def check_inside(document: Any, size: str) -> None:
    """Nothing runs over the edge of the paper."""
    width, _ = SIZES[size]
    for paper in document.pages:
        for box in boxes(paper):
            assert box.position_x + box.width <= (width - 8) * MM, box.text


@pytest.mark.parametrize("size", SIZES)
def test_every_form_fits_one_sheet_of_either_paper(size: str) -> None:
    for form in FORMS:
        document = on_paper(html_of(page(form, papers=6), size))
        assert len(document.pages) == 1, form
        (sheet,) = document.pages
        assert [round(sheet.width / MM), round(sheet.height / MM)] == list(SIZES[size])
        check_inside(document, size)
        text = text_of(document)
        assert unicodedata.is_normalized("NFC", text)
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text.upper()


def test_the_typeface_is_embedded_and_has_every_letter() -> None:
    document = on_paper(html_of(page("01")))
    document.write_pdf()
    names = {font.name for font in document.fonts.values()} if document.fonts else set()
    assert names and all(b"Vietnam" in name for name in names), names


def test_long_names_wrap() -> None:
    longest = max(real_procedures(), key=lambda row: len(row["name"]))
    name = "Công ty trách nhiệm hữu hạn một thành viên " * 4 + "Nguyễnthịhồnghạnh" * 12
    for size in SIZES:
        told = named(page("01", longest), name)
        document = on_paper(html_of(told, size))
        check_inside(document, size)


def test_forty_documents_go_on_to_further_pages_under_the_same_heads() -> None:
    document = on_paper(html_of(page("01", papers=80)))
    assert len(document.pages) >= 3
    text = text_of(document)
    heads = sum("Bản chính" in [box.text for box in boxes(paper)] for paper in document.pages)
    assert heads >= 2
    assert f"2/{len(document.pages)}" in text
    assert "1/" not in " ".join(box.text for box in boxes(document.pages[0]) if len(box.text) < 5)
    last = " ".join(box.text for box in boxes(document.pages[-1]))
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in last.upper()
    check_inside(document, "A5")


def test_a_child_process_makes_the_file_and_fetches_nothing() -> None:
    on_paper("<p></p>")
    asked: list[str] = []

    class Watched(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Watched)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        away = f"http://127.0.0.1:{server.server_address[1]}"
        wanted = "".join(
            f'<img src="{url}"><link rel="stylesheet" href="{url}">'
            for url in (f"{away}/x", "file:///etc/hostname", f"{away}/api/v1/form-fonts/bold.ttf")
        )
        made = pdf.render(html_of(page("01")).replace("</body>", f"{wanted}</body>"), deadline_s=60)
    finally:
        server.shutdown()
        server.server_close()
    assert made.startswith(b"%PDF-") and made.rstrip().endswith(b"%%EOF")
    assert asked == []


def test_a_deadline_ends_the_work() -> None:
    endless = "<table>" + "<tr><td>một<td>hai</tr>" * 100_000
    with pytest.raises(Overloaded):
        pdf.render(endless, deadline_s=1.5)


def test_without_pango_it_says_so_and_the_server_starts_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library as it is where Pango is missing: loading it fails so."""
    fault = "raise OSError(\"cannot load library 'libpango-1.0-0'\")"
    (tmp_path / "weasyprint.py").write_text(fault, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(NoPdf):
        pdf.render("<p>một</p>", deadline_s=60)
    code = "import server.api.routes, sys; assert 'weasyprint' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
