"""Bodies and answers about collecting results, and about being told that they are ready."""

from typing import Annotated

from pydantic import StringConstraints

from ..core.model import ServiceKind
from .answers import Out
from .bodies import In
from .dossier_models import Code
from .phone_models import Endpoint, SubscriptionBody
from .words import Time

Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]


class KindBody(In):
    kind: ServiceKind


class ReadyOut(Out):
    """``ready``: there is an answer to be fetched; ``collected``: it has been."""

    code: str
    ready: bool
    collected: bool
    due_at: Time | None


class ResultPhoneBody(SubscriptionBody):
    """A phone's push subscription, and what its owner knows of the dossier."""

    code: Code
    digits: Digits


class ForgetResultPhoneBody(In):
    code: Code
    digits: Digits
    endpoint: Endpoint
