"""Handing in mail: the conversation, the password, and a server that says nothing."""

import time

import pytest
from mail_box import MailBox
from stores import NOON

from server.alerting import mail
from server.alerting.parcel import Again, Parcel, Undeliverable
from server.core.model import Centre
from server.usecases.alert_rules import MailServer

CENTRE = Centre("c1", "Trung tâm", "Centre", "Asia/Ho_Chi_Minh")
TOLD = {"event": "raised", "at": NOON, "code": "waited", "since": NOON - 31 * 60_000,
        "facts": {"name": "Hộ tịch", "name_en": "Civil status", "people": 4}}  # fmt: skip


def parcel(box: MailBox, password: str = "", language: str = "en") -> Parcel:
    server = MailServer(
        "127.0.0.1", box.port, "none", "u" if password else "", "a@example.com",
        ("b@example.com", "c@example.com"), language,
    )  # fmt: skip
    return Parcel("one", "mail", "", "raised", TOLD, CENTRE, mail=server, secret=password)


def test_a_mail_tells_the_minutes_as_they_were_and_where_to_look() -> None:
    with MailBox() as box:
        mail.mail_sender("https://motcua.example.com")(parcel(box))
        (letter,) = box.wait(1)
    assert letter.subject == "[Motcua] Civil status: 31 min wait, 4 people"
    assert letter.receivers == ["b@example.com", "c@example.com"]
    assert "https://motcua.example.com/manager" in letter.mail.get_content()
    assert letter.mail["Auto-Submitted"] == "auto-generated"


def test_a_wrong_password_is_final_and_not_repeated_in_the_words() -> None:
    with MailBox(password="right") as box:
        mail.mail_sender(None)(parcel(box, "right"))
        with pytest.raises(Undeliverable) as refused:
            mail.mail_sender(None)(parcel(box, "wrong-and-secret"))
    assert str(refused.value) == "the mail server says 535"


@pytest.mark.parametrize(("code", "error"), [(451, Again), (421, Again), (554, Undeliverable)])
def test_what_the_server_says_decides_whether_it_is_tried_again(
    code: int, error: type[Exception]
) -> None:
    with MailBox(answers=[code]) as box, pytest.raises(error):
        mail.mail_sender(None)(parcel(box))


def test_a_server_that_says_nothing_or_is_not_there_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail, "STEP_S", 0.3)
    with MailBox(mute=True) as box:
        began = time.monotonic()
        with pytest.raises(Again):
            mail.mail_sender(None)(parcel(box))
        assert time.monotonic() - began < 10
    with pytest.raises(Again):
        mail.mail_sender(None)(parcel(box))
