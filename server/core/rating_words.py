"""What may be said beside a rating: reasons to choose from, and a few words of one's own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .errors import Invalid

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST_REASON = 48
MOST_REASONS = 40
MOST_SHOWN = 10
"""Active ones; with the keys to write and to go on they fill twelve places of a terminal."""
LONGEST_COMMENT = 500
WORDS_S = 180
"""How long after the answer its words may still come (seconds), even when the time to rate is
over by then: they take longer to choose and to write than a key takes to press."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason not to be satisfied. The code is for ever; ``active`` ones are offered."""

    code: str
    name: str
    name_en: str
    active: bool = True


DEFAULTS: tuple[Reason, ...] = (
    Reason("noise", "Nơi làm việc ồn", "The place is noisy"),
    Reason(
        "unclear_information", "Thông tin thủ tục khó hiểu", "Information is hard to understand"
    ),
    Reason("waited_too_long", "Chờ quá lâu", "Waited too long"),
    Reason("late_result", "Kết quả trễ hẹn", "The result was late"),
    Reason("attitude", "Thái độ của cán bộ", "The officer’s attitude"),
    Reason("extra_papers", "Bị đòi thêm giấy tờ", "Asked for extra papers"),
    Reason("other", "Lý do khác", "Another reason"),
)


@dataclass(frozen=True, slots=True)
class WordRules:
    """What a rating terminal asks beside the keys, and whether it shows who served.

    ``reasons`` in the order offered; ``comment`` lets people write; ``officer`` shows the
    officer's name and photo.
    """

    reasons: tuple[Reason, ...] = DEFAULTS
    comment: bool = True
    officer: bool = False

    def knows(self, codes: Iterable[str]) -> bool:
        """Whether all ``codes`` are reasons here, also such as are no longer offered: a terminal
        without a network may have offered them still."""
        return set(codes) <= {reason.code for reason in self.reasons}


def offered(rules: WordRules) -> list[Reason]:
    """The reasons to choose from, in order."""
    return [reason for reason in rules.reasons if reason.active]


def edited(before: Sequence[Reason], wanted: Sequence[Reason]) -> tuple[Reason, ...]:
    """``wanted``, followed by those left out, put out of use: a code once given stays readable.

    Raises ``Invalid`` (field ``reasons``) for a code or name out of bounds, a code twice, or
    more than ``MOST_SHOWN`` in use.
    """
    kept = [_checked(reason) for reason in wanted]
    codes = {reason.code for reason in kept}
    if len(codes) < len(kept):
        raise Invalid(field="reasons")
    kept += [replace(reason, active=False) for reason in before if reason.code not in codes]
    active = sum(1 for reason in kept if reason.active)
    if not 1 <= active <= MOST_SHOWN or len(kept) > MOST_REASONS:
        raise Invalid(field="reasons")
    return tuple(kept)


def _checked(reason: Reason) -> Reason:
    names = [" ".join(name.split()) for name in (reason.name, reason.name_en)]
    fits = all(1 <= len(name) <= LONGEST_REASON for name in names)
    if not CODE.fullmatch(reason.code) or not fits:
        raise Invalid(field="reasons")
    return replace(reason, name=names[0], name_en=names[1])


def plain_comment(text: str) -> str:
    """The words in one paragraph, without signs that do not print, at most ``LONGEST_COMMENT``."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())[:LONGEST_COMMENT]
