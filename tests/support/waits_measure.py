"""Days replayed to the contenders, and how far each was off."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from time import process_time

from waits_baselines import Baselines
from waits_day import Day, days
from waits_oracle import feed, oracle
from waits_town import Town

from server.core.waits import WaitModel

Key = tuple[str, str, str]  # phase (first, later), moment (issue, live), contender
Interval = tuple[float, float, float]


@dataclass(slots=True)
class Tally:
    """Sums over estimates: absolute errors, intervals that held, intervals."""

    count: int = 0
    error: float = 0.0
    bias: float = 0.0
    held: int = 0
    under: int = 0

    def add(self, interval: Interval, truth: float) -> None:
        low, middle, high = interval
        self.count += 1
        self.error += abs(truth - middle)
        self.bias += truth - middle
        self.held += low - 0.5 <= truth <= high + 0.5
        self.under += truth < low - 0.5

    def join(self, other: "Tally") -> None:
        for name in ("count", "error", "bias", "held", "under"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def mean(self) -> float:
        return self.error / max(1, self.count)

    @property
    def coverage(self) -> float:
        return self.held / max(1, self.count)


@dataclass(slots=True)
class Result:
    """Tallies by key, announced times' moves by (phase, contender), CPU seconds by contender."""

    tallies: dict[Key, Tally] = field(default_factory=lambda: defaultdict(Tally))
    moves: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def join(self, other: "Result") -> None:
        for key, tally in other.tallies.items():
            self.tallies[key].join(tally)
        for mine, theirs in (
            (self.moves, other.moves), (self.spent, other.spent), (self.asked, other.asked),
        ):  # fmt: skip
            for name, value in theirs.items():
                mine[name] += value  # type: ignore[index,operator]


@dataclass(frozen=True, slots=True)
class Asking:
    """How densely to ask: every ``nth`` ticket at issue, live every ``every`` seconds (those same
    tickets; the learning model is asked for all). ``oracle``: also the oracle."""

    nth: int = 1
    every: float = 60.0
    first_judged: int = 3
    oracle: bool = True
    judge_between: bool = False


class Replay:
    """One town's days, told to all contenders."""

    def __init__(self, town: Town, asking: Asking, seed: int) -> None:
        self._asking = asking
        self._models = {"ours": WaitModel(town.centre, seed=seed)}
        if asking.oracle:
            self._models["oracle"] = oracle(town, seed)
        self._baselines = Baselines(town)
        self._open: dict[str, list[tuple[str, str, float, Interval]]] = {}
        self._told: dict[tuple[str, str], float] = {}
        self._waiting: set[str] = set()
        self.result = Result()

    def run(self, day: Day, number: int) -> None:
        phase = "first" if number == 0 else "later" if number >= self._asking.first_judged else ""
        for model in self._models.values():
            model.begin_day(day.start, day.openings)
        self._open.clear()
        self._told.clear()
        self._waiting.clear()
        clock = day.start + 26_000.0
        issued = 0
        for event in day.events:
            while event.at > clock:
                if self._waiting:
                    self._ask(clock, sorted(self._waiting), "live", phase)
                clock += self._asking.every
            for model in self._models.values():
                feed(model, event)
            self._baselines.feed(event)
            match event.kind:
                case "issued":
                    issued += 1
                    if issued % self._asking.nth == 0:
                        self._waiting.add(event.ticket)
                        self._ask(event.at, [event.ticket], "issue", phase)
                case "called":
                    self._resolve(event.ticket, event.at)
                case "left":
                    self._open.pop(event.ticket, None)
                    self._waiting.discard(event.ticket)

    def _ask(self, at: float, tickets: list[str], moment: str, phase: str) -> None:
        judged = bool(phase)
        for name, model in self._models.items():
            if name == "oracle" and not judged:
                continue
            began = process_time()
            found = model.estimate(at, tickets)
            self.result.spent[name] += process_time() - began
            self.result.asked[name] += 1
            if not judged:
                continue
            for ticket, e in found.items():
                self._note(phase, moment, name, at, ticket, (e.p10, e.p50, e.p90))
                if moment == "live":
                    self._move(phase, name, ticket, at + e.p50)
        if judged:
            for name, answers in self._baselines.estimate(at, tickets).items():
                for ticket, seconds in answers.items():
                    self._note(phase, moment, name, at, ticket, (seconds, seconds, seconds))
                    if moment == "live":
                        self._move(phase, name, ticket, at + seconds)

    def _move(self, phase: str, name: str, ticket: str, told: float) -> None:
        before = self._told.get((name, ticket))
        if before is not None:
            self.result.moves[phase, name] += abs(told - before)
        self._told[name, ticket] = told

    def _note(
        self, phase: str, moment: str, name: str, at: float, ticket: str, interval: Interval
    ) -> None:
        self._open.setdefault(ticket, []).append((phase + "/" + moment, name, at, interval))

    def _resolve(self, ticket: str, called: float) -> None:
        self._waiting.discard(ticket)
        for where, name, at, interval in self._open.pop(ticket, []):
            phase, moment = where.split("/")
            self.result.tallies[phase, moment, name].add(interval, called - at)


def measure(town: Town, seed: int, count: int, asking: Asking) -> Result:
    """``count`` days of a town. The first is judged, then those from ``first_judged`` on."""
    replay = Replay(town, asking, seed)
    for number, day in enumerate(days(town, count, seed)):
        replay.run(day, number)
    return replay.result


def joined(results: Iterable[Result]) -> Result:
    whole = Result()
    for result in results:
        whole.join(result)
    return whole


def lines(result: Result) -> Sequence[str]:
    """The table: minutes off, and how often the 80 % interval held."""
    rows = [f"{'':16}{'line':>8}{'centre':>8}{'last':>8}{'ours':>8}{'oracle':>8}"
            f"{'/line':>8}{'/centre':>8}{'/oracle':>8}{'held':>7}{'(oracle)':>9}"
            f"{'below':>8}{'bias':>8}{'n':>8}"]  # fmt: skip
    for phase in ("first", "later"):
        for moment in ("issue", "live"):
            t = {n: result.tallies[phase, moment, n] for n in ("line", "centre", "last", "ours",
                                                               "oracle")}  # fmt: skip
            if t["ours"].count:
                rows.append(_row(f"{phase} {moment}", t))
        ours, best = result.moves[phase, "ours"], result.moves[phase, "oracle"]
        if best:
            rows.append(f"{phase} moves of announced times: ours / oracle {ours / best:.2f}")
    return rows


def _row(name: str, t: dict[str, Tally]) -> str:
    minutes = "".join(f"{tally.mean / 60:8.2f}" for tally in t.values())
    ours = t["ours"].mean
    ratios = "".join(
        f"{ours / t[n].mean:8.2f}" if t[n].mean else f"{'-':>8}"
        for n in ("line", "centre", "oracle")
    )
    held = f"{t['ours'].coverage:7.1%}{t['oracle'].coverage:9.1%}"
    told = f"{t['ours'].under / t['ours'].count:8.1%}{t['ours'].bias / t['ours'].count / 60:8.2f}"
    return f"{name:16}{minutes}{ratios}{held}{told}{t['ours'].count:8}"
