"""A centre's settings: rules and bounds, each with a default; never constants in the code."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from ..core import hours
from ..core.calling import Rules
from ..core.devices import PaperRules
from ..core.errors import Invalid
from ..core.evaluation import EvaluationRules, Index
from ..core.keeping import BackupRules
from ..core.lateness import PhoneRules
from ..core.lockout import SignInRules
from ..core.offline import OfflineRules
from ..core.rating_words import Reason, WordRules
from ..core.retention import BOUNDS as RETENTION_BOUNDS
from ..core.retention import RetentionRules
from ..core.satisfaction import RatingRules

_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
BOUNDED = (
    "calling", "rating", "offline", "phone", "paper", "signing_in", "retention", "backup",
)  # fmt: skip
MOST_CENTRES = 1_000
"""Whose settings a process keeps read."""
BRING_BACK = ("front", "middle", "end")
BOUNDS = {
    "ratio": (1, 20),
    "longest_wait_s": (60, 86_400),
    "max_calls": (1, 10),
    "recall_pause_s": (0, 300),
    "undo_s": (0, 120),
    "help_after_idle_s": (0, 7_200),
    "help_when_waited_s": (0, 86_400),
    "open_s": (5, 3_600),
    "change_s": (0, 60),
    "later_days": (0, 7),
    "first_serial": (101, 9_901),
    "block": (10, 500),
    "late_places": (0, 20),
    "notify_ahead": (0, 10),
    "warn_tickets": (0, 1_000),
    "warn_pct": (0, 50),
    "session_hours": (1, 72),
    "idle_minutes": (5, 1_440),
    "daily": (0, 60),
    "weekly": (0, 60),
    "monthly": (0, 120),
    **RETENTION_BOUNDS,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a centre may set. ``scale`` is the number of keys on its rating terminals;
    ``week`` are its opening hours, None for always open; ``staff_may_choose`` lets officers call
    a chosen ticket; ``offline`` are the numbers kiosks hold for the time without a network."""

    calling: Rules = field(default_factory=Rules)
    rating: RatingRules = field(default_factory=RatingRules)
    scale: int = 3
    week: hours.Week | None = None
    staff_may_choose: bool = False
    elderly_age: int = 75
    """Years from which an identity card gives the priority by age."""
    offline: OfflineRules = field(default_factory=OfflineRules)
    phone: PhoneRules = field(default_factory=PhoneRules)
    paper: PaperRules = field(default_factory=PaperRules)
    words: WordRules = field(default_factory=WordRules)
    evaluation: EvaluationRules = field(default_factory=EvaluationRules)
    signing_in: SignInRules = field(default_factory=SignInRules)
    retention: RetentionRules = field(default_factory=RetentionRules)
    backup: BackupRules = field(default_factory=BackupRules)


@lru_cache(maxsize=MOST_CENTRES)
def load(text: str) -> Settings:
    """Settings from their stored JSON; what is missing takes its default. Read by every look and
    every change, and the same for most of them; nobody changes what it gives."""
    raw: dict[str, Any] = json.loads(text)
    week = raw.get("week")
    return Settings(
        calling=Rules(**raw.get("calling", {})),
        rating=RatingRules(**raw.get("rating", {})),
        scale=raw.get("scale", 3),
        week=None if week is None else _week(week),
        staff_may_choose=raw.get("staff_may_choose", False),
        elderly_age=raw.get("elderly_age", 75),
        offline=OfflineRules(**raw.get("offline") or {}),
        phone=PhoneRules(**raw.get("phone") or {}),
        paper=PaperRules(**raw.get("paper") or {}),
        words=_words(raw.get("words") or {}),
        evaluation=_evaluation(raw.get("evaluation") or {}),
        signing_in=SignInRules(**raw.get("signing_in") or {}),
        retention=RetentionRules(**raw.get("retention") or {}),
        backup=BackupRules(**raw.get("backup") or {}),
    )


def dump(settings: Settings) -> str:
    return json.dumps(asdict(settings), ensure_ascii=False)


def check(raw: Mapping[str, Any]) -> Settings:
    """Settings from what an administrator sent. Raises ``Invalid`` naming the field."""
    for part in BOUNDED:
        for name, value in (raw.get(part) or {}).items():
            bound = BOUNDS.get(name)
            if bound is not None and not bound[0] <= value <= bound[1]:
                raise Invalid(field=name, low=bound[0], high=bound[1])
    if not _HOUR.fullmatch((raw.get("backup") or {}).get("at", "00:00")):
        raise Invalid(field="at")
    if raw.get("calling", {}).get("bring_back", "front") not in BRING_BACK:
        raise Invalid(field="bring_back")
    if raw.get("week") is not None:
        hours.check_week(raw["week"])
    return load(json.dumps(raw))


def _words(raw: Mapping[str, Any]) -> WordRules:
    listed = raw.get("reasons")
    kept = {name: value for name, value in raw.items() if name != "reasons"}
    return WordRules(**kept) if listed is None else WordRules(_reasons(listed), **kept)


def _reasons(listed: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    return tuple(Reason(**reason) for reason in listed)


def _evaluation(raw: Mapping[str, Any]) -> EvaluationRules:
    kept = {name: value for name, value in raw.items() if name != "indices"}
    listed = raw.get("indices")
    if listed is None:
        return EvaluationRules(**kept)
    return EvaluationRules(tuple(Index(**index) for index in listed), **kept)


def _week(raw: Mapping[str, Any]) -> hours.Week:
    return {day: tuple((begin, end) for begin, end in spans) for day, spans in raw.items()}
