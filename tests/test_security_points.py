"""The security chapter: each point once, each test it names there; and what no other test shows."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from own_app import Browser, open_app
from running import ROOT

from server.api.endpoint import Blob, to_response
from server.api.routes import endpoint as registry
from server.app import Parts
from server.logs import JsonLines, TextLines

PAGE = ROOT / "docs/security.md"
POINT = re.compile(
    r"^\| (\d+\.\d+\.\d+) \| [^|]+ \| (held|gap|does not apply) \|([^|]*)\|([^|]*)\|$"
)
TEST = re.compile(r"`((?:\w+/)*test_\w+\.py)::(test_\w+)`")
POINTS = 253
"""Of level 1 and 2 in ASVS 5.0.0."""


def rows() -> list[re.Match[str]]:
    return [found for line in PAGE.read_text().splitlines() if (found := POINT.match(line))]


def test_every_point_stands_there_once() -> None:
    numbers = Counter(row[1] for row in rows())
    assert [number for number, times in numbers.items() if times > 1] == []
    assert len(numbers) == POINTS


def test_every_named_test_is_there() -> None:
    named = TEST.findall(PAGE.read_text())
    assert len(named) > 100
    sources: dict[str, str] = {}
    for path, name in named:
        text = sources.setdefault(path, (ROOT / "tests" / path).read_text())
        assert re.search(rf"^\s*def {name}\(", text, re.MULTILINE), (path, name)


def test_a_gap_and_what_does_not_apply_say_why() -> None:
    for row in rows():
        if row[2] != "held":
            assert row[3].strip(), row[1]
        elif not TEST.search(row[4]):
            # What is only to be written down is held by the page itself.
            assert row[3].strip(), row[1]


def test_what_is_not_held_is_listed_at_the_end() -> None:
    listed = re.findall(r"\d+\.\d+\.\d+", PAGE.read_text().split("## Gaps, in short")[1])
    assert listed == [row[1] for row in rows() if row[2] == "gap"]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    opened = open_app(tmp_path_factory.mktemp("data"))
    yield opened
    opened.store.close()


def test_pages_write_text_as_text() -> None:
    folders = ("server", "kiosk", "display", "rating_terminal")
    pages = [path for folder in folders for path in (ROOT / folder).rglob("*.ts")]
    for path in (path for path in pages if "node_modules" not in path.parts):
        found = re.search(r"\.(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|\beval\(",
                          path.read_text())  # fmt: skip
        assert found is None, path


def test_names_of_downloads_hold_nothing_that_could_break_out() -> None:
    answer = to_response(200, Blob("text/csv", b"", 'a"; x=1\r\nSet-Cookie: b/../c.csv'))
    told = answer.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="[\w.-]+"', told)


def test_answers_of_the_api_are_kept_by_nobody(parts: Parts) -> None:
    browser = Browser(parts)
    browser.sign_in("quantri", "quantri-demo")
    for endpoint in registry.endpoints:
        if endpoint.method != "GET" or "{" in endpoint.path or endpoint.keep_s:
            continue
        answer = browser.send("GET", endpoint.path)
        assert answer.headers["Cache-Control"] == "no-store", endpoint.path


def test_a_refusal_is_logged_and_a_flood_of_them_is_not(
    parts: Parts, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "motcua.api")
    officer = Browser(parts)
    officer.sign_in("quay1", "quay1-demo")
    for _ in range(100):
        assert officer.send("GET", "/users").status_code == 403
    told = [record.getMessage() for record in caplog.records if "refused" in record.getMessage()]
    assert re.fullmatch(r"refused: GET /users, forbidden, person:[\w-]+", told[0])
    assert len(told) <= 60


@pytest.mark.parametrize("lines", [TextLines(), JsonLines()])
def test_no_text_begins_a_line_of_its_own_in_the_log(lines: logging.Formatter) -> None:
    text = "x\n2026-01-01 WARNING motcua: all is well\r\x1b[2J"
    record = logging.LogRecord("motcua", logging.WARNING, "", 0, "told: %s", (text,), None)
    line = lines.format(record)
    assert "\n" not in line and "\r" not in line and "\x1b" not in line
    assert Path(__file__).name not in line
