"""Sealing secrets that must be read again, with a key that is not in the store."""

import base64
import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from ..core.errors import Unavailable

KEY_FILE = "secret.key"
VARIABLE = "MOTCUA_SECRET_KEY"


class Vault:
    """Seals with one key (Fernet: AES-128-CBC with HMAC-SHA256)."""

    def __init__(self, key: bytes) -> None:
        """``key``: 32 bytes."""
        self._box = Fernet(base64.urlsafe_b64encode(key))

    @classmethod
    def of(cls, data: Path) -> "Vault":
        """With the key of an installation: the environment's, else the file in its data folder,
        made at first use."""
        text = os.environ.get(VARIABLE)
        if text:
            return cls(base64.b64decode(text))
        file = data / KEY_FILE
        if not file.exists():
            _make(file)
        return cls(base64.b64decode(file.read_text("ascii")))

    def seal(self, text: str) -> str:
        return self._box.encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """Raises ``Unavailable`` when it was sealed with another key, or changed."""
        try:
            return self._box.decrypt(sealed.encode("ascii")).decode()
        except InvalidToken:
            raise Unavailable(reason="key") from None

    def open_fresh(self, sealed: str, seconds: int) -> str | None:
        """As ``open``, for what was sealed at most so long ago; None for anything else."""
        try:
            return self._box.decrypt(sealed.encode("ascii", "replace"), ttl=seconds).decode()
        except InvalidToken:
            return None


def _make(file: Path) -> None:
    """A new key, readable by its owner only; one that appeared meanwhile stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(base64.b64encode(os.urandom(32)).decode("ascii"))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
