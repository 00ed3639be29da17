"""The types of the audit trail, of retention and of one person's data."""

from typing import Any, Literal

from pydantic import Field

from .answers import Out
from .bodies import In
from .words import Text, Time


class AuditEntryOut(Out):
    seq: int
    at: Time
    actor: str
    name: str | None
    """The actor's name, where a person of this centre did it."""
    what: str
    subject: str
    data: dict[str, Any]
    hash: str


class AuditList(Out):
    items: list[AuditEntryOut]
    next: str | None


class AuditActorOut(Out):
    actor: str
    name: str | None


class AuditChoicesOut(Out):
    """By what entries can be sought."""

    kinds: list[str]
    actors: list[AuditActorOut]


class AuditCheckOut(Out):
    """How far the chain holds; ``broken_at`` is the first entry that does not fit."""

    length: int
    head: str
    broken_at: int | None


class PurgeOut(Out):
    at: Time
    day: str
    counts: dict[str, int]


class RetentionOut(Out):
    """Days each kind is kept, from which to which they may be set, the kinds of records under
    each rule, and the last nights in which something was purged."""

    rules: dict[str, int]
    bounds: dict[str, list[int]]
    kinds: dict[str, list[str]]
    purges: list[PurgeOut]


class RetentionDueOut(Out):
    """By kind, how many records the night before ``day`` takes; ``most`` stands for any more."""

    day: str
    most: int
    counts: dict[str, int]


class PersonDataBody(In):
    """What the person can name."""

    by: Literal["dossier", "phone", "identity", "ticket"]
    value: Text


class PersonErasureBody(PersonDataBody):
    open_too: bool = Field(default=False)
    """Also dossiers whose result was not handed over yet."""


class PersonDataOut(Out):
    dossiers: list[dict[str, Any]]
    tickets: list[dict[str, Any]]
    phones: int


class PersonErasedOut(Out):
    """``left`` are dossiers still open, which were left alone."""

    dossiers: int
    tickets: int
    left: list[str]
