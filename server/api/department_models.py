"""Departments, reminders, drafted apologies, files: what comes in and what goes out."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ..core.dossiers import DossierState
from ..usecases.dossiers.contacts import MOST_EMAILS
from .alert_models import Address, Secret
from .answers import Out
from .bodies import In
from .dossier_models import Note
from .words import Time


class ContactBody(In):
    """All ways at once. ``webhook_key``: 16 to 64 bytes in base64, as ``whsec_…``; null leaves it
    as it is. Calls are signed as the Standard Webhooks specification says."""

    emails: Annotated[list[Address], Field(max_length=MOST_EMAILS)]
    webhook: Annotated[str, StringConstraints(min_length=10, max_length=1_000)] | None = None
    webhook_key: Secret | None = None
    language: Literal["vi", "en"] = "vi"


class KeyOut(Out):
    id: str
    label: str
    created_at: Time


class LastHeardOut(Out):
    """The last delivery: how many messages, and how many of them were not taken."""

    at: Time
    messages: int
    malformed: int


class MiddleLagOut(Out):
    """The middle lag between result and record, in minutes; null where nothing was recorded."""

    minutes: int | None
    dossiers: int


class DepartmentContactOut(Out):
    """``keys`` are those of the department's software that can be used; the keys themselves are
    shown once, when they are made."""

    id: str
    name: str
    name_en: str
    emails: list[str]
    webhook: str | None
    has_webhook_key: bool
    language: str
    keys: list[KeyOut]
    heard: LastHeardOut | None
    lag: MiddleLagOut


class DepartmentContactList(Out):
    items: list[DepartmentContactOut]


class WayOut(Out):
    channel: Literal["mail", "webhook"]
    state: Literal["waiting", "sent", "failed"]
    tries: int
    problem: str
    ended_at: Time | None


class ReminderOut(Out):
    """``fresh``: how many of the dossiers the department had not been reminded of. ``asked_by`` is
    null for the day's own, "" for a nameless one. Without ``ways`` nobody could be told."""

    id: str
    department: str
    made_at: Time
    asked_by: str | None
    dossiers: int
    fresh: int
    ways: list[WayOut]


class ReminderPage(Out):
    items: list[ReminderOut]
    next: str | None


class RemindedOut(Out):
    """Of how many dossiers; nothing is sent for none."""

    dossiers: int


class ApologyDraftOut(Out):
    """``missed`` is the date promised last, ``due_at`` the one promised first, by which the dossier
    is judged; ``proposed`` the new one."""

    code: str
    department: str
    procedure: str
    why: Literal["overdue", "today", "told"]
    reason: str
    received_at: Time
    due_at: Time
    missed: Time
    proposed: Time
    made_at: Time


class ApologyPage(Out):
    items: list[ApologyDraftOut]
    next: str | None


class ApologyBody(In):
    """What is left out is as drafted. A date alone is the end of that day's work."""

    reason: Note = ""
    new_due: Annotated[str, StringConstraints(max_length=40)] | None = None


class OwnDraftOut(Out):
    """A drafted apology; ``phones``: how many will be told of the new date."""

    why: Literal["overdue", "today", "told"]
    missed: Time
    proposed: Time
    reason: str
    phones: int


class PressingOut(Out):
    """``promised_at`` is the date promised last, ``due_at`` the one promised first;
    ``working_days`` until the former, negative after it."""

    code: str
    procedure: str
    procedure_name: str | None
    department: str
    state: DossierState
    received_at: Time
    due_at: Time
    promised_at: Time
    overdue: bool
    working_days: int
    apology: OwnDraftOut | None


class NamedDepartmentOut(Out):
    id: str
    name: str
    name_en: str


class PressingPage(Out):
    """``owed`` apologies, ``soon`` due within ``days`` working days, ``late`` and apologised for:
    in this order, two hundred of them at most."""

    as_of: Time
    days: int
    departments: list[NamedDepartmentOut]
    owed: int
    soon: int
    late: int
    items: list[PressingOut]
