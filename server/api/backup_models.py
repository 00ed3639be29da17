"""The types of an installation's backups."""

from typing import Literal

from .answers import Out
from .words import Time


class KeptBackupOut(Out):
    """One file. ``kept_by`` are the rules that keep a scheduled one; ``checked_at`` is when it was
    last read again and was whole: at the latest when it was made."""

    name: str
    kind: Literal["scheduled", "by_hand", "upgrade", "other"]
    at: Time
    size: int
    kept_by: list[str]
    checked_at: Time | None


class BackupRulesOut(Out):
    at: str
    daily: int
    weekly: int
    monthly: int


class BackupsOut(Out):
    """``missed`` is when a scheduled backup was due that is not there; ``free`` are the bytes left
    beside them; ``data`` is where a restore would put one back."""

    rules: BackupRulesOut
    next_at: Time | None
    missed: Time | None
    folder: str
    data: str
    free: int
    items: list[KeptBackupOut]


class BackupCheckOut(Out):
    whole: bool
    reason: str | None
