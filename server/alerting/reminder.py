"""What a department is told of dossiers that are due: codes and dates, nobody's name."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..queries.alert_words import said
from ..queries.snapshot import Json, when
from .parcel import Parcel


def reminder_lines(parcel: Parcel) -> list[str]:
    """The letter's lines in the department's language; the first is the subject too."""
    assert parcel.mail is not None
    language, told = parcel.mail.language, parcel.told
    n = len(told["dossiers"]) + told["more"]
    lines = [
        said("reminder.subject.one" if n == 1 else "reminder.subject", language, n=n),
        "",
        said("reminder.lead", language, department=parcel.department_name(language)),
        said("reminder.what", language),
        "",
        *(_line(parcel, one, language) for one in told["dossiers"]),
    ]
    if told["more"]:
        lines.append(said("reminder.more", language, n=told["more"]))
    return [*lines, "", said("mail.greeting", language, centre=parcel.centre_name(language))]


def reminder_content(parcel: Parcel) -> Json:
    """What a department's software reads; the same at every try. Times are RFC 3339;
    ``working_days`` are those left, below zero where the date has passed."""
    told, centre = parcel.told, parcel.centre
    return {
        "id": parcel.id,
        "type": "dossiers.due",
        "timestamp": when(told["at"]),
        "centre": {"id": centre.id, "name": centre.name, "name_en": centre.name_en},
        "department": parcel.target,
        "dossiers": [{**one, "due_at": when(one["due_at"])} for one in told["dossiers"]],
        "more": told["more"],
    }


def _line(parcel: Parcel, one: Json, language: str) -> str:
    zone = ZoneInfo(parcel.centre.zone)
    due: Any = datetime.fromtimestamp(one["due_at"] / 1000, zone)
    days = one["working_days"]
    key = "ahead" if days > 0 else "past" if days < 0 else "today"
    if days == 0 and one["due_at"] < parcel.told["at"]:
        key = "passed"
    what = said(f"reminder.{key}", language, due=f"{due:%d/%m/%Y %H:%M}", days=abs(days))
    new = f" ({said('reminder.new', language)})" if one["new"] else ""
    return f"- {one['code']}: {what}{new}"
