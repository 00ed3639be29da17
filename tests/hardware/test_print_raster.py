from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.printing.raster import dots_fed, ticket_bytes
from hardware.virtual.printer_decoder import Decoder
from hardware.virtual.printer_paper import Paper


class Tray:
    """A mechanism that never stops: paper, and what was cut off it."""

    def __init__(self, width: int) -> None:
        self.paper = Paper(width)
        self.cuts = 0
        self.feeds = 0

    def row(self, dots: bytes) -> None:
        self.paper.add_row(dots)

    def feed(self, rows: int) -> None:
        self.feeds += rows
        for _ in range(rows):
            self.paper.add_row(b"")

    def text(self, line: str) -> None:
        raise AssertionError(f"letters in a raster job: {line!r}")

    def cut(self) -> None:
        self.cuts += 1

    def transmit_status(self, n: int) -> None:
        raise AssertionError("no question in a raster job")

    def process_id(self, id: bytes) -> None:
        raise AssertionError("no question in a raster job")


def decode(data: bytes, width: int) -> Tray:
    tray = Tray(width)
    Decoder(tray).feed(data)
    return tray


def picture_of(width: int, height: int, inked: set[int], seed: int) -> Image.Image:
    """Rows in ``inked`` carry dots that differ from row to row; the others are blank."""
    picture = Image.new("1", (width, height), 1)
    for row in inked:
        for x in range(row % 7, width, 3 + (row + seed) % 11):
            picture.putpixel((x, row), 0)
    return picture


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([384, 576]), st.integers(1, 900), st.data())
def test_what_the_printer_draws_is_the_picture_dot_for_dot(
    width: int, height: int, data: st.DataObject
) -> None:
    starts = data.draw(st.lists(st.integers(0, height - 1), max_size=4))
    inked = {row for start in starts for row in range(start, min(height, start + 40))}
    picture = picture_of(width, height, inked, height)
    tray = decode(ticket_bytes(picture), width)
    assert tray.cuts == 1
    assert tray.paper.picture().tobytes() == picture.tobytes()
    assert dots_fed(ticket_bytes(picture)) == picture.height


def test_blank_paper_is_fed_and_not_sent() -> None:
    picture = picture_of(576, 1000, set(range(0, 50)) | set(range(900, 1000)), 1)
    data = ticket_bytes(picture)
    assert decode(data, 576).feeds == 850
    assert len(data) < 150 * 72 + 100


def test_a_black_block_taller_than_a_fragment_has_no_seam() -> None:
    picture = Image.new("1", (576, 700), 0)
    assert decode(ticket_bytes(picture), 576).paper.picture().tobytes() == picture.tobytes()


def test_nothing_is_printed_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    ticket_bytes(Image.new("1", (384, 300), 0))
    shown = capsys.readouterr()
    assert shown.out == "" and shown.err == ""


def test_a_job_that_breaks_off_or_ends_in_other_bytes_is_counted_as_far_as_it_is_known() -> None:
    data = ticket_bytes(Image.new("1", (576, 300), 0))
    assert dots_fed(data + bytes(5000)) == 300
    assert all(dots_fed(data[:size]) <= 300 for size in range(0, len(data), 97))


def test_importing_the_printer_library_leaves_no_folder_behind(tmp_path: Path) -> None:
    code = "from hardware.printing.raster import ticket_bytes"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("mode", "width"), [("L", 576), ("RGB", 384), ("1", 575)])
def test_a_picture_that_would_be_dithered_or_shifted_is_refused(mode: str, width: int) -> None:
    with pytest.raises(ValueError):
        ticket_bytes(Image.new(mode, (width, 10)))
