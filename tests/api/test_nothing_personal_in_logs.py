"""A whole day of the demo centre, its logs at their loudest, with people whose every word is
marked: no log, journal, metric or trail holds a mark.

The day passes ``SPEED`` times as fast as the clock's: nine hours of the demo's officers, citizens,
kiosk and pads, and then the night's work. Between them come the marked ones.
"""

import json
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import requests
from demo_day import DemoDay
from private_desk import Office
from running import ROOT

from server.logs import unquoted

PASSWORD, USER = "Zeno-mat-khau-rieng-9", "zeno.rieng"
NAME, PHONE, IDENTITY, WORDS = "Zeno Dấuriêngq", "0987654321", "001099123456", "ZENO-LỜIRIÊNGQ"
MARKS = ("zeno", "0987654321", IDENTITY, "riêngq", "ri\\u00eangq")
STORE = ("motcua.db", "motcua.db-wal", "motcua.db-shm")
SPEED = 10_000
LEAST = 25
"""Citizens of the demo's own that were served: a day, even on a machine that is busy."""


@pytest.fixture
def day(tmp_path: Path) -> Iterator[DemoDay]:
    with DemoDay(tmp_path, SPEED, NAME) as made:
        yield made


class Marked:
    """What marked people do on that day, right and wrong."""

    def __init__(self, day: DemoDay) -> None:
        self.api, self.kiosk, self._clock = f"{day.url}/api/v1", day.kiosk, day.clock
        office = Office(day, day.tokens)  # type: ignore[arg-type]
        desk = office.desk()
        self.service, self.counter = desk.service, desk.id
        self.tokens = office.tokens | {"staff": desk.staff_token, "terminal": desk.terminal_token}
        self.codes: list[str] = []
        """Of their dossiers: with four digits more, each opens what is personal."""

    def ask(self, role: str | None, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}
        answer = requests.request(
            method, f"{self.api}{path}", json=body, headers=headers, timeout=30
        )
        assert answer.status_code < 500, answer.text
        return answer.json() if answer.content else None

    def live(self) -> None:
        self.people()
        for hour in (9, 11, 14):
            with self._clock.held_at(hour):
                self.visit()
                self.dossier()
                self.at_the_kiosk()
        self._clock.await_hour(16)
        self.mistakes()
        self.ask("admin", "POST", "/person-data/erase", {"by": "phone", "value": PHONE})

    def people(self) -> None:
        person = {"username": USER, "name": NAME, "role": "staff", "password": PASSWORD}
        self.ask("admin", "POST", "/users", person)
        for username, password in ((USER, PASSWORD), (USER, f"{PASSWORD}x"), (PASSWORD, "x")):
            self.ask(None, "POST", "/session", {"username": username, "password": password})

    def visit(self) -> None:
        order = {"service": self.service, "identity": IDENTITY}
        self.ask("kiosk", "POST", "/tickets", order)
        self.ask("kiosk", "POST", "/tickets", order)  # refused: already waiting
        called = self.ask("staff", "POST", f"/counters/{self.counter}/call-next")
        ticket = called["ticket"]["id"]
        self.ask("staff", "POST", f"/tickets/{ticket}/serve")
        self.ask("staff", "POST", f"/tickets/{ticket}/park", {"reason": WORDS})
        self.ask("staff", "POST", f"/tickets/{ticket}/resume")
        self.ask("staff", "POST", f"/tickets/{ticket}/finish")
        press = {"ticket": ticket, "value": "unsatisfied", "comment": WORDS, "reasons": []}
        rated = self.ask("terminal", "POST", "/ratings", press)
        assert rated.get("value") == "unsatisfied", rated

    def dossier(self) -> None:
        procedure = self.ask("staff", "GET", "/procedures?q=khai sinh")["items"][0]["code"]
        person = {"name": NAME, "phone": PHONE, "identity": IDENTITY, "consent": True}
        taken = self.ask(
            "staff", "POST", "/dossiers", {"procedure": procedure, "applicant": person}
        )
        code = taken["code"]
        self.codes.append(code)
        for digits in (PHONE[-4:], "0000"):
            self.ask(None, "POST", "/public/dossiers/look-up", {"code": code, "digits": digits})
        for by, value in (("phone", PHONE), ("identity", IDENTITY), ("dossier", code)):
            found = self.ask("admin", "POST", "/person-data/export", {"by": by, "value": value})
            assert found["dossiers"] or found["tickets"], by
            if by == "identity":
                # The marks were there to be logged.
                assert found["tickets"][0]["rating"]["comment"] == WORDS
                assert WORDS in json.dumps(found["tickets"][0]["events"], ensure_ascii=False)

    def at_the_kiosk(self) -> None:
        """What its page asks the agent for, on the machine itself."""
        for path, body in (
            ("/api/scan", {"language": "vi"}),
            ("/api/scan/wedge", {"digits": IDENTITY}),
            ("/api/press", {"service": self.service, "press": str(uuid.uuid4())}),
            ("/api/press", {"service": WORDS, "press": NAME, "dossier": self.codes[-1]}),
            ("/api/check-in", {"code": PHONE, "press": str(uuid.uuid4())}),
        ):
            requests.post(f"{self.kiosk}{path}", json=body, timeout=30)
        requests.get(f"{self.kiosk}/api/procedures", params={"q": f"{NAME} {PHONE}"}, timeout=30)
        requests.get(f"{self.kiosk}/api/results/{self.codes[-1]}", timeout=30)

    def mistakes(self) -> None:
        """Requests that cannot be understood are where a careless log repeats what came."""
        order = {"service": WORDS, "identity": IDENTITY, "name": NAME}
        for path in ("/tickets", "/dossiers", "/person-data/export", f"/tickets/{USER}/serve"):
            self.ask("admin", "POST", path, order)
            self.ask("kiosk", "POST", path, [order])
            requests.post(
                f"{self.api}{path}",
                data=f"{{{NAME} {PHONE}".encode(),
                headers={"Authorization": f"Bearer {self.tokens['admin']}",
                         "Content-Type": "application/json"},
                timeout=30,
            )  # fmt: skip
        requests.get(f"{self.api}/procedures", params={"q": NAME * 60}, timeout=30)


