"""An agent without a token against a real server: the code on its screen, and all that follows."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from fixture_types import RunServer
from kiosk_machine import Kiosk
from kiosk_page import KioskPage
from private_desk import Office
from running import RunningServer

from server.clock import now_ms
from server.core.model import Centre, Role
from server.store import centres
from server.usecases.change import Actor, change
from server.usecases.devices import create_token

DEADLINE_S = 30.0
SwitchOff = Callable[[], None]
StartKiosk = Callable[..., tuple[SwitchOff, KioskPage]]


@pytest.fixture
def start(tmp_path: Path, static: Path) -> Iterator[StartKiosk]:
    """Starts kiosks on one data folder; each is told its server and perhaps a token."""
    ends: list[Callable[[], None]] = []

    def begin(server: str, token: str | None = None) -> tuple[SwitchOff, KioskPage]:
        kiosk = Kiosk(server, "dummy://", tmp_path / "data", static, token)
        page = KioskPage(kiosk.url)

        def end() -> None:
            ends.remove(end)
            page.close()
            kiosk.stop()

        ends.append(end)
        return end, page

    yield begin
    for end in list(ends):
        end()


@pytest.fixture(scope="module")
def own_office(run_server: RunServer) -> Office:
    """A server whose list of waiting devices no other test fills."""
    return Office.of(run_server())


def shown(page: KioskPage, but: str = "") -> str:
    """The code on the page, once it is another than ``but``."""
    while True:
        state = page.wait_for("state", DEADLINE_S, paired=False)
        code: str = (state["pairing"] or {"code": ""})["code"]
        if code not in ("", but):
            return code


def approve(office: Office, code: str) -> None:
    body = {"code": code, "role": "kiosk", "label": "Cửa chính"}
    assert office.client("admin").post("/pairings/approve", body).status_code == 200


def working(page: KioskPage) -> dict[str, Any]:
    state = page.wait_for("state", DEADLINE_S, paired=True, online=True)
    while not state["services"]:
        state = page.wait_for("state", DEADLINE_S, paired=True, online=True)
    return state


def test_a_new_kiosk_shows_a_code_is_paired_and_goes_on_without_a_restart(
    own_office: Office, start: StartKiosk, tmp_path: Path
) -> None:
    switch_off, page = start(own_office.url)
    code = shown(page)
    assert len(code) == 6 and code.isdigit()
    approve(own_office, code)
    assert working(page)["pairing"] is None
    assert page.press(service="ho-tich")[0] == 201
    kept = tmp_path / "data" / "token"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert not (tmp_path / "data" / "pairing.json").exists()
    switch_off()
    _, again = start(own_office.url)
    working(again)


def test_the_page_never_learns_the_secret(
    own_office: Office, start: StartKiosk, tmp_path: Path
) -> None:
    _, page = start(own_office.url)
    state = page.wait_for("state", DEADLINE_S, paired=False)
    while not state["pairing"]:
        state = page.wait_for("state", DEADLINE_S, paired=False)
    waiting = tmp_path / "data" / "pairing.json"
    assert stat.S_IMODE(waiting.stat().st_mode) == 0o600
    assert set(state["pairing"]) == {"code", "expires_at"}
    assert "mc_" in waiting.read_text("utf-8") and "mc_" not in repr(state)


def test_a_kiosk_that_is_switched_off_while_it_waits_shows_the_same_code_again(
    own_office: Office, start: StartKiosk
) -> None:
    switch_off, page = start(own_office.url)
    code = shown(page)
    switch_off()
    approve(own_office, code)
    _, again = start(own_office.url)
    working(again)


def test_a_code_that_lapsed_is_replaced(run_server: RunServer, start: StartKiosk) -> None:
    server = run_server()
    switch_off, page = start(server.url)
    code = shown(page)
    switch_off()
    lapse(server)
    _, again = start(server.url)
    assert shown(again, but=code) != code


def test_a_revoked_kiosk_shows_a_new_code_and_can_be_paired_again(
    own_office: Office, start: StartKiosk, tmp_path: Path
) -> None:
    _, page = start(own_office.url)
    approve(own_office, shown(page))
    working(page)
    revoke_all(own_office)
    code = shown(page)
    assert not (tmp_path / "data" / "token").exists()
    approve(own_office, code)
    working(page)


def test_a_token_that_was_given_and_revoked_gives_way_to_the_one_of_the_pairing(
    own_office: Office, start: StartKiosk
) -> None:
    switch_off, page = start(own_office.url, "mc_" + "A" * 43)
    approve(own_office, shown(page))
    working(page)
    switch_off()
    _, again = start(own_office.url, "mc_" + "A" * 43)
    working(again)


def test_a_kiosk_that_starts_before_its_server_waits_for_it(
    run_server: RunServer, start: StartKiosk
) -> None:
    server = run_server()
    server.stop()
    _, page = start(server.url)
    assert page.wait_for("state", DEADLINE_S, paired=False)["pairing"] is None
    server.start()
    approve(Office.of(server), shown(page))
    working(page)


def test_a_kiosk_belongs_to_the_centre_that_typed_its_code(
    run_server: RunServer, start: StartKiosk
) -> None:
    server = run_server()
    admin = admin_of_second_centre(server)
    _, page = start(server.url)
    answer = requests.post(
        f"{server.url}/api/v1/pairings/approve",
        json={"code": shown(page)},
        headers={"Authorization": f"Bearer {admin}"},
        timeout=20,
    )
    assert answer.status_code == 200
    state = page.wait_for("state", DEADLINE_S, paired=True, online=True)
    while not state["centre"]:
        state = page.wait_for("state", DEADLINE_S, paired=True, online=True)
    assert state["centre"]["name"] == "Xã Ví Dụ"


def lapse(server: RunningServer) -> None:
    """Ten minutes pass for every code."""
    store = server.store()
    store.write(lambda s: s.run("UPDATE pairing SET expires_at = 1"))
    store.close()


def revoke_all(office: Office) -> None:
    admin = office.client("admin")
    for one in admin.get("/tokens").json()["items"]:
        if one["label"] == "Cửa chính" and not one["revoked"]:
            assert admin.send("DELETE", f"/tokens/{one['id']}").status_code == 204


def admin_of_second_centre(server: RunningServer) -> str:
    store = server.store()
    centre = Centre("xa-vi-du", "Xã Ví Dụ", "Example commune", "Asia/Ho_Chi_Minh")
    store.write(lambda s: centres.add(s, centre, "{}", now_ms()))
    actor = Actor("admin", centre.id, "test")
    made = store.write(change(actor, now_ms(), lambda c: create_token(c, Role.ADMIN, None)))
    store.close()
    return made.value[1]
