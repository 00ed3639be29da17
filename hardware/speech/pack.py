"""A voice pack recorded on site: WAV files and a manifest, in a folder or a zip file.

``manifest.json`` is ``{"format": 1, "name": "…", "accent": "north", "clips": {"0": "0.wav", …}}``;
the ids are those of `utterance.clip_words`, and "chime". Files are read by the names the manifest
gives and by no others, and everything has a bound.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from hardware.catalogue import text
from hardware.speech.clip_check import ClipFault, check_clip
from hardware.speech.sound import NotPlainWav, Sound, read_wav
from hardware.speech.utterance import CHIME, RECOMMENDED_LETTERS, clip_words, needed_clips
from hardware.speech.words import ACCENTS

FORMAT = 1
MANIFEST = "manifest.json"
MOST_CLIPS = 200
LARGEST_FILE = 4 * 1024 * 1024
LARGEST_PACK = 64 * 1024 * 1024
# What opening a damaged zip file raises, and reading a missing, locked or cut member of one.
_BAD_ZIP = (
    *(KeyError, OSError, EOFError, ValueError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error),
)


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One thing wrong with a pack; ``code`` is a key of the catalogue after "pack."."""

    code: str
    clip: str = ""
    words: str = ""
    detail: str = ""

    def text(self, language: str) -> str:
        """What is wrong and what to do, for people."""
        values = {"clip": self.clip, "words": self.words, "detail": self.detail}
        return text(__package__, language, f"pack.{self.code}", **values)


class PackError(ValueError):
    """The pack cannot be used; ``problems`` says everything that is wrong with it."""

    def __init__(self, problems: list[PackProblem]) -> None:
        super().__init__("; ".join(problem.text("en") for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class ClipPack:
    """A checked pack: ``clips`` as recorded; ``digest`` changes with any byte of it."""

    name: str
    accent: str
    clips: Mapping[str, Sound]
    digest: str


def read_pack(path: Path, letters: str = RECOMMENDED_LETTERS) -> ClipPack:
    """The pack in a folder or a zip file, fit for every call of tickets with ``letters``.

    Raises PackError naming every problem found.
    """
    with _opened(path) as files:
        name, accent, wanted = _manifest(files)
        return _checked(files, name, accent, wanted, letters)


def _checked(
    files: _Files, name: str, accent: str, wanted: Mapping[str, str], letters: str
) -> ClipPack:
    known = clip_words(accent) | {CHIME: ""}
    problems = [PackProblem("unknown_clip", clip) for clip in wanted if clip not in known]
    for clip in needed_clips(accent, letters):
        if clip not in wanted:
            problems.append(PackProblem("missing", clip, known[clip]))
    clips, digest, size = {}, hashlib.sha256(), 0
    for clip, file in sorted(wanted.items()):
        try:
            data = files.read(file, LARGEST_FILE)
            size += len(data)
            if size > LARGEST_PACK:
                raise PackError([PackProblem("too_large", detail=f"> {LARGEST_PACK} bytes")])
            clips[clip] = _clip(clip, data)
            digest.update(f"{clip}:{len(data)}:".encode() + data)
        except ClipFault as fault:
            problems.append(PackProblem(fault.code, clip, known.get(clip, ""), fault.detail))
    if problems:
        raise PackError(problems)
    return ClipPack(name, accent, clips, digest.hexdigest()[:16])


def _clip(clip: str, data: bytes) -> Sound:
    try:
        sound = read_wav(data)
    except NotPlainWav as error:
        raise ClipFault("wrong_format", str(error)) from error
    check_clip(clip, sound)
    return sound


def _manifest(files: _Files) -> tuple[str, str, Mapping[str, str]]:
    try:
        told = json.loads(files.read(MANIFEST, LARGEST_FILE))
    except ClipFault as fault:
        raise _bad_manifest(fault.detail) from fault
    except (ValueError, RecursionError) as error:
        raise _bad_manifest(str(error)) from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise _bad_manifest(f'"format": {FORMAT}')
    if told.get("accent") not in ACCENTS:
        raise _bad_manifest(f'"accent": {" | ".join(ACCENTS)}')
    return str(told.get("name", ""))[:100], told["accent"], _named_files(told.get("clips"))


def _named_files(clips: Any) -> Mapping[str, str]:
    if not isinstance(clips, dict) or not 0 < len(clips) <= MOST_CLIPS:
        raise _bad_manifest(f'"clips": 1..{MOST_CLIPS}')
    for clip, name in clips.items():
        # A name is a name: a path could lead out of the pack.
        if not isinstance(name, str) or not name or set(name) & set("/\\\0") or name == "..":
            raise _bad_manifest(f'"clips": "{clip}"')
    return clips


def _bad_manifest(detail: str) -> PackError:
    return PackError([PackProblem("bad_manifest", detail=detail)])


class _Files(Protocol):
    def read(self, name: str, limit: int) -> bytes:
        """A file of the pack. Raises ClipFault when it is not there or too large."""

    def __enter__(self) -> _Files: ...

    def __exit__(self, *error: object) -> None: ...


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, name: str, limit: int) -> bytes:
        try:
            with (self._path / name).open("rb") as file:
                return _bounded(file.read(limit + 1), limit)
        except OSError as error:
            raise ClipFault("unreadable", error.strerror or name) from error

    def __enter__(self) -> _Folder:
        return self

    def __exit__(self, *error: object) -> None:
        pass


class _Zip:
    def __init__(self, path: Path) -> None:
        try:
            self._file = zipfile.ZipFile(path)
        except _BAD_ZIP as error:
            raise _bad_manifest(str(error)) from error

    def read(self, name: str, limit: int) -> bytes:
        try:
            with self._file.open(name) as file:
                return _bounded(file.read(limit + 1), limit)
        except _BAD_ZIP as error:
            raise ClipFault("unreadable", str(error)) from error

    def __enter__(self) -> _Zip:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()


def _opened(path: Path) -> _Files:
    return _Folder(path) if path.is_dir() else _Zip(path)


def _bounded(data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise ClipFault("unreadable", f"> {limit} bytes")
    return data