def logs(day: DemoDay) -> dict[str, str]:
    """Everything that the day leaves behind but the store itself: nobody's words are there."""
    found = {
        "/metrics": requests.get(f"{day.url}/metrics", timeout=30).text,
        "/healthz": requests.get(f"{day.url}/healthz", timeout=30).text,
    }
    backup = day.data / "b.motcua"
    commands = [
        subprocess.Popen(
            [sys.executable, "-m", "server.cli", *words, "--data", str(day.data)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for words in (["doctor"], ["audit", "verify"], ["backup", str(backup)])
    ]  # fmt: skip
    found |= {str(c.args[3]): c.communicate(timeout=120)[0] for c in commands}  # type: ignore[index]
    backup.unlink()
    found["demo"] = day.stop()
    return found | {
        str(path.relative_to(day.data)): path.read_bytes().decode("utf-8", "replace")
        for path in day.data.rglob("*")
        if path.is_file() and path.name not in STORE
    }


def trail(day: DemoDay) -> str:
    """The audit trail, and the keys by which a repeated command is known: its answer is made again
    and not kept."""
    store = day.store()
    rows = store.read(lambda s: [dict(row) for row in s.all("SELECT * FROM audit")])
    keys = store.read(lambda s: [dict(row) for row in s.all("SELECT * FROM request")])
    store.close()
    done = {"person_data_exported", "person_data_erased", "purged"}
    assert {row["what"] for row in rows} >= done
    return json.dumps([rows, keys], ensure_ascii=False)


def marks_in(texts: dict[str, str], marks: Sequence[str]) -> list[str]:
    return [
        f"{place}: …{text[max(0, at - 80) : at + 80]}…"
        for place, text in texts.items()
        for mark in marks
        if (at := text.lower().find(mark.lower())) >= 0
    ]


def test_no_log_journal_or_trail_of_a_whole_day_names_a_citizen(day: DemoDay) -> None:
    marked = Marked(day)
    marked.live()
    day.end(LEAST)
    assert not marks_in({"audit": trail(day)}, MARKS)
    texts = logs(day)
    assert {"logs/server.log", "logs/kiosk.log", "logs/pad-1.log"} <= set(texts)
    # They were at their loudest: every query without its values, every job of the printer.
    assert '"logger": "motcua.slow"' in texts["logs/server.log"]
    assert "hardware.printing" in texts["logs/kiosk.log"]
    found = marks_in(texts, (*MARKS, *marked.codes))
    assert not found, "\n".join(found)


def test_what_errors_of_libraries_quote_is_left_out() -> None:
    said = 'new row violates check "age"\nDETAIL:  Failing row contains (7, Zeno, 0987).\nthe end'
    assert unquoted(said) == 'new row violates check "age"\n…\nthe end'
    said = "name\n  String should … [type=x, input_value='Zeno, 0987', input_type=str]"
    assert "Zeno" not in unquoted(said) and "input_type=str" in unquoted(said)
