"""Receiving a dossier: its code, what it lacks, and the day the result is promised for."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.calendar import Term, Unit
from ...core.dossier_judging import due_of
from ...core.dossiers import CHANNELS, DossierState, format_code
from ...core.errors import Invalid, NotFound, TicketNotFound
from ...store import catalogue, centres, dossier_procedures, dossiers, tickets
from ..change import Change
from ..identity import keyed_hash
from ..once import once
from .forms import issue_at_intake
from .progress import act
from .rules import Ruled, rules_now
from .settling import settle

LAST_DIGITS = 4
OUTCOMES = ("receive", "supplement", "refuse")
"""Taken in (form 01); at once asked to be completed (02); refused (03)."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """The person, as little as the receipt needs. Nothing of it is kept without ``consent``; of
    the identity number only a keyed hash of its last digits is."""

    name: str = ""
    phone: str = ""
    identity: str = ""
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Receive:
    """What the officer enters. The procedure is named, or that of ``ticket``; the department is the
    one whose service takes the procedure unless it is named. ``documents`` are those handed in,
    ``case`` the one of the procedure's cases they belong to. A ``term`` given wins over the
    catalogue's. ``outcome`` is one of ``OUTCOMES``, with its ``reason``."""

    procedure: str | None = None
    ticket: str | None = None
    department: str | None = None
    channel: str = "in_person"
    applicant: Applicant = Applicant()
    case: str = ""
    documents: tuple[str, ...] = ()
    term: Term | None = None
    key: str | None = None
    outcome: str = "receive"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """``missing`` are the documents that everybody brings, or of the case, that were not handed in
    (form 02)."""

    code: str
    missing: tuple[str, ...]
    repeated: bool


def receive(change: Change, command: Receive) -> Received:
    """Take a dossier in. Raises ``NotFound`` (procedure), ``TicketNotFound``, ``Invalid``.

    One that is refused at the counter is kept like any other, with the reason: form 03 needs a
    code, and the register counts it.
    """
    procedure = _procedure(change, command)
    code, repeated = once(
        change,
        command.key,
        f"dossier:{command.procedure}:{command.ticket}:{command.channel}{_meant(command)}",
        lambda: _take_in(change, command, procedure),
    )
    assert code is not None
    return Received(code, tuple(_missing(change, command, procedure["code"])), repeated)


def _meant(command: Receive) -> str:
    return "" if command.outcome == "receive" else f":{command.outcome}"


def _take_in(change: Change, command: Receive, procedure: Mapping[str, Any]) -> str:
    ruled = rules_now(change)
    code = _code(change, ruled)
    term = command.term or _usual_term(procedure)
    row = {
        "code": code,
        "procedure": procedure["code"],
        "field": procedure["field"],
        "department": _department(change, command, procedure),
        "channel": command.channel,
        "officer": change.actor.person,
        "ticket": command.ticket,
        **_person(change, command.applicant, code),
        "received_at": change.now,
        "received_day": change.day,
        "due_at": due_of(ruled.calendar, change.now, term, ()),
        "term": None if term is None else term.n,
        "unit": Unit.WORKING_DAYS.value if term is None else term.unit.value,
        "rule": ruled.version,
        "documents": json.dumps(command.documents, ensure_ascii=False),
        "created_at": change.now,
        **UNTOLD,
    }
    dossiers.put(change.session, change.centre.id, [row])
    settle(change, [code])
    told = {"channel": command.channel, "procedure": procedure["code"]}
    _tell(change, code, told | ({"case": command.case} if command.case else {}))
    if command.outcome == "receive":
        issue_at_intake(change, code, complete=not _missing(change, command, procedure["code"]))
    else:
        act(change, code, command.outcome, reason=command.reason)
    return code


UNTOLD: dict[str, Any] = {
    "pauses": "[]",
    "told_pauses": "[]",
    "state": DossierState.RECEIVED.value,
    "resolved_at": None,
    "resolved_day": None,
    "recorded_at": None,
    "verdict": None,
    "heard": "",
    "answer_rank": "",
    "answered_at": None,
    "told_at": None,
}
"""The columns of a dossier of which nothing has been told since it was received."""


def _procedure(change: Change, command: Receive) -> Mapping[str, Any]:
    if command.channel not in CHANNELS:
        raise Invalid(field="channel")
    if command.outcome not in OUTCOMES:
        raise Invalid(field="outcome")
    if command.outcome == "refuse" and not command.reason:
        raise Invalid(field="reason")
    code = command.procedure
    if code is None and command.ticket is not None:
        ticket = tickets.get(change.session, change.centre.id, command.ticket)
        if ticket is None:
            raise TicketNotFound(field="ticket")
        code = ticket.procedure
    if code is None:
        raise Invalid(field="procedure")
    found = dossier_procedures.get(change.session, change.centre.id, code)
    if found is None:
        raise NotFound(field="procedure")
    return found


def _department(change: Change, command: Receive, procedure: Mapping[str, Any]) -> str:
    if command.department is not None:
        known = dossier_procedures.departments(change.session, change.centre.id)
        if command.department not in known:
            raise Invalid(field="department")
        return command.department
    return str(procedure["department"] or "")


def _usual_term(procedure: Mapping[str, Any]) -> Term | None:
    days = procedure["processing_days"]
    return None if days is None else Term(int(days))


def _code(change: Change, ruled: Ruled) -> str:
    """The next code of the centre's series: a day's serials have no gaps."""
    agency, day = ruled.rules.agency, change.day
    short = f"{day[2:4]}{day[5:7]}{day[8:10]}"
    serial = dossiers.next_serial(change.session, change.centre.id, agency, short)
    return format_code(agency, day, serial, ruled.rules.digits)


def _person(change: Change, applicant: Applicant, code: str) -> dict[str, Any]:
    if not applicant.consent:
        return {"applicant": "", "phone": "", "consent_at": None, "lookup": None}
    return {
        "applicant": applicant.name,
        "phone": applicant.phone,
        "consent_at": change.now,
        "lookup": _lookup(change, code, (applicant.phone, applicant.identity)),
    }


def _lookup(change: Change, code: str, numbers: Sequence[str]) -> str | None:
    """Keyed hashes of the last digits of each number, bound to the code: what the citizen proves
    to know when looking the dossier up."""
    ends = [number[-LAST_DIGITS:] for number in numbers if len(number) >= LAST_DIGITS]
    if not ends:
        return None
    key = centres.identity_key(change.session, change.centre.id, secrets.token_hex(32))
    return " ".join(keyed_hash(key, f"{code}:{end}") for end in ends)


def _missing(change: Change, command: Receive, procedure: str) -> list[str]:
    listed = catalogue.documents_of(change.session, change.centre.id, procedure)
    wanted = [document for case, document, _, _ in listed if case in ("", command.case)]
    given = set(command.documents)
    return [document for document in wanted if document not in given]


def _tell(change: Change, code: str, data: dict[str, Any]) -> None:
    dossiers.tell(
        change.session,
        change.centre.id,
        code,
        at=change.now,
        now=change.now,
        kind="received",
        actor=change.actor.label,
        data=data,
    )
