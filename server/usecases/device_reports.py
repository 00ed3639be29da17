"""Keep what a device says of itself; tell the manager when that is news."""

from ..core.devices import Report, is_silent
from ..core.errors import Forbidden
from ..store import device_reports
from . import rooms
from .change import Change


def report(change: Change, told: Report) -> None:
    """The acting device's report. Raises ``Forbidden`` for a person: nobody reports for a device.

    A report like the one before is kept for its time alone and pushes nothing; whether a device
    has fallen silent is judged when that moment comes (``queries/devices.py``).
    """
    actor, session = change.actor, change.session
    if actor.kind != "device":
        raise Forbidden()
    before = device_reports.get(session, change.centre.id, actor.id)
    device_reports.put(session, change.centre.id, actor.id, told, change.now)
    if before is None or before[0] != told or is_silent(before[1], change.now):
        change.touch(rooms.MANAGER)
