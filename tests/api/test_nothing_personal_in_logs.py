"""A day with a person whose every word is marked: no log, journal, metric or link holds a mark."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from fixture_types import RunServer
from running import ROOT, RunningServer, make_token

from server.clock import now_ms

PASSWORD, USER = "Zeno-mat-khau-rieng-9", "zeno.rieng"
NAME, PHONE, IDENTITY, WORDS = "Zeno Dấu-Riêng", "0987654321", "001099123456", "ZENO-LỜI-RIÊNG"
MARKS = ("zeno", "0987654321", IDENTITY, "riêng", "ri\\u00eang")
STORE = ("motcua.db", "motcua.db-wal", "motcua.db-shm")


@pytest.fixture(scope="module")
def server(run_server: RunServer) -> RunningServer:
    return run_server(MOTCUA_MOST_SIGN_INS="1000")


class Day:
    """What people do on that day, right and wrong."""

    def __init__(self, server: RunningServer) -> None:
        self.api = f"{server.url}/api/v1"
        store = server.store()
        self.tokens = {
            role: make_token(store, role, counter, now_ms())
            for role, counter in (
                ("kiosk", None), ("staff", "1"), ("terminal", "1"), ("manager", None),
                ("admin", None),
            )
        }  # fmt: skip
        store.close()

    def ask(self, role: str | None, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}
        answer = requests.request(
            method, f"{self.api}{path}", json=body, headers=headers, timeout=30
        )
        assert answer.status_code < 500, answer.text
        return answer.json() if answer.content else None

    def live(self) -> None:
        self.people()
        self.visit()
        self.dossier()
        self.mistakes()

    def people(self) -> None:
        person = {"username": USER, "name": NAME, "role": "staff", "password": PASSWORD}
        self.ask("admin", "POST", "/users", person)
        for username, password in ((USER, PASSWORD), (USER, f"{PASSWORD}x"), (PASSWORD, "x")):
            self.ask(None, "POST", "/session", {"username": username, "password": password})

    def visit(self) -> None:
        services = self.ask("kiosk", "GET", "/services")["items"]
        served = self.ask("admin", "GET", "/counters/1/services")["services"][0]["service"]
        assert any(service["id"] == served for service in services)
        order = {"service": served, "identity": IDENTITY}
        self.ask("kiosk", "POST", "/tickets", order)
        self.ask("kiosk", "POST", "/tickets", order)  # refused: already waiting
        called = self.ask("staff", "POST", "/counters/1/call-next")
        ticket = called["ticket"]["id"]
        self.ask("staff", "POST", f"/tickets/{ticket}/serve")
        self.ask("staff", "POST", f"/tickets/{ticket}/park", {"reason": WORDS})
        self.ask("staff", "POST", f"/tickets/{ticket}/resume")
        self.ask("staff", "POST", f"/tickets/{ticket}/finish")
        press = {"ticket": ticket, "value": "unsatisfied", "comment": WORDS, "reasons": []}
        self.ask("terminal", "POST", "/ratings", press)

    def dossier(self) -> None:
        procedure = self.ask("staff", "GET", "/procedures?q=khai sinh")["items"][0]["code"]
        person = {"name": NAME, "phone": PHONE, "identity": IDENTITY, "consent": True}
        taken = self.ask(
            "staff", "POST", "/dossiers", {"procedure": procedure, "applicant": person}
        )
        code = taken.get("code") or taken["dossier"]["code"]
        for digits in (PHONE[-4:], "0000"):
            self.ask(None, "POST", "/public/dossiers/look-up", {"code": code, "digits": digits})
        for by, value in (("phone", PHONE), ("identity", IDENTITY), ("dossier", code)):
            found = self.ask("admin", "POST", "/person-data/export", {"by": by, "value": value})
            assert found["dossiers"] or found["tickets"], by
            if by == "identity":
                # The marks were there to be logged.
                assert found["tickets"][0]["rating"]["comment"] == WORDS
                assert WORDS in json.dumps(found["tickets"][0]["events"], ensure_ascii=False)
        self.ask("admin", "POST", "/person-data/erase", {"by": "phone", "value": PHONE})

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


def texts(server: RunningServer) -> dict[str, str]:
    """Everything a running server leaves behind but the store itself."""
    found = {
        str(path.relative_to(server.data)): path.read_bytes().decode("utf-8", "replace")
        for path in server.data.rglob("*")
        if path.is_file() and path.name not in STORE
    }
    found["/metrics"] = requests.get(f"{server.url}/metrics", timeout=30).text
    found["/healthz"] = requests.get(f"{server.url}/healthz", timeout=30).text
    for words in (["doctor"], ["audit", "verify"], ["backup", str(server.data / "b.motcua")]):
        done = subprocess.run(
            [sys.executable, "-m", "server.cli", *words, "--data", str(server.data)],
            cwd=ROOT, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        found[" ".join(words[:1])] = done.stdout + done.stderr
    Path(server.data / "b.motcua").unlink()
    store = server.store()
    trail = store.read(lambda s: [dict(row) for row in s.all("SELECT * FROM audit")])
    # The answer to a repeated command is made again, not kept: nothing personal lies in its key.
    keys = store.read(lambda s: [dict(row) for row in s.all("SELECT * FROM request")])
    store.close()
    assert {row["what"] for row in trail} >= {"person_data_exported", "person_data_erased"}
    found["audit"] = json.dumps([trail, keys], ensure_ascii=False)
    return found


def test_no_log_journal_or_trail_names_a_citizen(server: RunningServer) -> None:
    Day(server).live()
    found = [
        f"{place}: …{text[max(0, at - 80) : at + 80]}…"
        for place, text in texts(server).items()
        for mark in MARKS
        if (at := text.lower().find(mark)) >= 0
    ]
    assert not found, "\n".join(found)
