"""Who may watch which room."""

from ..core.errors import Forbidden, NotFound, Unauthorized
from ..usecases.change import Actor

PUBLIC = frozenset({"hall", "counter", "service", "ticket"})
ROLES = {
    "kiosk": frozenset({"kiosk", "display", "staff", "manager", "admin", "auditor"}),
    "desk": frozenset({"staff", "manager", "admin"}),
    "terminal": frozenset({"terminal", "admin"}),
    "manager": frozenset({"manager", "admin", "auditor"}),
    "province": frozenset({"manager", "admin", "auditor"}),
}
WITHOUT_ID = frozenset({"kiosk", "manager", "province"})
WITH_OR_WITHOUT = frozenset({"hall"})
"""``hall`` is the whole centre's board, ``hall/<board>`` one that shows a part."""
BOUND = frozenset({"desk", "terminal"})
MAX_ROOM = 100


def split(room: object) -> tuple[str, str]:
    """A room's kind and id (empty for rooms without one). Raises ``NotFound``."""
    if not isinstance(room, str) or len(room) > MAX_ROOM or not room.isprintable():
        raise NotFound(field="room")
    kind, slash, id = room.partition("/")
    known = kind in PUBLIC or kind in ROLES
    if not known or (slash and not id):
        raise NotFound(field="room")
    if kind not in WITH_OR_WITHOUT and bool(slash) == (kind in WITHOUT_ID):
        raise NotFound(field="room")
    return kind, id


def allow(kind: str, id: str, actor: Actor | None) -> None:
    """Raises ``Unauthorized`` or ``Forbidden`` unless ``actor`` may watch the room."""
    if kind in PUBLIC:
        return
    if actor is None:
        raise Unauthorized()
    if actor.role not in ROLES[kind] or actor.must_change or actor.must_set_up:
        raise Forbidden()
    if kind in BOUND and actor.role in ("staff", "terminal") and actor.counter != id:
        raise Forbidden()
