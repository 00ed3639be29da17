"""Signs of trouble, read from the facts of a floor. Times are epoch milliseconds."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from .alerts import Kind, Sign
from .devices import GRAVE, DeviceState

FORGOTTEN_MS = 7 * 86_400_000
"""A device that was silent for so long was taken away."""
LEAST_ESTIMATES = 20
"""Fewer estimates that came to an end say nothing about the next ones."""
GRAVE_TIMES = 2
"""A wait is grave from so many times the rule's bound on."""


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A line. ``waiting_since`` is when its longest wait began, ``unserved_since`` since when none
    of its counters is open; ``expected`` is what who comes now will wait, in minutes."""

    id: str
    waiting: int
    waiting_since: int | None
    open_counters: int
    unserved_since: int | None
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class PausedFacts:
    """A counter that is paused."""

    id: str
    since: int


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """A device that reports; ``troubles`` are the codes of ``devices.troubles``."""

    id: str
    state: DeviceState
    reported_at: int
    troubles: tuple[str, ...]
    tickets_left: int | None


@dataclass(frozen=True, slots=True)
class EstimateFacts:
    """How well the waits of the last hour were foretold: the median error in minutes of ``base``
    estimates."""

    error: float
    base: int


@dataclass(frozen=True, slots=True)
class BurstFacts:
    """Presses of a counter's terminal that stand out (``rating_flags.burst``)."""

    counter: str
    at: int
    seen: int
    usual: float


@dataclass(frozen=True, slots=True)
class FloorFacts:
    """What can be a sign of trouble. ``long_wait`` is the rule's bound in minutes; ``attended``
    says whether the centre is open now: nobody looks after devices at night."""

    services: tuple[ServiceFacts, ...] = ()
    paused: tuple[PausedFacts, ...] = ()
    devices: tuple[DeviceFacts, ...] = ()
    bursts: tuple[BurstFacts, ...] = ()
    estimates: EstimateFacts | None = None
    counters_open: int = 1
    long_wait: int = 30
    attended: bool = True


def signs_of(facts: FloorFacts, now: int) -> list[Sign]:
    """Every sign there is, whatever the rules make of it."""
    return list(
        chain(
            _unserved(facts, now),
            chain.from_iterable(_wait(one, facts.long_wait, now) for one in facts.services),
            chain.from_iterable(_device(one, now) for one in facts.devices if facts.attended),
            (_pause(one, now) for one in facts.paused if facts.attended),
            _estimates(facts.estimates),
            (_burst(one, now) for one in facts.bursts),
        )
    )


def _unserved(facts: FloorFacts, now: int) -> Iterable[Sign]:
    """People wait where nobody serves: one sign for the centre when no counter is open at all."""
    lonely = [one for one in facts.services if one.waiting and not one.open_counters]
    if lonely and facts.counters_open == 0:
        since = min(_since(one, now) for one in lonely)
        people = sum(one.waiting for one in lonely)
        yield _no_counter("", "nobody_serves", since, people, now)
        return
    for one in lonely:
        yield _no_counter(one.id, "no_counter", _since(one, now), one.waiting, now)


def _no_counter(subject: str, code: str, since: int, people: int, now: int) -> Sign:
    return Sign(
        Kind.SERVICE_WITHOUT_COUNTER, subject, code, _minutes(since, now), since, True,
        facts={"people": people},
    )  # fmt: skip


def _wait(one: ServiceFacts, bound: int, now: int) -> Iterable[Sign]:
    """The longest wait, or what newcomers will wait where that is even longer."""
    if not one.waiting or one.waiting_since is None or not one.open_counters:
        return
    since, waited, expected = one.waiting_since, _minutes(one.waiting_since, now), one.expected or 0
    grave_at = since + GRAVE_TIMES * bound * 60_000
    yield Sign(
        Kind.WAIT_GROWING,
        one.id,
        "expected" if waited < bound and expected > waited else "waited",
        max(waited, expected),
        since,
        grave_at <= now,
        grave_at=grave_at,
        facts={"people": one.waiting, "expected": round(expected) or None},
    )


def _device(one: DeviceFacts, now: int) -> Iterable[Sign]:
    if now - one.reported_at < FORGOTTEN_MS:
        silent = _minutes(one.reported_at, now)
        yield Sign(Kind.DEVICE_SILENT, one.id, "silent", silent, one.reported_at, True)
    if one.state is DeviceState.SILENT:
        return
    for code in one.troubles[:1]:
        # How long there has been trouble nobody knows: it counts as long enough for any rule.
        facts = {"tickets": one.tickets_left}
        yield Sign(Kind.PAPER_LOW, one.id, code, float("inf"), None, code in GRAVE, facts=facts)


def _pause(one: PausedFacts, now: int) -> Sign:
    return Sign(Kind.LONG_PAUSE, one.id, "paused", _minutes(one.since, now), one.since)


def _estimates(found: EstimateFacts | None) -> Iterable[Sign]:
    if found is not None and found.base >= LEAST_ESTIMATES:
        facts = {"error": round(found.error), "base": found.base}
        yield Sign(Kind.ESTIMATE_DRIFTING, "", "error", found.error, facts=facts)


def _burst(one: BurstFacts, now: int) -> Sign:
    facts = {"seen": one.seen, "usual": one.usual}
    ago = _minutes(one.at, now)
    return Sign(Kind.RATING_BURST, one.counter, "burst", ago, one.at, fades=True, facts=facts)


def _since(one: ServiceFacts, now: int) -> int:
    """Since when somebody has waited there with nobody to serve."""
    return max(one.waiting_since or now, one.unserved_since or 0)


def _minutes(since: int, now: int) -> float:
    return max(0.0, (now - since) / 60_000)
