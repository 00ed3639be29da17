"""What is asked and answered about boards, their media, and the voice."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ..core.board import MOST_MEDIA, MOST_SPANS
from .answers import Out
from .bodies import In
from .words import Slug, Time

Language = Literal["vi", "en"]
Accent = Literal["north", "south"]
Clock = Annotated[str, StringConstraints(pattern=r"^[0-2][0-9]:[0-5][0-9]$")]
Volume = Annotated[int, Field(ge=0, le=100)]
Name = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=100)]
Notice = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=200)]
MediaId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}\.[a-z0-9]{3,4}$")]


class SpanBody(In):
    begin: Clock
    end: Clock
    volume: Volume


class BoardBody(In):
    """A board, whole: what is left out takes its default."""

    name: Name = ""
    name_en: Name = ""
    zone: Name = ""
    services: list[Slug] = Field([], max_length=100)
    counters: list[Slug] = Field([], max_length=100)
    languages: list[Language] = Field(["vi"], min_length=1, max_length=2)
    accent: Accent = "north"
    speaks: bool = False
    repeat: Annotated[int, Field(ge=1, le=3)] = 2
    volume: Volume = 80
    volumes: list[SpanBody] = Field([], max_length=MOST_SPANS)
    quiet_s: Annotated[int, Field(ge=0, le=600)] = 0
    notice: Notice = ""
    notice_en: Notice = ""
    media: list[MediaId] = Field([], max_length=MOST_MEDIA)
    media_s: Annotated[int, Field(ge=5, le=300)] = 15


class SpanOut(Out):
    begin: str
    end: str
    volume: int


class BoardOut(Out):
    id: str
    name: str
    name_en: str
    zone: str
    services: list[str]
    counters: list[str]
    languages: list[str]
    accent: str
    speaks: bool
    repeat: int
    volume: int
    volumes: list[SpanOut]
    quiet_s: int
    notice: str
    notice_en: str
    media: list[str]
    media_s: int
    path: str
    """Where its page is, below the server's address."""


class BoardList(Out):
    items: list[BoardOut]
    next: str | None


class MediaOut(Out):
    id: str
    name: str
    type: str
    size: int
    """Bytes."""
    added_at: Time


class MediaList(Out):
    items: list[MediaOut]
    next: str | None


class BoardCallOut(Out):
    call: int
    ticket: str
    counter: str
    counter_number: int
    counter_name: str
    counter_name_en: str
    service: str
    service_name: str
    service_name_en: str
    attempt: int
    called_at: Time


class BoardCallList(Out):
    items: list[BoardCallOut]
    next: str | None


class ClipOut(Out):
    id: str
    words: str
    """What is to be said; empty for the chime."""
    needed: bool
    recorded: bool
    bytes: int | None


class ClipList(Out):
    items: list[ClipOut]
    next: str | None
