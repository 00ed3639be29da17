"""A folder into which departments' software drops files: each is taken in once, when it is whole.

It is looked at every few seconds, since such folders are shares of other machines, whose changes no
kernel reports (inotify sees only what its own machine writes). A file is whole when two looks in a
row find it the same and nothing was written to it for a while. It is then moved aside, so that
nobody replaces it while it is read. What became of it is committed with its messages; moving it
away comes after, so that a file left aside by a crash is known by its contents and only moved.
"""

import csv
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from .core.errors import Invalid, Unreadable
from .texts import catalogue
from .usecases.catalogue.tables import MAX_BYTES
from .usecases.dossiers.syncing import MOST_MESSAGES
from .usecases.dossiers.texts import message_text
from .usecases.dossiers.told_files import TakenFile

SUFFIXES = frozenset({".json", ".csv", ".xlsx"})
QUIET_S = 2.0
"""Nothing is written to a whole file for so long."""
REPORT = ".errors.csv"
ASIDE = ".taking"
"""Where a file lies while it is read."""
_TEXTS = catalogue("server")
Seen = tuple[int, int]
"""A file's size and when it was last written (ns)."""
Problem = tuple[object, str, str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Handled:
    """A file that is out of the way: ``taken`` or, where it could not be, the ``problem`` by
    language."""

    department: str
    name: str
    taken: TakenFile | None
    problem: dict[str, str]


class DroppedFiles:
    """``take(department, name, data)`` takes one file in; it raises ``Invalid`` for what is wrong
    with the file, and anything else for what another try may mend."""

    def __init__(self, folder: Path, take: Callable[[str, str, bytes], TakenFile]) -> None:
        self._folder, self._take = folder, take
        self._seen: dict[Path, Seen] = {}

    def look(self, departments: set[str]) -> Iterator[Handled]:
        """Handle every file that has become whole since the last look, the oldest first."""
        places = [self._folder / department for department in sorted(departments)]
        for place in places:
            for file, _ in _files(place / ASIDE):
                yield self._handle(file)
        found = {file: seen for place in places for file, seen in _files(place)}
        now = time.time_ns()
        whole = [
            file
            for file, seen in found.items()
            if self._seen.get(file) == seen and now - seen[1] >= QUIET_S * 1e9
        ]
        self._seen = found
        for file in sorted(whole, key=lambda one: (found[one][1], one)):
            del self._seen[file]
            yield self._handle(_aside(file))

    def _handle(self, file: Path) -> Handled:
        department = file.parent.parent.name
        try:
            taken = self._take(department, file.name, _bytes(file))
        except Unreadable as error:
            problem = {lang: str(error.params[f"reason_{lang}"]) for lang in ("vi", "en")}
        except Invalid:
            problem = _said("cli.dossiers.watch.too_many", most=MOST_MESSAGES)
        else:
            _put_away(file, "done", list(map(_problem, taken.problems)))
            return Handled(department, file.name, taken, {})
        _put_away(file, "failed", [("", "", "", problem)])
        return Handled(department, file.name, None, problem)


def folders(folder: Path) -> set[str]:
    """Names of the sub-folders, each of which should be a department's."""
    with os.scandir(folder) as entries:
        return {entry.name for entry in entries if entry.is_dir(follow_symlinks=False)}


def _files(folder: Path) -> Iterator[tuple[Path, Seen]]:
    """Plain files that may be messages; a share that is away has none."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        file = Path(entry.path)
        if file.suffix.lower() not in SUFFIXES or file.name.startswith((".", "~")):
            continue
        try:
            found = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        if S_ISREG(found.st_mode):
            yield file, (found.st_size, found.st_mtime_ns)


def _aside(file: Path) -> Path:
    """Take a file out of its department's reach. A name that still lies there from before a crash
    is never overwritten."""
    folder = file.parent / ASIDE
    folder.mkdir(exist_ok=True)
    target = _free(folder, file.name)
    os.replace(file, target)
    return target


def _bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def _problem(found: tuple[int, str, str, str]) -> Problem:
    row, code, field, problem = found
    return row, code, field, message_text(problem)


def _put_away(file: Path, where: str, problems: list[Problem]) -> None:
    """Move a file out of the way, its report first: both or, after a crash, again."""
    folder = file.parent.parent / where
    folder.mkdir(exist_ok=True)
    target = _free(folder, file.name)
    if problems:
        _write(folder / (target.name + REPORT), problems)
    os.replace(file, target)


def _free(folder: Path, name: str) -> Path:
    """A name that no file has yet."""
    stem, suffix = os.path.splitext(name)
    target, n = folder / name, 1
    while target.exists():
        n += 1
        target = folder / f"{stem} ({n}){suffix}"
    return target


def _write(report: Path, problems: list[Problem]) -> None:
    """A table Excel opens as it is. A code that would be a formula there is marked as text."""
    unfinished = report.with_name(f".{report.name}.part")
    with unfinished.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened)
        names = ("row", "code", "field", "vi", "en")
        writer.writerow(_TEXTS.text(f"dossiers.report.{name}") for name in names)
        for row, code, field, problem in problems:
            cells = (row, code, field, problem["vi"], problem["en"])
            writer.writerow("'" + str(c) if str(c)[:1] in "=+-@" and c != "" else c for c in cells)
    os.replace(unfinished, report)


def _said(key: str, **params: object) -> dict[str, str]:
    return {language: _TEXTS.text(key, language, **params) for language in ("vi", "en")}
