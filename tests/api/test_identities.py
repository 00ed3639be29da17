"""What a kiosk learns about the holder of a card: only whether a ticket still counts."""

import pytest
from private_desk import Office, PrivateDesk, error_of

NUMBER = "067150771234"


def live(office: Office, number: str = NUMBER) -> bool:
    answer = office.client("kiosk").post("/identities/live", {"identity": number})
    assert answer.status_code == 200 and set(answer.json()) == {"live"}
    found: bool = answer.json()["live"]
    return found


def test_a_ticket_counts_until_it_ends(office: Office, desk: PrivateDesk) -> None:
    assert not live(office)
    ticket = desk.issue(identity=NUMBER)
    assert live(office) and not live(office, "067150771235")
    office.client("manager").post(f"/tickets/{ticket['id']}/cancel")
    assert not live(office)


@pytest.mark.parametrize("number", ["", "06715077123", "0671507712345", "06715077123x"])
def test_what_is_no_number_is_refused_without_repeating_it(office: Office, number: str) -> None:
    answer = office.client("kiosk").post("/identities/live", {"identity": number})
    error_of(answer, 422, "invalid_field", "identity")
    assert not number or number not in answer.text


def test_the_number_is_in_no_file_and_no_line_of_the_servers_log(
    office: Office, desk: PrivateDesk
) -> None:
    desk.issue(identity=NUMBER)
    live(office)
    for path in office.server.data.rglob("*"):
        if path.is_file():
            assert NUMBER.encode() not in path.read_bytes(), path.name
