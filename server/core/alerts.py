"""Which alerts a centre should see now: signs of trouble, the rules, and what is raised already.

An alert does not flap. Its sign must reach the rule's bound to raise it, and fall clearly below to
end it; one that comes back soon after it ended is the same alert again, and nobody is told twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from .errors import Invalid

KEEP = 0.8
"""An alert ends when its sign falls below this part of the rule's bound."""
SOON_MS = 10 * 60_000
"""An alert that returns within this time of its end is the same one again."""
TOLD_MS = 60 * 60_000
"""So long after it was told, an alert that returns is news all the same."""
DAY_MINUTES = 1_440
MOST_MINUTES = 480


class Kind(StrEnum):
    """What an alert is about."""

    SERVICE_WITHOUT_COUNTER = "service_without_counter"
    WAIT_GROWING = "wait_growing"
    DEVICE_SILENT = "device_silent"
    PAPER_LOW = "paper_low"
    LONG_PAUSE = "long_pause"
    ESTIMATE_DRIFTING = "estimate_drifting"
    RATING_BURST = "rating_burst"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind's rule: from how many minutes on it alerts, and at what local times of day
    ("HH:MM", ``ends`` not included, "24:00" for midnight)."""

    on: bool = True
    minutes: int = 0
    begins: str = "00:00"
    ends: str = "24:00"


Rules = Mapping[Kind, Rule]
DEFAULTS: Rules = {
    Kind.SERVICE_WITHOUT_COUNTER: Rule(minutes=2),
    Kind.WAIT_GROWING: Rule(minutes=30),
    Kind.DEVICE_SILENT: Rule(minutes=1),
    Kind.PAPER_LOW: Rule(minutes=0),
    Kind.LONG_PAUSE: Rule(minutes=20),
    Kind.ESTIMATE_DRIFTING: Rule(minutes=15),
    Kind.RATING_BURST: Rule(minutes=30),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that may be an alert. ``minutes`` is what the rule's bound is held against;
    ``since`` (epoch ms) is set where minutes pass from a moment on, and ``grave_at`` where it will
    be grave by itself.

    ``fades`` are signs of something that happened: they alert while ``minutes`` ago is *less*
    than the rule's minutes.
    """

    kind: Kind
    subject: str
    """Id of the service, counter or device; empty for the whole centre."""
    code: str
    minutes: float
    since: int | None = None
    grave: bool = False
    fades: bool = False
    grave_at: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.subject}"


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert that was raised. ``cleared_at`` is None while it stands; all times epoch ms."""

    id: str
    key: str
    code: str
    grave: bool
    told_at: int
    cleared_at: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done. ``worse`` are alerts that have become grave, ``other`` those whose sign
    says something else now; ``next_at`` is when time alone may change something (epoch ms)."""

    raised: Sequence[Sign] = ()
    again: Sequence[tuple[Raised, Sign]] = ()
    worse: Sequence[tuple[Raised, Sign]] = ()
    other: Sequence[tuple[Raised, Sign]] = ()
    cleared: Sequence[Raised] = ()
    next_at: int | None = None

    @property
    def changes(self) -> bool:
        return bool(self.raised or self.again or self.worse or self.other or self.cleared)


def judge(
    signs: Iterable[Sign], rules: Rules, known: Sequence[Raised], now: int, minute: float
) -> Verdict:
    """Decide what is raised, kept and ended. ``known`` are the alerts that stand and those that
    ended within ``SOON_MS``; ``minute`` is the local time of day in minutes."""
    standing = {one.key: one for one in known if one.cleared_at is None}
    ended = {one.key: one for one in known if one.cleared_at is not None}
    found = {one.key: one for one in signs}
    holding = {
        key: sign
        for key, sign in found.items()
        if holds(sign, _rule(rules, sign.kind), minute, key in standing)
    }
    fresh = [sign for key, sign in holding.items() if key not in standing]
    kept = [(standing[key], sign) for key, sign in holding.items() if key in standing]
    back = {sign.key for sign in fresh if _is_same(ended.get(sign.key), now)}
    return Verdict(
        raised=[sign for sign in fresh if sign.key not in back],
        again=[(ended[sign.key], sign) for sign in fresh if sign.key in back],
        worse=[(one, sign) for one, sign in kept if sign.grave and not one.grave],
        other=[(one, s) for one, s in kept if s.code != one.code and not (s.grave > one.grave)],
        cleared=[one for key, one in standing.items() if key not in holding],
        next_at=_next(found.values(), rules, now, minute),
    )


def holds(sign: Sign, rule: Rule, minute: float, standing: bool) -> bool:
    """Whether a sign is an alert; one that stands already holds a little longer."""
    if not rule.on or not in_hours(rule, minute):
        return False
    if sign.fades:
        return sign.minutes < rule.minutes
    return sign.minutes >= rule.minutes * (KEEP if standing else 1)


def in_hours(rule: Rule, minute: float) -> bool:
    """Whether a rule applies at this local minute of the day; hours may pass midnight."""
    begins, ends = minute_of(rule.begins), minute_of(rule.ends)
    if begins <= ends:
        return begins <= minute < ends
    return minute >= begins or minute < ends


def check_rule(kind: str, rule: Rule) -> None:
    """Raise ``Invalid`` naming the kind unless minutes and hours can be meant."""
    if not 0 <= rule.minutes <= MOST_MINUTES:
        raise Invalid(field=kind, low=0, high=MOST_MINUTES)
    if rule.begins == rule.ends or minute_of(rule.begins) == DAY_MINUTES:
        raise Invalid(field=kind, value=rule.begins)


def minute_of(clock: str) -> int:
    """Minutes since midnight of "HH:MM". Raises ``Invalid``."""
    hours, _, minutes = clock.partition(":")
    if len(clock) != 5 or not (hours + minutes).isdigit():
        raise Invalid(field="hours", value=clock)
    found = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or found > DAY_MINUTES:
        raise Invalid(field="hours", value=clock)
    return found


def _rule(rules: Rules, kind: Kind) -> Rule:
    return rules.get(kind) or DEFAULTS[kind]


def _is_same(before: Raised | None, now: int) -> bool:
    if before is None or before.cleared_at is None:
        return False
    return now - before.cleared_at < SOON_MS and now - before.told_at < TOLD_MS


def _next(signs: Iterable[Sign], rules: Rules, now: int, minute: float) -> int | None:
    moments = [at for sign in signs for at in _moments(sign, _rule(rules, sign.kind), now, minute)]
    return min(moments, default=None)


def _moments(sign: Sign, rule: Rule, now: int, minute: float) -> Iterable[int]:
    """When time alone changes whether this sign holds."""
    if not rule.on:
        return
    for edge in (minute_of(rule.begins), minute_of(rule.ends)):
        away = (edge - minute) % DAY_MINUTES
        if (rule.begins, rule.ends) != ("00:00", "24:00") and away > 0:
            yield now + _ms(away)
    bound = None if sign.since is None else sign.since + rule.minutes * 60_000
    yield from (at for at in (bound, sign.grave_at) if at is not None and at > now)


def _ms(minutes: float) -> int:
    return max(1, int(minutes * 60_000))
