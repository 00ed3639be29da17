"""Every text for people is there in Vietnamese and English."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import ROOT

from server.api.problems import STATUS, ApiError, problem
from server.core import calling, errors, priority
from server.core.errors import MotcuaError
from server.texts import catalogue

SKIP = {"node_modules", ".venv", ".git", "static", "build", "dist"}
OWN_ERRORS = {"demo"}  # speaks to the API from outside and has errors of its own
PLACEHOLDER = re.compile(r"{(\w+)}")


def folders() -> list[Path]:
    found = [
        path.parent
        for top in ("server", "kiosk", "display", "rating_terminal", "hardware")
        for path in (ROOT / top).rglob("vi.json")
        if not SKIP & set(path.relative_to(ROOT).parts)
    ]
    return sorted(found)


def texts(folder: Path, language: str) -> dict[str, str]:
    def once(pairs: list[tuple[str, str]]) -> dict[str, str]:
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), f"{folder}: a key is there twice"
        return dict(pairs)

    text = (folder / f"{language}.json").read_text("utf-8")
    made: dict[str, str] = json.loads(text, object_pairs_hook=once)
    return made


FOLDERS = folders()


def test_catalogues_were_found() -> None:
    names = {str(f.relative_to(ROOT)) for f in FOLDERS}
    assert {"server/api/messages", "server/queries/messages", "server/messages"} <= names
    assert len([n for n in names if n.endswith("page/i18n")]) >= 7


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: str(f.relative_to(ROOT)))
def test_both_languages_have_the_same_texts(folder: Path) -> None:
    vi, en = texts(folder, "vi"), texts(folder, "en")
    # English alone needs a form for one of something: "x.one" beside "x.other".
    forms = {key for key in en if key.endswith(".one")}
    assert set(vi) - forms == set(en) - forms
    for key in set(vi) & set(en):
        assert bool(vi[key].strip()) == bool(en[key].strip()), key
        assert set(PLACEHOLDER.findall(vi[key])) == set(PLACEHOLDER.findall(en[key])), key


def kinds(kind: type[MotcuaError]) -> Iterator[type[MotcuaError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from kinds(below)


def concrete() -> list[str]:
    """Codes that can reach a client: those of errors that something raises."""
    source = "".join(p.read_text("utf-8") for p in (ROOT / "server").rglob("*.py")
                     if not (SKIP | OWN_ERRORS) & set(p.parts))  # fmt: skip
    raised = [k for k in kinds(MotcuaError) if re.search(rf"raise {k.__name__}\b", source)]
    return sorted({k.code for k in raised if k.__module__ == errors.__name__})


@pytest.mark.parametrize("code", sorted({*STATUS, *concrete()}))
def test_every_error_says_what_happened_and_what_to_do(code: str) -> None:
    assert 400 <= STATUS[code] <= 503
    told = problem(
        ApiError(
            code,
            field="x",
            service="Hộ tịch",
            service_en="Civil status",
            number="H012",
            next="08:00 24/11/2026",
            calls=3,
            reason="x",
            seconds=10,
            most=20,
            why="Quá ngắn.",
            why_en="Too short.",
            days=3,
            piece="service/ho-tich",
            row="Hộ tịch",
            received=3,
            resolved=2,
            open=2,
            codes="H16.15-261008-0975",
            first="01/10/2026",
            last="31/10/2026",
        )
    )
    for part in ("message", "action"):
        for language in ("vi", "en"):
            text = told["error"][part][language]
            assert text
            assert "{" not in text
        assert told["error"][part]["vi"] != told["error"][part]["en"]


def test_every_error_of_the_core_that_is_raised_has_a_status() -> None:
    assert len(concrete()) >= 12
    assert set(concrete()) <= set(STATUS)


def test_no_error_text_is_left_over() -> None:
    codes = {key.rsplit(".", 1)[0] for key in texts(ROOT / "server/api/messages", "vi")}
    assert codes == set(STATUS)


def reason_codes() -> set[str]:
    source = Path(calling.__file__).read_text("utf-8")
    return set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', source))


def test_every_reason_of_a_call_has_its_sentence() -> None:
    assert len(reason_codes()) >= 5
    words = catalogue("server.queries")
    for code in reason_codes() | {"recall"}:
        for language in ("vi", "en"):
            text = words.text(f"reason.{code}", language, minutes=7, ratio=2)
            assert text and "{" not in text


def test_every_priority_class_has_its_name() -> None:
    words = catalogue("server.queries")
    for code in priority.CLASSES:
        names = {words.text(f"priority.{code}", language, age=75) for language in ("vi", "en")}
        assert len(names) == 2 and "{" not in "".join(names)


@pytest.mark.parametrize("words", [("--help",), ("serve", "--help"), ("token", "--help"),
                                   ("token", "create", "--help")])  # fmt: skip
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_command_explains_itself(words: tuple[str, ...], language: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", *words],
        cwd=ROOT,
        env=os.environ | {"MOTCUA_LANG": language},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    if len(words) > 1 and words != ("token", "--help"):
        assert ("Ví dụ" if language == "vi" else "Example") in done.stdout
