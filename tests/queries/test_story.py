"""A ticket's story in plain words, and ``motcua replay``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fixture_types import RunServer
from ports import wait_until
from private_desk import PrivateDesk
from running import RunningServer
from stores import Floor

from server.clock import now_ms
from server.core.lifecycle import EVENT_STATES
from server.core.model import Lane, TicketState
from server.demo.sample import sample_centre
from server.queries.snapshot import look
from server.queries.story import tell
from server.store import tickets
from server.texts import LANGUAGES, catalogue
from server.usecases import visit
from server.usecases.seed import seed_centre

ROOT = Path(__file__).resolve().parents[2]
DAY_MS = 86_400_000


def story(floor: Floor, id: str, language: str = "vi") -> list[str]:
    def job(session):
        ticket = tickets.get(session, "c1", id)
        assert ticket is not None
        return tell(look(session, "c1", floor.now), ticket, language)

    return floor.store.read(job)


def test_a_call_is_told_with_its_reason_and_whose_turn_it_was(floor: Floor) -> None:
    floor.issue()
    urgent = floor.issue(priority="elderly").ticket
    floor.pass_time(300)
    floor.call("1")
    floor.do(lambda c: visit.serve(c, urgent.id))
    floor.do(lambda c: visit.finish(c, urgent.id))
    told = story(floor, urgent.id)
    assert told[0] == "A002 · Hộ tịch · ngày 2026-11-26 · đã xong"
    text = "\n".join(told)
    assert "12:05:00  Được gọi đến Quầy 1." in text
    assert "Vì sao: Thuộc diện ưu tiên" in text
    assert "A001 (Hộ tịch, thường, chờ 5 phút)" in text
    assert "A002 (Hộ tịch, ưu tiên, chờ 5 phút)" in text
    assert "vẫn đến lượt số này" in text
    assert any(line.endswith("Xong tại Quầy 1.") for line in told)
    assert "the rule gives this ticket the turn" in "\n".join(story(floor, urgent.id, "en"))


def test_a_call_that_the_rule_would_not_repeat_is_told_so(floor: Floor) -> None:
    first = floor.issue().ticket
    floor.issue(priority="elderly")
    called = floor.call("1")
    assert called is not None
    row = floor.rows("SELECT id, data FROM event WHERE kind = 'called'")[0]
    data = json.loads(row["data"])
    data["seen"]["heads"] = [h for h in data["seen"]["heads"] if h[0] == first.id]
    floor.store.write(
        lambda s: s.run(
            "UPDATE event SET data = :data WHERE id = :id", data=json.dumps(data), id=row["id"]
        )
    )
    assert any("CHÚ Ý" in line for line in story(floor, called.ticket.id))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_state_and_lane_has_its_words(language: str) -> None:
    keys = catalogue("server.queries").keys(language)
    wanted = {f"event.{kind}" for kind in (*EVENT_STATES, "rated", "rating_changed")}
    wanted |= {f"state.{s.value}" for s in TicketState} | {f"lane.{x.value}" for x in Lane}
    assert wanted <= keys


def replay(data: Path, *arguments: str, language: str = "vi") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "server.cli", "replay", *arguments, "--data", str(data)],
        cwd=ROOT,
        env={"MOTCUA_LANG": language, "PYTHONIOENCODING": "utf-8", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_command_tells_a_ticket_while_the_server_runs(desk: PrivateDesk) -> None:
    ticket = desk.called()
    data = desk.office.server.data
    done = replay(data, ticket["number"].lower())
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{ticket['number']} · ")
    assert "vẫn đến lượt số này" in done.stdout
    assert replay(data, ticket["id"]).stdout == done.stdout
    english = replay(data, ticket["number"], language="en")
    assert "Why: Waited longest" in english.stdout
    missing = replay(data, ticket["number"], "--day", "2020-01-31", language="en")
    assert missing.returncode == 1
    assert "2020-01-31" in missing.stderr and "Traceback" not in missing.stderr


def test_the_server_ends_yesterdays_tickets_when_it_starts(tmp_path: Path) -> None:
    server = RunningServer(tmp_path)
    store = server.store()
    seed_centre(store, sample_centre(), now_ms() - DAY_MS)
    yesterday = Floor(store, "c1", now_ms() - DAY_MS)
    old = yesterday.issue().ticket
    server.start()
    try:
        wait_until(
            lambda: yesterday.value("SELECT state FROM ticket") == "expired", 20, "it expires"
        )
    finally:
        server.stop()
    event = yesterday.rows("SELECT kind, actor, data FROM event ORDER BY id DESC")[0]
    assert (event["kind"], event["actor"]) == ("expired", "device:nightly")
    assert json.loads(event["data"]) == {"reason": "end_of_day"}
    told = replay(tmp_path, old.number, "--day", old.day).stdout
    assert "hết ngày làm việc" in told
    store.close()


def test_the_quiet_night_watch_writes_nothing(run_server: RunServer) -> None:
    server = run_server()
    store = server.store()
    before = store.read(lambda s: s.one("SELECT version FROM centre"))
    assert before is not None and before["version"] == 1
    store.close()
