"""Rooms of boards: each hears its part of the hall, and every call of any burst."""

import threading
import time
from typing import Any

import pytest
from floor_client import FloorClient
from private_desk import Office, PrivateDesk

from server.core.board import WHOLE


def put(office: Office, id: str, **setup: Any) -> Any:
    answer = office.client("admin").http.put(
        f"{office.url}/api/v1/boards/{id}", json=setup, timeout=20
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def board(office: Office, desk: PrivateDesk) -> Any:
    """The room of a board that shows this test's own counter."""
    id = f"board-{desk.id}"
    put(office, id, counters=[desk.id], zone=desk.id)
    return f"hall/{id}"


def test_a_board_hears_of_its_counters_only(
    watch, office: Office, desk: PrivateDesk, board: str
) -> None:
    other = office.desk()
    display = watch(None, board, "hall")
    other.called()
    ticket = desk.called()
    shown = display.wait(board, lambda v: v["calls"])
    assert [c["ticket"] for c in shown["calls"]] == [ticket["number"]]
    assert [c["id"] for c in shown["counters"]] == [desk.id]
    display.wait("hall", lambda v: v["calls"] and v["calls"][0]["ticket"] == ticket["number"])


def test_a_change_of_the_set_up_reaches_the_board_at_once(
    watch, office: Office, desk: PrivateDesk, board: str
) -> None:
    display = watch(None, board)
    put(office, board.partition("/")[2], counters=[desk.id], notice="Nghỉ buổi chiều")
    display.wait(board, lambda v: v["board"]["notice"] == "Nghỉ buổi chiều")


def test_there_is_no_room_of_a_board_nobody_set_up(watch) -> None:
    display = watch()
    for room in ("hall/khong-co", "hall/", "hall/a/b"):
        assert display.watch(room)["error"]["code"] == "not_found"


def test_the_whole_centres_board_has_its_id_too(watch, desk: PrivateDesk) -> None:
    display = watch(None, f"hall/{WHOLE}")
    ticket = desk.called()
    display.wait(f"hall/{WHOLE}", lambda v: v["calls"][0]["ticket"] == ticket["number"])


def test_a_board_nobody_watches_any_more_is_not_built(watch, board: str, desk: PrivateDesk) -> None:
    display, other = watch(None, board), watch(None, "hall")
    assert display.unwatch(board) == {"ok": True}
    ticket = desk.called()
    other.wait("hall", lambda v: v["calls"] and v["calls"][0]["ticket"] == ticket["number"])
    assert len(display.views[board]) == 1


def test_no_call_of_a_storm_is_swallowed(watch, office: Office) -> None:
    """Sixty calls as fast as they go: many more than twenty between two views."""
    desks = [office.desk() for _ in range(6)]
    for desk in desks:
        for _ in range(10):
            desk.issue()
    hall = watch(None, "hall")
    made: list[int] = []

    def work(desk: PrivateDesk) -> None:
        client = FloorClient(office.url, desk.staff_token)
        made.extend(client.call_next(desk.id)["call"]["id"] for _ in range(10))

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(made) == 60
    hall.wait("hall", lambda v: v["calls"][0]["call"] >= max(made))
    heard = 0
    for _, view in hall.views["hall"][1:]:
        assert view["after"] <= heard or heard == 0, "a gap between two views"
        heard = max(heard, view["calls"][0]["call"]) if view["calls"] else heard
    seen = {c["call"] for _, view in hall.views["hall"] for c in view["calls"]}
    assert set(made) <= seen


def test_a_cut_display_sees_the_true_state_as_soon_as_it_is_back(
    watch, office: Office, desk: PrivateDesk
) -> None:
    ticket = desk.called()
    began = time.monotonic()
    display = watch(None, "hall")
    shown = display.latest("hall")
    assert ticket["number"] in [c["ticket"] for c in shown["calls"]]
    assert ticket["number"] in shown["standing"]
    assert time.monotonic() - began < 5


def test_missed_calls_are_asked_for_in_pages(office: Office, desk: PrivateDesk, board: str) -> None:
    numbers = []
    for _ in range(5):
        numbers.append(desk.called()["number"])
    client, id = office.client(), board.partition("/")[2]
    first = client.get("/calls", board=id, limit=2).json()
    assert [c["ticket"] for c in first["items"]] == numbers[:2]
    rest = client.get("/calls", board=id, after=first["next"]).json()
    assert [c["ticket"] for c in rest["items"]] == numbers[2:]
    assert rest["next"] is None
    assert client.get("/calls", board="khong-co").status_code == 404
    assert client.get("/calls", after="x").status_code == 422


def test_a_board_is_listed_with_its_address(office: Office, board: str) -> None:
    items = office.client("admin").get("/boards", limit=200).json()["items"]
    paths = {item["id"]: item["path"] for item in items}
    assert (paths["hall"], paths[board.partition("/")[2]]) == ("/hall", f"/{board}")
    gone = office.client("admin").http.delete(f"{office.url}/api/v1/boards/{board[5:]}", timeout=20)
    assert gone.status_code == 204


def test_only_administrators_set_up_boards(office: Office) -> None:
    for role in ("staff", "manager", "display", "kiosk"):
        answer = office.client(role).http.put(f"{office.url}/api/v1/boards/x", json={}, timeout=20)
        assert answer.status_code == 403, role
