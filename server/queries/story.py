"""A ticket's history as plain sentences, for the command line."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..core.model import Ticket
from ..store import counters, people, services
from ..texts import catalogue
from .history import ticket_history
from .snapshot import Json, Snapshot

_TEXTS = catalogue("server.queries")
_INDENT = " " * 10
MAX_NAMED = 12


class Story:
    """Tells one ticket's history in one language, times in the centre's zone."""

    def __init__(self, look: Snapshot, language: str) -> None:
        self._language = language
        self._zone = ZoneInfo(look.centre.zone)
        listed = services.listing(look.session, look.centre.id, look.day)
        suffix = "" if language == "vi" else "_en"
        self._services = {row["id"]: str(row[f"name{suffix}"]) for row in listed}
        self._counters = {
            c.id: c.name if language == "vi" else c.name_en
            for c in counters.listing(look.session, look.centre.id)
        }
        self._people = people.names(look.session, look.centre.id)

    def lines(self, history: Json, service: str) -> list[str]:
        """The story, a heading first."""
        told = [
            self._text(
                "story.heading",
                number=history["number"],
                service=self._services.get(service, service),
                day=history["day"],
                state=self._text(f"state.{history['state']}"),
            )
        ]
        for event in history["events"]:
            told += self._event(event)
        return told

    def _event(self, event: Json) -> list[str]:
        words = self._text(f"event.{event['kind']}", **self._values(event))
        who = self._who(event["actor"])
        lines = [f"{self._clock(event['at'])}  {words}{who}"]
        lines += [f"{_INDENT}{extra}" for extra in self._extras(event["data"])]
        if event["reason"] is not None:
            text = event["reason"]["text"][self._language]
            lines.append(_INDENT + self._text("story.why", text=text))
        if event["turn"] is not None:
            lines += self._turn(event)
        return lines

    def _turn(self, event: Json) -> list[str]:
        firsts = [self._first(head, event["at"]) for head in event["turn"][:MAX_NAMED]]
        verdict = "story.replayed" if event["replayed"] else "story.not_replayed"
        return [
            _INDENT + self._text("story.turn", heads="; ".join(firsts)),
            _INDENT + self._text(verdict),
        ]

    def _first(self, head: Json, at: str) -> str:
        waited = _moment(at) - _moment(head["waiting_since"])
        return self._text(
            "story.head",
            number=head["number"],
            service=self._services.get(head["service"], head["service"]),
            lane=self._text(f"lane.{head['lane']}"),
            minutes=max(0, int(waited.total_seconds())) // 60,
        )

    def _values(self, event: Json) -> Mapping[str, object]:
        """What the sentences of events may name; missing facts are a dash."""
        data: dict[str, Any] = event["data"]
        service, to = data.get("service"), data.get("counter")
        return {
            "counter": self._counters.get(event["counter"] or "", event["counter"] or "–"),
            "service": self._services.get(service or "", service or "–"),
            "to": self._counters.get(to or "", to or "–"),
            "ahead": data.get("ahead", "–"),
            "let_first": data.get("let_first", "–"),
            "attempt": data.get("attempt", "–"),
            "value": self._optional(f"value.{data.get('value')}"),
            "rule": self._optional(f"rule.{data.get('rule')}"),
            "from_number": data.get("from", "–"),
            "to_number": data.get("to", "–"),
        }

    def _extras(self, data: dict[str, Any]) -> list[str]:
        told = []
        if data.get("reason"):
            known = f"why.{data['reason']}"
            why = self._text(known) if _TEXTS.has(known) else data["reason"]
            told.append(self._text("story.reason", reason=why))
        if data.get("note"):
            told.append(self._text("story.note", note=data["note"]))
        if data.get("by") == "call-next":
            told.append(self._text("story.by_call_next"))
        if data.get("offline"):
            seconds = -round(data["clock_skew_ms"] / 1000)
            drawn = self._local(data["drawn_at"])
            told.append(self._text("story.offline", time=drawn, seconds=f"{seconds:+d}"))
        for name in ("until", "expected_before"):
            if data.get(name):
                told.append(self._text(f"story.{name}", time=self._local(data[name])))
        return told

    def _who(self, actor: str) -> str:
        kind, _, id = actor.partition(":")
        name = self._people.get(id)
        return self._text("story.who", name=name) if kind == "person" and name else ""

    def _optional(self, key: str) -> str:
        return self._text(key) if _TEXTS.has(key) else "–"

    def _clock(self, at: str) -> str:
        return f"{_moment(at).astimezone(self._zone):%H:%M:%S}"

    def _local(self, at: int) -> str:
        return f"{datetime.fromtimestamp(at / 1000, self._zone):%H:%M}"

    def _text(self, key: str, **values: object) -> str:
        return _TEXTS.text(key, self._language, **values)


def tell(look: Snapshot, ticket: Ticket, language: str) -> list[str]:
    """What happened to ``ticket``, why it was called when it was, and whose turn it was."""
    return Story(look, language).lines(ticket_history(look, ticket), ticket.service)


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at)
