"""What is played once for everybody is what is told when each is asked for alone."""

from copy import deepcopy
from random import Random

import pytest

from server.core.waits import Centre, Counter, Estimate, Rule, Service, WaitModel

SESSIONS = [(28_800.0, 41_400.0), (48_600.0, 61_200.0)]
LINES = [Service(f"s{i}", 200.0 + 60.0 * i) for i in range(7)]
RULES = (Rule(), Rule("every_k", k=2), Rule("every_k", k=3, longest_wait_s=900.0))


class Morning:
    """A floor in the middle of a morning on which everything happens, told by ``seed``."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = Random(seed)
        # Some lines may have no counter at all.
        self.counters = [
            Counter(f"c{i}", {line.id: 1.0 for line in rng.sample(LINES, 3)}) for i in range(5)
        ]
        centre = Centre(LINES, self.counters, rng.choice(RULES), SESSIONS)
        self.model = WaitModel(centre, seed=seed)
        self.model.begin_day(0.0, {c.id: SESSIONS for c in self.counters[:-1]})
        self.queue: list[tuple[str, str]] = []
        self.serving: dict[str, str] = {}
        self.open = set[str]()
        self.at = SESSIONS[0][0]
        for counter in self.counters[:4]:
            self.turn(counter.id)

    def turn(self, counter: str) -> None:
        """Open a counter, or close it for a while."""
        if counter in self.open:
            self.open.remove(counter)
            until = self.rng.choice((None, self.at + 900.0))
            self.model.closed(self.at, counter, until=until, pause=self.rng.random() < 0.7)
        else:
            self.open.add(counter)
            self.model.opened(self.at, counter, officer=f"of {counter}")

    def step(self) -> None:
        rng, model = self.rng, self.model
        self.at += rng.expovariate(1 / 40.0)
        ticket, line = f"t{self.at}", rng.choice(LINES).id
        model.issued(self.at, ticket, line, priority=rng.random() < 0.15)
        self.queue.append((ticket, line))
        counter = rng.choice(self.counters)
        if rng.random() < 0.05:
            self.turn(counter.id)
        self.end(counter.id)
        mine = [entry for entry in self.queue if entry[1] in counter.skills]
        if counter.id in self.open and mine:
            self.queue.remove(mine[0])
            self.serving[counter.id] = mine[0][0]
            model.called(self.at, mine[0][0], counter.id)

    def end(self, counter: str) -> None:
        ticket = self.serving.pop(counter, None)
        if ticket is None:
            return
        what = self.rng.random()
        if what < 0.1:
            self.model.no_show(self.at, ticket)
        elif what < 0.2:
            line = self.rng.choice(LINES).id
            self.model.transferred(self.at, ticket, line)
            self.queue.append((ticket, line))
        else:
            self.model.served(self.at, ticket)


def same(found: dict[str, Estimate], wanted: dict[str, Estimate]) -> None:
    """Equal but for the few paths that go on beyond the people who are reckoned to come."""
    assert found.keys() == wanted.keys()
    for id, told in found.items():
        off = 0.05 if told.p90 < 7200.0 else 0.25
        other = wanted[id]
        for mine, theirs in ((told.p10, other.p10), (told.p50, other.p50), (told.p90, other.p90)):
            assert mine == pytest.approx(theirs, rel=off, abs=1e-6)
        assert (told.ahead, told.basis) == (other.ahead, other.basis)


@pytest.mark.parametrize("seed", range(12))
def test_played_once_is_told_the_same(seed: int) -> None:
    morning = Morning(seed)
    exact = 0
    for step in range(120):
        morning.step()
        if step % 15:
            continue
        at, model = morning.at, morning.model
        together = deepcopy(model)
        waiting, normal, priority = together.everybody(at)
        alone = model.estimate(at)
        same(normal, model.newcomers(at))
        same(priority, model.newcomers(at, priority=True))
        same(together.estimate(at), waiting)
        if {line for _, line in morning.queue} == {line.id for line in LINES}:
            same(waiting, alone)
            exact += len(alone)
            continue
        # Lines that nobody waits in are left out of what is played for those who wait alone, and
        # with them some of the luck.
        assert waiting.keys() == alone.keys()
        for ticket, told in waiting.items():
            assert told.p50 == pytest.approx(alone[ticket].p50, rel=0.1, abs=30.0)
            assert told.ahead == alone[ticket].ahead
    assert exact > 50


def test_some_are_asked_for_and_all_lines() -> None:
    morning = Morning(1)
    for _ in range(60):
        morning.step()
    some = [ticket for ticket, _ in morning.queue[:3]]
    waiting, normal, priority = morning.model.everybody(morning.at, [*some, "nobody"])
    assert list(waiting) == some
    assert list(normal) == list(priority) == [line.id for line in LINES]


def test_a_line_without_any_counter_keeps_the_bound() -> None:
    centre = Centre(LINES[:2], [Counter("c", {"s0": 1.0})], Rule(), SESSIONS)
    model = WaitModel(centre)
    model.begin_day(0.0)
    at = SESSIONS[0][0]
    model.opened(at, "c")
    model.issued(at, "lost", "s1")
    waiting, normal, _ = model.everybody(at)
    bound = pytest.approx(SESSIONS[-1][1] - at)
    assert waiting["lost"].p50 == bound
    assert normal["s1"].p50 == bound
    assert waiting["lost"].basis == "none"
    assert normal["s0"].p50 < 60.0
