"""A centre as the wait model is told of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from ..core import waits
from ..core.calling import Rules, Skill
from ..core.hours import DAYS, Week
from ..core.numbering import service_day
from ..store import centres, counters, services
from ..store.base import Session
from ..usecases import settings as settings_of

WHOLE_DAY = ((0.0, 86_400.0),)
HELPS = 0.5
"""Below 1, a counter only helps with a line."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Read from one snapshot."""

    zone: str
    centre: waits.Centre


def read_facts(session: Session, centre: str, now: int) -> Facts | None:
    """A centre's services, counters, rule and hours of the day of ``now`` (epoch ms); None where
    there is no such centre."""
    row = centres.get(session, centre)
    if row is None:
        return None
    settings = settings_of.load(row["settings"])
    zone = row["zone"]
    day = service_day(now, zone)
    listed, skills = services.listing(session, centre, day), counters.skills(session, centre)
    return Facts(
        zone,
        waits.Centre(
            services=tuple(waits.Service(r["id"], float(r["nominal_s"])) for r in listed),
            counters=tuple(
                waits.Counter(
                    counter.id,
                    {s: _weight(skill) for s, skill in skills.get(counter.id, {}).items()},
                )
                for counter in counters.listing(session, centre)
            ),
            rule=_rule(settings.calling),
            sessions=sessions_of(settings.week, day),
        ),
    )


def sessions_of(week: Week | None, day: str) -> tuple[tuple[float, float], ...]:
    """The hours of a date in seconds of the day; the whole day where none are set, or on a day
    the centre is closed: whoever is there all the same is reckoned with."""
    spans = () if week is None else week.get(DAYS[date.fromisoformat(day).weekday()], ())
    return tuple((_seconds(begin), _seconds(end)) for begin, end in spans) or WHOLE_DAY


def midnight_ms(at: int, zone: str) -> int:
    """When the local day of ``at`` began (epoch ms)."""
    local = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone)).date()
    return int(datetime.combine(local, time(), ZoneInfo(zone)).timestamp() * 1000)


def _rule(rules: Rules) -> waits.Rule:
    return waits.Rule(
        kind="every_k",
        k=rules.ratio,
        longest_wait_s=float(rules.longest_wait_s),
        help_after_idle_s=float(rules.help_after_idle_s),
        help_when_waited_s=float(rules.help_when_waited_s),
        transfer_keeps_place=rules.transfer_keeps_wait,
    )


def _weight(skill: Skill) -> float:
    return HELPS if skill.helps else float(skill.weight)


def _seconds(text: str) -> float:
    at = time.fromisoformat(text)
    return at.hour * 3600.0 + at.minute * 60.0
