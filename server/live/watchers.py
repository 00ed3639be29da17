"""Who watches what in this process."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..queries.snapshot import Json
from ..usecases.rooms import HALL, LATER, MANAGER

TICKET = "ticket"
PROVINCE = "province"


@dataclass(slots=True)
class Watched:
    """A room somebody watches: its watchers and the service lines its view depends on."""

    centre: str
    kind: str
    id: str
    watchers: set[str] = field(default_factory=set)
    lines: frozenset[str] = frozenset()
    last: object = None
    """The last view sent to the whole room, to leave out what says nothing new."""
    base: Json | None = None
    """The latest view made of a phone's ticket; while it waits, what it says but for the places is
    true until the ticket itself changes."""
    base_seq: int = -1
    joining: int = 0
    """How many newcomers are just being told the view."""
    seen: int | None = None
    """The newest call a board's watchers were told of."""
    next_at: float = 0.0
    """Not before this moment (monotonic seconds): bursts share a view."""

    def learn(self, seq: int, view: Json) -> bool:
        """Take note of a view of the room; False when a later one is known."""
        if seq < self.base_seq:
            return False
        self.base_seq = seq
        if self.kind == TICKET:
            self.base = view
        return True

    @property
    def channel(self) -> str:
        """The Socket.IO room."""
        return f"{self.centre}|{self.kind}/{self.id}"


class Watchers:
    """The watched rooms of this process, by centre and by watcher."""

    def __init__(self) -> None:
        self.rooms: dict[tuple[str, str], Watched] = {}
        self._of: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        self._by_line: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        self._boards: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        """The boards watched in each centre: all are told what the hall is told."""
        self._over: set[tuple[str, str]] = set()
        """The rooms of those who watch all centres."""

    def add(self, sid: str, centre: str, room: str, kind: str, id: str) -> Watched:
        watched = self.rooms.setdefault((centre, room), Watched(centre, kind, id))
        watched.watchers.add(sid)
        self._of[sid].add((centre, room))
        if kind == HALL:
            self._boards[centre].add((centre, room))
        if kind == PROVINCE:
            self._over.add((centre, room))
        return watched

    def depend(self, centre: str, room: str, lines: frozenset[str]) -> None:
        """Say which lines a room's view depends on."""
        watched = self.rooms.get((centre, room))
        if watched is None or watched.lines == lines:
            return
        self._undepend(centre, room, watched)
        watched.lines = lines
        for line in lines:
            self._by_line[centre, line].add((centre, room))

    def remove(self, sid: str, centre: str, room: str) -> None:
        self._of[sid].discard((centre, room))
        watched = self.rooms.get((centre, room))
        if watched is None:
            return
        watched.watchers.discard(sid)
        if not watched.watchers:
            self._undepend(centre, room, watched)
            self._boards[centre].discard((centre, room))
            self._over.discard((centre, room))
            del self.rooms[centre, room]

    def drop(self, sid: str) -> None:
        """A watcher has gone."""
        for centre, room in list(self._of.get(sid, ())):
            self.remove(sid, centre, room)
        self._of.pop(sid, None)

    def tickets(self) -> list[tuple[str, str]]:
        """The tickets somebody watches now, each with its centre."""
        return [(w.centre, w.id) for w in self.rooms.values() if w.kind == TICKET]

    def count(self, sid: str) -> int:
        return len(self._of.get(sid, ()))

    def touched(self, centre: str, rooms: frozenset[str]) -> dict[tuple[str, str], bool]:
        """The watched rooms among ``rooms``, lines spread out to those who depend on them.

        The value says whether the room's watchers are in a hurry.
        """
        found: dict[tuple[str, str], bool] = {}
        if self._over and any(room.removeprefix(LATER) == MANAGER for room in rooms):
            found.update(dict.fromkeys(self._over, False))
        for room in rooms:
            if room.startswith("line/"):
                for key in self._by_line.get((centre, room.removeprefix("line/")), ()):
                    found[key] = True
                continue
            if room.startswith("wait/"):
                members = self._by_line.get((centre, room.removeprefix("wait/")), ())
                found.update((key, True) for key in members if self.rooms[key].kind == TICKET)
                continue
            for key in self._meant(centre, room.removeprefix(LATER)):
                found[key] = found.get(key, False) or not room.startswith(LATER)
        return found

    def _meant(self, centre: str, room: str) -> Iterable[tuple[str, str]]:
        """The watched rooms a name stands for: the hall's is that of every board."""
        if room == HALL:
            return self._boards.get(centre, ())
        return ((centre, room),) if (centre, room) in self.rooms else ()

    def _undepend(self, centre: str, room: str, watched: Watched) -> None:
        for line in watched.lines:
            members = self._by_line.get((centre, line))
            if members is not None:
                members.discard((centre, room))
                if not members:
                    del self._by_line[centre, line]
