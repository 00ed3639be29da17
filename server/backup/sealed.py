"""A backup that only a passphrase opens: pieces sealed with AES-256-GCM under a key from scrypt.

A header of 57 bytes: ``MAGIC``, the cost of scrypt (a power of two, one byte), a salt (16), a check
of the passphrase (16), and the header's own sum (8). Then pieces of ``PIECE`` bytes and a last one
that may be shorter, each with its tag (16). A piece's nonce is its place (11 bytes) and whether it
is the last (1): none can be changed, moved, doubled or cut off unseen. Each file has a key of its
own, because it has a salt of its own.
"""

import hashlib
import hmac
import io
import os
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .problems import BackupError

VARIABLE = "MOTCUA_BACKUP_PASSPHRASE_FILE"
MAGIC = b"motcua-sealed 1\n"
SALT, CHECK, SUM, TAG = 16, 16, 8, 16
HEADER = len(MAGIC) + 1 + SALT + CHECK + SUM
PIECE = 256 * 1024
COST = 16
"""2**16 rounds with r = 8: 64 MiB and some tenths of a second for each guess."""
MOST_COST = 20
LEAST_LETTERS = 12


def read_passphrase(file: Path) -> str:
    """The first line of a file. Raises ``BackupError`` (no_passphrase, short_passphrase)."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError("no_passphrase", file=file) from error
    if not lines or len(lines[0].strip()) < LEAST_LETTERS:
        raise BackupError("short_passphrase", file=file, least=LEAST_LETTERS)
    return lines[0].strip()


def asked_passphrase() -> str | None:
    """What every backup of this installation is to be sealed with, where the environment names a
    file. Raises ``BackupError``."""
    file = os.environ.get(VARIABLE)
    return read_passphrase(Path(file)) if file else None


def is_sealed(path: Path) -> bool:
    """Whether a file begins as sealed ones do. Raises ``OSError``."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _keys(passphrase: str, cost: int, salt: bytes) -> tuple[AESGCM, bytes]:
    """The key of the pieces, and what shows that the passphrase is right."""
    made = hashlib.scrypt(
        passphrase.encode(), salt=salt, n=1 << cost, r=8, p=1, dklen=64, maxmem=(2 << cost) * 1024
    )
    return AESGCM(made[:32]), hashlib.sha256(made[32:]).digest()[:CHECK]


def _nonce(place: int, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([last])


class SealingWriter(io.RawIOBase):
    """Seals what is written to it into ``out``; ``finish`` seals the rest."""

    def __init__(self, out: IO[bytes], passphrase: str) -> None:
        self._out, self._rest, self._place = out, bytearray(), 0
        salt = os.urandom(SALT)
        self._key, check = _keys(passphrase, COST, salt)
        head = MAGIC + bytes([COST]) + salt + check
        out.write(head + hashlib.sha256(head).digest()[:SUM])

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:  # type: ignore[no-untyped-def]
        self._rest += data
        # The last piece is known only at the end: one is always kept back.
        while len(self._rest) > PIECE:
            self._put(bytes(self._rest[:PIECE]), last=False)
            del self._rest[:PIECE]
        return len(data)

    def finish(self) -> None:
        self._put(bytes(self._rest), last=True)
        self._rest.clear()

    def _put(self, piece: bytes, last: bool) -> None:
        self._out.write(self._key.encrypt(_nonce(self._place, last), piece, None))
        self._place += 1


class SealedReader(io.RawIOBase):
    """What was sealed, at any place. Reading raises ``OSError`` where a byte is not as it was.

    Raises ``BackupError``: broken, or passphrase where that is not the file's.
    """

    def __init__(self, path: Path, passphrase: str) -> None:
        self._file = path.open("rb")
        self._at, self._kept = 0, (-1, b"")
        try:
            self._key = self._opened(path, passphrase)
            pieces = os.fstat(self._file.fileno()).st_size - HEADER
            if pieces < TAG:
                raise BackupError("broken", file=path, reason="cut off")
        except BaseException:
            self._file.close()
            raise
        self._count = max(1, -(-pieces // (PIECE + TAG)))
        self._length = pieces - self._count * TAG

    def _opened(self, path: Path, passphrase: str) -> AESGCM:
        head = self._file.read(HEADER)
        told, summed = head[:-SUM], head[-SUM:]
        begun = len(MAGIC) + 1
        cost, salt, check = told[begun - 1 : begun], told[begun:-CHECK], told[-CHECK:]
        whole = len(head) == HEADER and hashlib.sha256(told).digest()[:SUM] == summed
        if not whole or not 0 < cost[0] <= MOST_COST:
            raise BackupError("broken", file=path, reason="header")
        key, right = _keys(passphrase, cost[0], salt)
        if not hmac.compare_digest(check, right):
            raise BackupError("passphrase", file=path)
        return key

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence]
        if start + offset < 0:
            raise OSError("before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        if self._at >= self._length:
            return 0
        place, inside = divmod(self._at, PIECE)
        part = self._piece(place)[inside : inside + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _piece(self, place: int) -> bytes:
        if self._kept[0] != place:
            self._file.seek(HEADER + place * (PIECE + TAG))
            sealed = self._file.read(PIECE + TAG)
            try:
                opened = self._key.decrypt(_nonce(place, place == self._count - 1), sealed, None)
            except (InvalidTag, ValueError) as error:
                raise OSError(f"piece {place + 1} of {self._count} is damaged") from error
            self._kept = place, opened
        return self._kept[1]
