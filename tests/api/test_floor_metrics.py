"""What operators read: the floor in figures, bounded; and a dashboard that names nothing else."""

import json
import re

import requests
from private_desk import Office, PrivateDesk
from running import ROOT
from stores import Floor

from server.queries import metrics
from server.queries.metrics import OTHER, figures

DASHBOARD = ROOT / "docs/grafana/motcua.json"


def text(office: Office) -> str:
    answer = requests.get(f"{office.url}/metrics", timeout=30)
    assert answer.status_code == 200
    return answer.text


def test_the_floor_is_told_in_figures(floor: Floor) -> None:
    for _ in range(3):
        floor.issue("ho-tich")
    floor.pass_time(90)
    floor.call("1")
    found = floor.store.read(lambda s: figures(s, floor.now))
    (one,) = found.centres
    assert one.waiting == {"ho-tich": 2, "chung-thuc": 0, "dong-cua": 0}
    assert (one.issued, one.called, one.longest_wait_s) == (3, 1, 90)
    assert one.counters == {"open": 1, "paused": 0, "closed": 2}
    assert found.outbox == {}


def test_services_have_a_bounded_number_of_series(floor: Floor, monkeypatch: object) -> None:
    monkeypatch.setattr(metrics, "MOST_SERVICES", 1)  # type: ignore[attr-defined]
    floor.issue("ho-tich")
    floor.issue("chung-thuc")
    (one,) = floor.store.read(lambda s: figures(s, floor.now)).centres
    assert one.waiting == {"ho-tich": 1, OTHER: 1}


def test_every_metric_of_the_dashboard_exists(desk: PrivateDesk) -> None:
    desk.finished()
    told = text(desk.office)
    known = set(re.findall(r"^# TYPE (\w+) ", told, re.M)) | set(
        re.findall(r"^(motcua_\w+?)(?:{| )", told, re.M)
    )
    dashboard = json.loads(DASHBOARD.read_text("utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked += [one.get("definition", "") for one in dashboard["templating"]["list"]]
    named = {name for expr in asked for name in re.findall(r"motcua_\w+", expr)}
    assert len(named) >= 10
    assert named <= known, named - known


def test_nobody_is_named_in_metrics(desk: PrivateDesk) -> None:
    number = desk.issue()["number"]
    told = text(desk.office)
    assert number not in told and "Nguyễn" not in told
