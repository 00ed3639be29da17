"""A person whose every trace in a store is known: marked words in each place that takes words."""

from dataclasses import dataclass

from stores import Floor

from server.usecases.aside import park
from server.usecases.call import call_next
from server.usecases.dossiers.intake import Applicant, Receive, receive
from server.usecases.dossiers.progress import act
from server.usecases.issue import IssueTicket, issue_ticket
from server.usecases.visit import serve

NAME, PHONE, IDENTITY = "Zeno Dấu-Riêng", "0987 654 321", "001099123456"
WORDS = "ZENO-WORDS"
MARKS = ("Zeno", "ZENO", "0987", "987654321", IDENTITY)


@dataclass(frozen=True)
class Marked:
    ticket: str
    dossier: str


def leave_traces(floor: Floor) -> Marked:
    """A visit with an identity number, an officer's words, a comment, a dossier with a name and a
    phone."""
    command = IssueTicket("ho-tich", "1.001", "none", "vi", None, identity=IDENTITY)
    ticket = floor.do(lambda c: issue_ticket(c, command), "kiosk").ticket.id
    floor.do(lambda c: call_next(c, "1", None))
    floor.do(lambda c: serve(c, ticket))
    person = Applicant(NAME, PHONE, IDENTITY, consent=True)
    taken = floor.do(lambda c: receive(c, Receive(ticket=ticket, applicant=person)))
    floor.do(lambda c: park(c, ticket, f"{WORDS} parked", None))
    floor.store.write(
        lambda s: s.run(
            "INSERT INTO rating (ticket, centre, day, service, counter, value, scale, reasons,"
            " first_pressed_at, pressed_at, comment) VALUES (:ticket, 'c1', :day, 'ho-tich', '1',"
            " 'good', 3, '[]', :at, :at, :comment)",
            ticket=ticket,
            day="2026-11-26",
            at=floor.now,
            comment=f"{WORDS} comment",
        )
    )
    return Marked(ticket, taken.code)


def answer(floor: Floor, marked: Marked) -> None:
    """The dossier's result is there."""
    floor.do(lambda c: act(c, marked.dossier, "process"))
    floor.do(lambda c: act(c, marked.dossier, "refuse", reason=f"{WORDS} refused"))
