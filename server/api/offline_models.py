"""Numbers leased to kiosks, and the tickets issued from them: bodies and answers."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .answers import Bilingual, Out
from .bodies import In
from .words import Slug, Time

MOST_TICKETS = 50
"""In one batch: within the bound of a body, and a short transaction."""

Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Serial = Annotated[int, Field(ge=1, le=10_000_000)]
Said = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=64)]
"""What is checked ticket by ticket: one that is wrong must not hold up the others."""
Millis = Annotated[int, Field(ge=0, le=2**53)]


class UsedBody(In):
    """Numbers before ``next`` of the block that begins with ``first`` are used."""

    day: Day
    service: Slug
    first: Serial
    next: Serial


class BlocksBody(In):
    """``holder`` names the kiosk's own store of offline tickets, made anew with it."""

    holder: Slug
    services: Annotated[list[Slug], Field(max_length=500)] | None = None
    used: Annotated[list[UsedBody], Field(max_length=500, default_factory=list)]


class BlockOut(Out):
    day: str
    service: str
    prefix: str
    first: int
    last: int
    next: int


class BlocksOut(Out):
    """``status_url`` is the link of a ticket, ``{code}`` being its id in 22 characters of base64url
    without padding."""

    day: str
    zone: str
    now: Time
    status_url: str
    blocks: list[BlockOut]


class OfflineTicketBody(In):
    id: Said
    press: Annotated[str, StringConstraints(pattern=r"^[!-~]{1,200}$")]
    number: Said
    service: Said
    day: Said
    procedure: Said | None = None
    priority: Said = "none"
    language: Said = "vi"
    issued_at: Millis


class OfflineTicketsBody(In):
    """Times are epoch milliseconds by the kiosk's clock; ``now`` is when it sends this."""

    now: Millis
    tickets: Annotated[list[OfflineTicketBody], Field(min_length=1, max_length=MOST_TICKETS)]


class MergedOut(Out):
    id: str
    status: Literal["stored", "known", "renumbered", "rejected"]
    reason: str | None
    message: Bilingual | None


class OfflineTicketsOut(Out):
    results: list[MergedOut]
