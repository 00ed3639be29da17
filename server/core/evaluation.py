"""The quarterly evaluation of a unit or an officer: nine indices of 0 to 2 points, and a grade.

A point comes from stored facts where there are enough of them (a share of so many), or from a
mark somebody entered. Everything is counted in whole halves of a point and in whole hits, so that
a boundary is met exactly: 15 points are "excellent", 95.0 % of 200 is 190 and not 189.

Which index is measured by which fact, and from which share on it earns its points, is the
centre's to set; the defaults name what a one-stop centre is usually asked about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

COUNT = 9
MOST_HALVES = 4
"""Two points."""
LEAST_BASE = 30
"""A share of fewer says too little to give points by itself."""

# From so many halves on; exactly 15 points are excellent.
GRADES: tuple[tuple[str, int], ...] = (
    ("excellent", 30),
    ("good", 24),
    ("fair", 18),
    ("average", 12),
    ("weak", 0),
)


@dataclass(frozen=True, slots=True)
class Index:
    """One of the nine. ``fact`` measures it, None where only marks can.

    From ``full_pct`` percent on it is worth 2 points, from ``part_pct`` on 1, below that none.

    Facts are ``on_time``: dossiers resolved by their due date; ``waits``: tickets called within the
    target; ``contacts``: visits nobody was sent home from to correct papers; ``satisfaction``:
    ratings that are satisfied; ``attitude``: ratings that do not complain of the officer's manner;
    ``coverage``: visits that were rated.
    """

    key: str
    name: str
    name_en: str
    fact: str | None = None
    full_pct: int = 95
    part_pct: int = 80


DEFAULT_INDICES: tuple[Index, ...] = (
    Index("on_time", "Giải quyết hồ sơ đúng hạn", "Dossiers resolved on time", "on_time", 95, 85),
    Index("waits", "Thời gian chờ đến lượt", "Waiting for one's turn", "waits", 90, 70),
    Index(
        "contacts",
        "Số lần phải liên hệ để hoàn thiện hồ sơ",
        "Contacts needed to complete a dossier",
        "contacts",
        95,
        85,
    ),
    Index("offices", "Số cơ quan, đơn vị phải liên hệ", "Offices one had to contact"),
    Index(
        "published",
        "Công khai thủ tục đầy đủ, chính xác, kịp thời",
        "Procedures published fully, rightly and in time",
    ),
    Index("attitude", "Thái độ của cán bộ", "The officers' manner", "attitude", 99, 95),
    Index(
        "answers",
        "Tiếp thu, giải trình phản ánh, kiến nghị",
        "Complaints and proposals answered",
    ),
    Index(
        "satisfaction",
        "Sự hài lòng của người dân, doanh nghiệp",
        "Satisfaction of citizens and businesses",
        "satisfaction",
        95,
        80,
    ),
    Index("online", "Cung cấp dịch vụ công trực tuyến", "Public services offered online"),
)


@dataclass(frozen=True, slots=True)
class EvaluationRules:
    """A centre's nine indices, and how long a wait is still on target (minutes)."""

    indices: tuple[Index, ...] = DEFAULT_INDICES
    wait_target_min: int = 15


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``base``: a stored fact."""

    hits: int
    base: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody entered, in halves of a point; None takes an earlier mark back."""

    halves: int | None
    note: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Scored:
    """One index of one subject: its points in halves (None: not known), and where they are from:
    "mark", "fact" or None. ``share`` is the fact, also where a mark overrules it."""

    index: Index
    halves: int | None
    source: str | None
    share: Share | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All nine, in order. ``halves`` sums those known; there is no ``grade`` while one is missing,
    because the missing one could change it."""

    scored: tuple[Scored, ...]
    halves: int
    missing: tuple[str, ...]
    grade: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one subject: facts by name, marks by index (newest first)."""

    facts: Mapping[str, Share] = field(default_factory=dict)
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)


def evaluate(known: Known, indices: Iterable[Index]) -> Evaluation:
    """Score every index: the newest mark first, then the fact, else it is missing."""
    scored = tuple(_score(index, known) for index in indices)
    total = sum(s.halves for s in scored if s.halves is not None)
    missing = tuple(s.index.key for s in scored if s.halves is None)
    return Evaluation(scored, total, missing, None if missing else grade(total))


def halves_of(share: Share, index: Index) -> int | None:
    """Points (in halves) of a fact; None where its base is too small to say anything."""
    if share.base < LEAST_BASE:
        return None
    for pct, halves in ((index.full_pct, MOST_HALVES), (index.part_pct, MOST_HALVES // 2)):
        if share.hits * 100 >= pct * share.base:
            return halves
    return 0


def grade(halves: int) -> str:
    """The grade of a sum in halves of a point. Raises ValueError outside 0..36."""
    if not 0 <= halves <= COUNT * MOST_HALVES:
        raise ValueError(f"{halves} halves are no sum of {COUNT} indices")
    return next(name for name, least in GRADES if halves >= least)


def points(halves: int) -> Decimal:
    """Halves as points: 29 halves are 14.5."""
    return Decimal(halves) / 2


def to_halves(value: Decimal) -> int:
    """Points as halves. Raises ValueError unless 0, 0.5, 1, 1.5 or 2."""
    doubled = value * 2
    if doubled != int(doubled) or not 0 <= doubled <= MOST_HALVES:
        raise ValueError(f"{value} is not 0 to 2 in halves")
    return int(doubled)


def _score(index: Index, known: Known) -> Scored:
    marks = known.marks.get(index.key, ())
    share = known.facts.get(index.fact) if index.fact is not None else None
    if marks and marks[0].halves is not None:
        return Scored(index, marks[0].halves, "mark", share, marks)
    halves = None if share is None else halves_of(share, index)
    return Scored(index, halves, None if halves is None else "fact", share, marks)
