"""One push, and the queue that carries many: against a push service that checks everything."""

import time
from collections.abc import Iterator

import pytest
from push_service import Phone, PushService, signed_claims

from server.push.keys import fresh_key, is_phone_key, is_phone_secret, public_text
from server.push.notices import as_push
from server.push.sending import Push, Result, Sender
from server.queries.push import Due

KEY = fresh_key()
NOW_S = 1_795_669_200


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService() as running:
        yield running


def sender(service: PushService) -> Sender:
    return Sender(KEY, "https://trungtam.example.vn", frozenset({service.host}))


def due(phone: Phone, language: str = "vi", **news: object) -> Push:
    given = phone.subscription | {"language": language, "ticket": "t", "number": "A012"}
    return as_push(Due(**given, **news), time.monotonic())  # type: ignore[arg-type]


def test_a_push_is_encrypted_for_its_phone_and_signed(service: PushService) -> None:
    phone = Phone(service, "one")
    push = due(phone, call="5:1", counter=7)
    assert sender(service).send(push, NOW_S) is Result.SENT
    (received,) = service.wait(1)
    said = phone.read(received.body)
    assert said["title"] == "Số A012: mời đến quầy số 7"
    assert (said["kind"], said["number"], said["counter"]) == ("called", "A012", 7)
    assert b"A012" not in received.body
    claims = signed_claims(received.headers, public_text(KEY))
    assert claims["aud"] == service.url
    assert claims["sub"] == "https://trungtam.example.vn"
    assert NOW_S < claims["exp"] <= NOW_S + 86_400
    assert received.headers["content-encoding"] == "aes128gcm"
    assert int(received.headers["ttl"]) <= 60
    assert received.headers["urgency"] == "high"


def test_another_phone_cannot_read_it(service: PushService) -> None:
    phone = Phone(service, "one")
    sender(service).send(due(phone, ahead=2), NOW_S)
    (received,) = service.wait(1)
    with pytest.raises(Exception, match=r".*"):
        Phone(service, "other").read(received.body)


def test_it_says_who_is_ahead_in_the_language_asked_for(service: PushService) -> None:
    phone = Phone(service, "one")
    for ahead, language in ((2, "vi"), (0, "vi"), (1, "en")):
        sender(service).send(due(phone, language, ahead=ahead), NOW_S)
    said = [phone.read(one.body) for one in service.wait(3)]
    assert "Còn 2 người" in said[0]["body"]
    assert "tiếp theo" in said[1]["body"]
    assert (said[2]["lang"], "ahead" in said[2]["body"]) == ("en", True)
    for one in said:
        assert set(one) == {"kind", "number", "counter", "ahead", "lang", "title", "body"}


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (200, Result.SENT), (202, Result.SENT), (404, Result.GONE), (410, Result.GONE),
        (429, Result.AGAIN), (503, Result.AGAIN), (400, Result.REFUSED), (302, Result.REFUSED),
    ],
)  # fmt: skip
def test_each_answer_has_its_meaning(service: PushService, status: int, result: Result) -> None:
    service.answers = [status]
    assert sender(service).send(due(Phone(service, "one"), ahead=1), NOW_S) is result


def test_an_address_of_ones_own_network_is_not_called(service: PushService) -> None:
    untrusting = Sender(KEY, "mailto:a@example.org")
    assert untrusting.send(due(Phone(service, "one"), ahead=1), NOW_S) is Result.GONE
    assert service.received == []


def test_keys_that_are_none_are_known() -> None:
    with PushService() as service:
        good = Phone(service, "one").subscription
    assert is_phone_key(good["p256dh"])
    assert is_phone_secret(good["auth"])
    for bad in ("", "AAAA", "B" * 87, "!" * 87, "A" * 10_000):
        assert not is_phone_key(bad)
        assert not is_phone_secret(bad)
    assert not is_phone_key(good["auth"])
    assert not is_phone_secret(good["p256dh"])
