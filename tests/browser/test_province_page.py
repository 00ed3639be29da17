"""The province's page: where help is needed comes first, and leads to its manager's page."""

import json

import requests
from browser_axe import violations
from browser_pages import PHONE, SCREEN, Pages, overflow, sign_in
from click.testing import CliRunner
from fixture_types import RunServer
from playwright.sync_api import expect
from running import make_token

from server.demo.sample import sample_centre
from server.moving.centre_command import centre_command
from server.store import grants
from server.store.base import Session

NAMES = ("Tân Lập", "Tân Lợi", "Ea Kao", "Buôn Hồ", "Cư Bao", "Krông Pắc", "Ea Kar", "M’Drắk")


def _everywhere(session: Session) -> None:
    row = session.one("SELECT id FROM person WHERE username = :name", name=_manager())
    assert row is not None
    grants.put(session, row["id"], [("*", "manager")])


def _manager() -> str:
    return next(user.username for user in sample_centre().users if user.role == "manager")


def test_the_worst_comes_first_and_opens_its_control_room(
    run_server: RunServer, pages: Pages
) -> None:
    server = run_server()
    store = server.store()
    data = ["--data", str(server.data)]
    run = CliRunner().invoke
    assert (
        run(
            centre_command, ["place", "bmt", "--kind", "district", "--name", "Buôn Ma Thuột", *data]
        ).exit_code
        == 0
    )
    for n, name in enumerate(NAMES):
        made = [
            "add",
            f"c-{n}",
            "--name",
            f"Trung tâm {name}",
            "--like",
            "c1",
            "--parent",
            "bmt",
            *data,
        ]
        assert run(centre_command, made).exit_code == 0
    store.write(_everywhere)
    kiosk = make_token(store, "kiosk")
    store.write(lambda s: s.run("UPDATE token SET centre = 'c-2' WHERE role = 'kiosk'"))
    store.close()
    page = pages.open(f"{server.url}/province", SCREEN)
    sign_in(page, _manager())
    expect(page.locator("tbody tr")).to_have_count(len(NAMES) + 1)

    answer = requests.post(
        f"{server.url}/api/v1/tickets",
        data=json.dumps({"service": sample_centre().services[0].id}),
        headers={"Authorization": f"Bearer {kiosk}", "Content-Type": "application/json"},
        timeout=20,
    )
    assert answer.status_code == 201, answer.text
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("Ea Kao", timeout=30_000)
    expect(first).to_have_attribute("data-state", "grave")
    assert violations(page) == [] and overflow(page) == 0

    page.locator("#find").fill("tan l")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator("#find").fill("")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert violations(page) == [] and overflow(page) == 0
    page.locator("button.centre", has_text="Ea Kao").click()
    page.wait_for_url("**/manager")
    expect(page.get_by_text("Trung tâm Ea Kao").first).to_be_visible()
    assert pages.complaints == []
