"""What phones ask, and the key they are told by."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ..core.rating_words import LONGEST_COMMENT, MOST_SHOWN
from .answers import Out
from .bodies import In
from .words import Slug, Value

Endpoint = Annotated[str, StringConstraints(min_length=10, max_length=1_000)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{10,120}={0,2}$")]


class SubscriptionBody(In):
    """A browser's push subscription, and the language to tell it in."""

    endpoint: Endpoint
    p256dh: Key
    auth: Key
    language: Literal["vi", "en"] = "vi"


class ForgetBody(In):
    endpoint: Endpoint


class PushKeyOut(Out):
    key: Annotated[str, Field(description="The public key to subscribe with (base64url).")]


class LaterRatingBody(In):
    """``id`` is the client's own: the same in every repeat of this answer."""

    id: Slug
    value: Value
    scale: Literal[2, 3, 4, 5] = 3
    reasons: Annotated[list[Slug], Field(max_length=MOST_SHOWN, default_factory=list)]
    comment: Annotated[str, StringConstraints(max_length=LONGEST_COMMENT)] = ""


class LaterRatedOut(Out):
    """``late``: kept, but the ticket had been rated before (how is not told)."""

    status: Literal["counted", "changed", "repeated", "late"]
