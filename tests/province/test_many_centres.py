"""Several centres in one store: each is itself, and somebody sees them all."""

import requests
from click.testing import CliRunner
from fixture_types import MakeStore, RunServer
from live_watch import LiveWatch
from running import RunningServer
from stores import NOON, Floor, add_centre

from server.moving.centre_command import centre_command
from server.queries.province import ProvinceFigures, visible
from server.reports.period import Period
from server.reports.province import province_report
from server.store import grants
from server.usecases.province import add_centre as add
from server.usecases.province import add_place, centre_of

MINUTE_MS = 60_000


def _tree(make_store: MakeStore) -> tuple[Floor, Floor]:
    """c1 is calm; c2, made like it, has a line and nobody at a counter."""
    store = make_store()
    add_centre(store)

    def job(session: object) -> None:
        add_place(session, "tinh", "province", "Tỉnh", "Province", None, NOON)  # type: ignore[arg-type]
        add_place(session, "h1", "district", "Huyện 1", "District 1", "tinh", NOON)  # type: ignore[arg-type]
        made = centre_of("c2", "Trung tâm hai", "Centre two")
        add(session, made, NOON + 1, parent="h1", host="hai.example", like="c1")  # type: ignore[arg-type]

    store.write(job)
    return Floor(store), Floor(store, "c2")


def test_a_centre_made_like_another_issues_its_own_numbers(make_store: MakeStore) -> None:
    first, second = _tree(make_store)
    numbers = [first.issue("ho-tich").ticket.number, second.issue("ho-tich").ticket.number]
    assert numbers == ["A001", "A001"]
    called = second.call("2")
    assert called is not None and called.ticket.centre == "c2"
    assert first.value("SELECT COUNT(*) FROM ticket WHERE state = 'called' AND centre = 'c1'") == 0


def test_where_help_is_needed_comes_first(make_store: MakeStore) -> None:
    first, second = _tree(make_store)
    first.issue("ho-tich")
    first.call("1")
    for _ in range(3):
        second.issue("ho-tich")
    now = NOON + 50 * MINUTE_MS
    job = lambda s: ProvinceFigures().seen_by(s, "c1", None, now)  # noqa: E731
    alone = first.store.read(job)
    assert [row["centre"]["id"] for row in alone["centres"]] == ["c1"]

    first.store.write(lambda s: grants.put(s, "p", [("tinh", "manager")]))
    first.store.write(
        lambda s: s.run(
            "INSERT INTO person (id, centre, username, name, role, password_hash, active,"
            " created_at) VALUES ('p', 'c1', 'p', 'P', 'manager', '', 1, 0)"
        )
    )
    told = first.store.read(lambda s: ProvinceFigures().seen_by(s, "c1", "p", now))
    worst = told["centres"][0]
    assert worst["centre"]["id"] == "c2" and worst["district"] == "Huyện 1"
    assert (worst["waiting"], worst["open_counters"]) == (3, 0)
    assert 49 * 60 <= worst["median_s"] <= worst["longest_s"] <= 50 * 60
    assert told["totals"]["waiting"] == 3 and told["totals"]["centres"] == 2


def test_a_grant_shows_what_lies_below_it_and_no_more(make_store: MakeStore) -> None:
    first, _ = _tree(make_store)
    store = first.store
    for id, granted in (("a", [("h1", "auditor")]), ("b", [("c2", "staff")]), ("c", [])):
        store.write(lambda s, id=id, g=granted: grants.put(s, id, g))  # type: ignore[misc]
        store.write(
            lambda s, id=id: s.run(  # type: ignore[misc]
                "INSERT INTO person (id, centre, username, name, role, password_hash, active,"
                " created_at) VALUES (:id, 'c1', :id, :id, 'manager', '', 1, 0)",
                id=id,
            )
        )
    seen = {id: store.read(lambda s, id=id: visible(s, "c1", id)) for id in "abc"}  # type: ignore[misc]
    assert seen == {"a": {"c1", "c2"}, "b": {"c1"}, "c": {"c1"}}


def test_the_report_adds_up_each_centres_period(make_store: MakeStore) -> None:
    first, second = _tree(make_store)
    first.issue("ho-tich")
    second.issue("ho-tich")
    second.issue("chung-thuc")
    day = str(first.value("SELECT MIN(day) AS n FROM ticket"))
    rows = first.store.read(lambda s: province_report(s, {"c1", "c2"}, Period(day, day)))
    assert {row["id"]: row["issued"] for row in rows} == {"c1": 1, "c2": 2}
    assert all(row["satisfied_pct"] is None for row in rows)


def test_public_pages_calls_and_rooms_are_those_of_the_centre_named(
    run_server: RunServer,
) -> None:
    server: RunningServer = run_server()
    made = CliRunner().invoke(
        centre_command,
        [
            *["add", "hai", "--like", "c1", "--host", "hai.example", "--name"],
            "Trung tâm hai",
            "--data",
            str(server.data),
        ],
    )
    assert made.exit_code == 0, made.output
    link = made.output.strip().splitlines()[-1].strip()
    assert requests.get(server.url + link, timeout=20).status_code == 200

    def named(path: str, **headers: str) -> str:
        answer = requests.get(f"{server.url}{path}", headers=headers, timeout=20)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    assert '"Trung tâm hai"' in named("/api/v1/public/waits?centre=hai")
    assert '"Trung tâm hai"' not in named("/api/v1/public/waits")
    for page in ("/waits", "/heard"):
        assert "Trung tâm hai" in named(f"{page}?centre=hai"), page
        assert "Trung tâm hai" not in named(page), page
    assert requests.get(f"{server.url}/waits?centre=none", timeout=20).status_code == 404
    hall = LiveWatch(f"{server.url}?centre=hai").connect()
    other = LiveWatch(server.url).connect()
    try:
        assert hall.watch("hall") == other.watch("hall") == {"ok": True}
        assert hall.wait("hall", bool)["centre"]["name"] == "Trung tâm hai"
        assert other.wait("hall", bool)["centre"]["name"] != "Trung tâm hai"
    finally:
        hall.close()
        other.close()
    # Host names are read again every few seconds.
    from ports import wait_until

    host = {"Host": "hai.example"}
    path = f"{server.url}/api/v1/public/waits"
    wait_until(
        lambda: "Trung tâm hai" in requests.get(path, headers=host, timeout=20).text,
        30,
        "the host name does not lead to its centre",
        0.2,
    )
