"""Send a visit on to another service or counter, under the same number."""

from dataclasses import dataclass

from ..core.errors import CounterNotFound, Invalid, UnknownService
from ..core.lifecycle import Action
from ..core.model import Lane, Ticket
from ..core.priority import lane_of
from ..store import counters, services, tallies
from .change import Change
from .moving import decide, find, free_counter, own, record, stand
from .once import once


@dataclass(frozen=True, slots=True)
class Transfer:
    """Where to: a service, or a counter (then for that counter only), or both."""

    service: str | None
    counter: str | None
    note: str | None
    key: str | None

    @property
    def fingerprint(self) -> str:
        return f"{self.service or ''}|{self.counter or ''}"


def transfer(change: Change, ticket_id: str, to: Transfer) -> Ticket:
    """Transfer a called, served or parked ticket. By setting it keeps its first waiting time.

    Raises ``Invalid`` when neither a service nor a counter is named, ``UnknownService``,
    ``CounterNotFound``, ``WrongState``.
    """
    if to.service is None and to.counter is None:
        raise Invalid(field="service")
    once(
        change,
        to.key,
        f"transfer|{ticket_id}|{to.fingerprint}",
        lambda: _transfer(change, ticket_id, to),
    )
    return find(change, ticket_id)


def _transfer(change: Change, ticket_id: str, to: Transfer) -> str:
    ticket = own(change, ticket_id)
    service = to.service or ticket.service
    if services.get(change.session, change.centre.id, service) is None:
        raise UnknownService(field="service")
    if to.counter is not None and (
        counters.get(change.session, change.centre.id, to.counter) is None
    ):
        raise CounterNotFound(field="counter", counter=to.counter)
    made = decide(ticket, Action.TRANSFER)
    free_counter(change, ticket)
    tallies.add(
        change.session,
        change.centre.id,
        change.day,
        "transferred",
        ticket.service,
        ticket.counter or "",
    )
    record(change, ticket, made, {"service": service, "counter": to.counter, "note": to.note})
    keeps = change.settings.calling.transfer_keeps_wait
    since = ticket.waiting_since if keeps else change.now
    stand(
        change,
        ticket,
        service=service,
        lane=lane_of(ticket.priority) if to.counter is None else Lane.DIRECT,
        place=since,
        for_counter=to.counter,
        waiting_since=since,
        calls=0,
        note=to.note or ticket.note,
    )
    return ticket.id
