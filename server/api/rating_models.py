"""What is asked and answered about reasons and photos of officers."""

from typing import Annotated

from pydantic import Field, StringConstraints

from ..core.rating_words import CODE, LONGEST_REASON, MOST_REASONS
from .answers import Out
from .bodies import In

ReasonCode = Annotated[str, StringConstraints(pattern=f"^{CODE.pattern}$")]
ReasonName = Annotated[
    str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", min_length=1, max_length=LONGEST_REASON)
]


class ReasonBody(In):
    code: ReasonCode
    name: ReasonName
    name_en: ReasonName
    active: bool = True


class RatingWordsBody(In):
    """Reasons in the order offered; codes left out stay, out of use."""

    reasons: Annotated[list[ReasonBody], Field(min_length=1, max_length=MOST_REASONS)]
    comment: bool = True
    officer: bool = False
    """Whether a terminal shows the name and the photo of who served."""


class RatingReasonOut(Out):
    code: str
    name: str
    name_en: str
    active: bool


class RatingWordsOut(Out):
    reasons: list[RatingReasonOut]
    comment: bool
    officer: bool


class OfficerOut(Out):
    id: str
    name: str
    photo: str | None
    """The photo's id, another for every picture; null where there is none."""


class OfficerList(Out):
    items: list[OfficerOut]
    next: str | None
