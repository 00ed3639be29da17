"""A kiosk's hand-ins on a floor of a test, without HTTP."""

import json
import uuid
from dataclasses import dataclass, field, replace
from typing import Any

from stores import Floor

from server.core.offline import Block
from server.usecases.blocks import LeaseBlocks, Used, lease_blocks
from server.usecases.offline import Merged, OfflineTicket, merge_offline

DEVICE = "kiosk-1"


@dataclass
class OfflineKiosk:
    """A kiosk with the actor id ``device`` and a store called ``holder``."""

    floor: Floor
    device: str = DEVICE
    holder: str = "store-1"
    drawn: list[OfflineTicket] = field(default_factory=list)

    def lease(self, *services: str, used: tuple[Used, ...] = ()) -> list[Block]:
        command = LeaseBlocks(self.holder, services or None, used)
        return self.do(lambda c: lease_blocks(c, command))

    def draw(self, service: str, number: str, **more: Any) -> OfflineTicket:
        """A ticket drawn now, by a clock that is right."""
        id = str(uuid.uuid4())
        ticket = OfflineTicket(
            id, f"press-{id}", number, service, "2026-11-26", None, "none", "vi", self.floor.now
        )
        self.drawn.append(replace(ticket, **more))
        return self.drawn[-1]

    def hand_in(self, *tickets: OfflineTicket, ahead_ms: int = 0) -> list[Merged]:
        """``ahead_ms``: how far the kiosk's clock is ahead of the server's."""
        return self.do(lambda c: merge_offline(c, self.floor.now + ahead_ms, tickets))

    def do(self, usecase: Any) -> Any:
        from server.usecases.change import Actor, change

        actor = Actor("kiosk", self.floor.centre, self.device)
        done = self.floor.store.write(change(actor, self.floor.now, usecase))
        self.floor.rooms = done.rooms
        return done.value

    def events(self, id: str) -> list[tuple[str, dict[str, Any]]]:
        rows = self.floor.rows("SELECT kind, data FROM event WHERE ticket = :id ORDER BY id", id=id)
        return [(row["kind"], json.loads(row["data"])) for row in rows]
