"""What phones ask, and the key they are told by."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .answers import Out
from .bodies import In

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
