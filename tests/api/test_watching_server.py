"""What those who run the machines are told: logs, slow queries, health, metrics."""

import json
import re
from pathlib import Path

import requests
from fixture_types import RunServer
from running import make_token

from server.demo.sample import sample_centre

SERVICE = sample_centre().services[0].id


def test_logs_are_json_lines_with_the_request_and_nothing_personal(run_server: RunServer) -> None:
    server = run_server(MOTCUA_LOG="json", MOTCUA_SLOW_MS="0")
    store = server.store()
    kiosk = make_token(store, "kiosk")
    store.close()
    headers = {"Authorization": f"Bearer {kiosk}", "X-Request-Id": "ask-0123456789"}
    body = {"service": SERVICE}
    answer = requests.post(f"{server.url}/api/v1/tickets", json=body, headers=headers, timeout=20)
    assert answer.status_code == 201
    assert answer.headers["X-Request-Id"] == "ask-0123456789"
    lines = [line for line in server.text().splitlines() if line.startswith("{")]
    told = [json.loads(line) for line in lines]
    slow = [one for one in told if one["logger"] == "motcua.slow"]
    assert slow and all(one["message"].startswith("slow query: ") for one in slow)
    assert {"at", "level", "logger", "message", "pid"} <= set(slow[0])
    # The values that were asked for are not in the log: no ids, no keys, no numbers of tickets.
    whole = "".join(lines)
    assert answer.json()["id"] not in whole and kiosk not in whole
    assert answer.json()["number"] not in re.sub(r"\"at\": \"[^\"]*\"", "", whole)


def test_a_request_without_an_id_is_given_one(run_server: RunServer) -> None:
    server = run_server()
    for told in ("", "no spaces allowed", "x" * 100):
        headers = {"X-Request-Id": told} if told else {}
        answer = requests.get(f"{server.url}/api/v1/services", headers=headers, timeout=20)
        assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-Id"])


def test_health_names_what_is_away_by_a_code_only(run_server: RunServer, tmp_path: Path) -> None:
    server = run_server(data=tmp_path, redis="redis://127.0.0.1:1/0")
    from ports import wait_until

    def told() -> dict[str, object]:
        found: dict[str, object] = requests.get(f"{server.url}/healthz", timeout=20).json()
        return found

    wait_until(lambda: told()["status"] == "degraded", 40, "redis is not missed", 0.5)
    assert told() == {"status": "degraded", "reasons": ["redis"]}
    text = requests.get(f"{server.url}/metrics", timeout=20).text
    assert "motcua_writes_waiting 0.0" in text and "process_resident_memory_bytes" in text
