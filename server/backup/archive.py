"""A backup's file: a ZIP archive whose manifest names every member with its length and SHA-256.

It has its name only once it is whole: until then it is a hidden file beside it.
"""

import contextlib
import fcntl
import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from .problems import BackupError
from .sealed import SealedReader, SealingWriter, is_sealed

FORMAT = "motcua-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024
LEVEL = 1
"""Of compression: a database shrinks to a fifth, and a hall beside it does not notice."""

UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error),
    *(OSError, EOFError, ValueError, KeyError, TypeError, AttributeError),
    *(NotImplementedError, RuntimeError),
)
"""What a damaged archive makes zipfile, zlib and the reading of a manifest raise."""

Json = dict[str, Any]
Progress = Callable[[int], None]
"""Told how many bytes more are done."""


def silent(_bytes: int) -> None:
    """For those who do not watch."""


@dataclass(slots=True)
class Writer:
    """An archive that is being made."""

    file: zipfile.ZipFile
    scratch: Path
    """Where something may be kept until the archive is whole."""
    members: dict[str, Json] = field(default_factory=dict)

    def add(self, name: str, source: Path, progress: Progress = silent) -> None:
        """Copy a file into the archive."""
        with source.open("rb") as opened, self.member(name) as put:
            while chunk := opened.read(CHUNK):
                put(chunk)
                progress(len(chunk))

    @contextlib.contextmanager
    def member(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """A member that is written piece by piece."""
        digest, length = hashlib.sha256(), 0
        info = zipfile.ZipInfo(name)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        with self.file.open(info, "w", force_zip64=True) as out:

            def put(chunk: bytes | memoryview) -> None:
                nonlocal length
                out.write(chunk)
                digest.update(chunk)
                length += len(chunk)

            yield put
        self.members[name] = {"bytes": length, "sha256": digest.hexdigest()}

    def finish(self, manifest: Json) -> None:
        whole = {"format": FORMAT, "version": FORMAT_VERSION, **manifest, "members": self.members}
        text = json.dumps(whole, ensure_ascii=False, indent=1)
        self.file.writestr(MANIFEST, text, compress_type=zipfile.ZIP_DEFLATED)


@contextlib.contextmanager
def writing(
    target: Path, passphrase: str | None = None, own: Path | None = None
) -> Iterator[Writer]:
    """Write an archive that becomes ``target`` at the end, durably and only after it was read
    again, or is gone after an error.

    With a ``passphrase`` it is sealed; then nothing that is open lies beside it, but in ``own``.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    scratches = target.parent if passphrase is None or own is None else own
    _sweep(target, scratches)
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    scratch = _scratch(aside, scratches)
    handle = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with os.fdopen(handle, "w+b") as out:
            fcntl.flock(out, fcntl.LOCK_EX)
            with (
                _through(out, passphrase) as put,
                zipfile.ZipFile(put, "w", compresslevel=LEVEL, allowZip64=True) as made,
            ):
                yield Writer(made, scratch)
            out.flush()
            os.fsync(out.fileno())
            with Archive(aside, passphrase) as whole:
                whole.check()
            aside.replace(target)
        sync_folder(target.parent)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    finally:
        scratch.unlink(missing_ok=True)


@contextlib.contextmanager
def _through(out: IO[bytes], passphrase: str | None) -> Iterator[IO[bytes]]:
    """Where an archive is written to; what is sealed is complete at the end."""
    if passphrase is None:
        yield out
        return
    sealing = SealingWriter(out, passphrase)
    yield cast(IO[bytes], sealing)
    sealing.finish()


def _scratch(aside: Path, folder: Path) -> Path:
    return folder / f"{aside.name}-db"


def _sweep(target: Path, scratches: Path) -> None:
    """Remove what a backup that was killed has left; one that is under way holds its lock."""
    for left in target.parent.glob(f".{target.name}.*.part"):
        with contextlib.suppress(OSError), left.open("rb") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _scratch(left, scratches).unlink(missing_ok=True)
            left.unlink()


def sync_folder(folder: Path) -> None:
    """Make names given in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Archive:
    """A backup's file that is being read. Raises ``BackupError``: broken where it is none; sealed
    or passphrase where it is opened by one that was not given, or is another."""

    def __init__(self, path: Path, passphrase: str | None = None) -> None:
        self.path = path
        self._source = _source(path, passphrase)
        try:
            self._file = zipfile.ZipFile(self._source)
            self.manifest: Json = json.loads(self._file.read(MANIFEST))
            if self.manifest["format"] != FORMAT:
                raise ValueError("another format")
            self.members: dict[str, Json] = dict(self.manifest["members"])
        except UNREADABLE as error:
            self._source.close()
            raise BackupError("broken", file=path, reason=error) from error
        if self.manifest["version"] > FORMAT_VERSION:
            raise BackupError("newer", file=path)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()
        self._source.close()

    @property
    def total(self) -> int:
        """Bytes of all members."""
        return sum(int(told["bytes"]) for told in self.members.values())

    def check(self, progress: Progress = silent) -> None:
        """Read everything and compare it with the manifest. Raises ``BackupError`` (broken)."""
        for name in self.members:
            for chunk in self.read(name):
                progress(len(chunk))

    def read(self, name: str) -> Iterator[bytes]:
        """A member in pieces; raises ``BackupError`` at its end where it is not as it was."""
        told, digest, length = self.members[name], hashlib.sha256(), 0
        try:
            with self._file.open(name) as opened:
                while chunk := opened.read(CHUNK):
                    digest.update(chunk)
                    length += len(chunk)
                    yield chunk
        except UNREADABLE as error:
            raise BackupError("broken", file=self.path, reason=error) from error
        if (length, digest.hexdigest()) != (told["bytes"], told["sha256"]):
            raise BackupError("broken", file=self.path, reason=name)

    def extract(self, name: str, target: Path, progress: Progress = silent) -> None:
        """Write a member to a new file, durably."""
        target.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as out:
            copy(self.read(name), out, progress)
            out.flush()
            os.fsync(out.fileno())


def _source(path: Path, passphrase: str | None) -> IO[bytes]:
    if not is_sealed(path):
        return path.open("rb")
    if passphrase is None:
        raise BackupError("sealed", file=path)
    return io.BufferedReader(SealedReader(path, passphrase), CHUNK)


def copy(chunks: Iterator[bytes], out: IO[bytes], progress: Progress) -> None:
    for chunk in chunks:
        out.write(chunk)
        progress(len(chunk))
