"""A ticket of this centre that nobody took, to see a template with."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hardware.tickets.words import TicketText

from ..store import services
from .snapshot import Snapshot

WAIT = (10, 25)
AHEAD = 12
SERIAL = 17


def sample_ticket(look: Snapshot, language: str, sample: str) -> tuple[TicketText, ZoneInfo]:
    """A ticket of the first service, and the centre's zone. ``sample`` is ``usual``,
    ``priority``, ``appointment``, ``offline`` or ``reprint``."""
    centre = look.centre
    listed = services.listing(look.session, centre.id, look.day)
    suffix = "_en" if language == "en" else ""
    first = listed[0] if listed else {"name": "Hộ tịch", "name_en": "Civil status", "prefix": "A"}
    at = datetime.fromtimestamp(look.now // 1000, UTC)
    offline = sample == "offline"
    ticket = TicketText(
        language=language,
        centre=centre.name_en if suffix else centre.name,
        service=str(first[f"name{suffix}"] or first["name"]),
        number=f"{first['prefix']}{SERIAL:03d}",
        people_ahead=None if offline else AHEAD,
        wait=None if offline else WAIT,
        issued_at=at,
        status_url="http://192.168.10.20:8080/t/8fKq2Vb0xT1nR7wYpL3sZd",
        expected_before=None if offline else at + timedelta(minutes=WAIT[1] + 5),
        appointment_at=at - timedelta(minutes=10) if sample == "appointment" else None,
        priority="elderly" if sample == "priority" else "none",
        offline=offline,
        reprint=sample == "reprint",
    )
    return ticket, ZoneInfo(centre.zone)
