"""Delivery: every press answered once, in order, whatever the server says in between."""

import queue
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hardware.line_protocol import Press
from hardware.link import LinkDown
from rating_terminal import delivery as delivery_module
from rating_terminal.delivery import Delivery, Outcome, judge, rating_body
from rating_terminal.outbox import Outbox, WaitingPress

NOW = 1_000_000
Answer = tuple[int, Any] | LinkDown


def error(code: str) -> dict[str, Any]:
    return {"error": {"code": code}}


class ScriptedServer:
    """Answers requests from a list, then with 200; `bodies` is what it was asked, in order."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.bodies: queue.Queue[dict[str, Any]] = queue.Queue()

    def request(
        self,
        method: str,
        path: str,
        json: Any = None,
        key: str | None = None,
        deadline_s: float = 5.0,
    ) -> tuple[int, Any]:
        assert (method, path, key) == ("POST", "/api/v1/ratings", None)
        self.bodies.put(json)
        answer = self.answers.pop(0) if self.answers else (200, {"status": "counted"})
        if isinstance(answer, LinkDown):
            raise answer
        return answer

    def seqs(self, count: int) -> list[int]:
        return [self.bodies.get(timeout=5)["seq"] for _ in range(count)]


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    box = Outbox(tmp_path)
    yield box
    box.close()


def take(outbox: Outbox, *keys: int) -> None:
    presses = [Press("pad-1", "b", seq, 1, key, 0) for seq, key in enumerate(keys, 1)]
    outbox.take(presses, NOW, lambda at: None)


def delivered(outbox: Outbox, server: ScriptedServer, requests: int) -> list[int]:
    delivery = Delivery(outbox, server, 3, lambda: NOW + 2500)
    delivery.start()
    try:
        return server.seqs(requests)
    finally:
        delivery.close()


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, {"status": "counted"}, Outcome.DONE),
        (200, {"status": "unbound"}, Outcome.DONE),
        (204, None, Outcome.DONE),
        (409, error("not_rateable"), Outcome.REJECTED),
        (422, error("invalid_field"), Outcome.REJECTED),
        (403, error("wrong_counter"), Outcome.REJECTED),
        (404, error("ticket_not_found"), Outcome.REJECTED),
        (400, None, Outcome.REJECTED),
        (401, error("unauthorized"), Outcome.LATER),
        (403, error("forbidden"), Outcome.LATER),
        (403, None, Outcome.LATER),
        (404, error("not_found"), Outcome.LATER),
        (404, "<html>", Outcome.LATER),
        (429, error("overloaded"), Outcome.LATER),
        (500, None, Outcome.LATER),
        (503, error("store_unavailable"), Outcome.LATER),
        (302, None, Outcome.LATER),
    ],
)
def test_only_an_answer_about_the_press_itself_is_final(
    status: int, body: object, outcome: Outcome
) -> None:
    assert judge(status, body).outcome is outcome


def test_the_age_is_counted_at_delivery_and_never_negative() -> None:
    press = WaitingPress(1, "pad-1", "b", 7, 1, NOW, None)
    assert rating_body(press, "satisfied", 3, NOW + 2500) == {
        "value": "satisfied",
        "scale": 3,
        "device": "pad-1",
        "boot": "b",
        "seq": 7,
        "age_ms": 2500,
    }
    assert rating_body(press, "satisfied", 3, NOW - 5)["age_ms"] == 0


def test_the_ticket_is_named_when_it_is_known() -> None:
    press = WaitingPress(1, "pad-1", "b", 7, 1, NOW, "t1")
    assert rating_body(press, "satisfied", 3, NOW)["ticket"] == "t1"


def test_the_first_press_is_repeated_until_answered_and_order_is_kept(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_module, "FIRST_PAUSE_S", 0.01)
    take(outbox, 1, 2, 3)
    server = ScriptedServer(LinkDown("refused"), (503, None), (401, error("unauthorized")))
    assert delivered(outbox, server, 6) == [1, 1, 1, 1, 2, 3]
    assert outbox.count("done") == 3


def test_a_refused_press_is_kept_with_its_reason_and_the_next_one_goes_on(
    outbox: Outbox,
) -> None:
    take(outbox, 1, 2)
    assert delivered(outbox, ScriptedServer((409, error("not_rateable"))), 2) == [1, 2]
    assert (outbox.count("rejected"), outbox.count("done")) == (1, 1)


def test_a_key_the_scale_does_not_have_is_kept_as_rejected_and_not_sent(outbox: Outbox) -> None:
    take(outbox, 9, 0, 3)
    assert delivered(outbox, ScriptedServer(), 1) == [3]
    assert (outbox.count("rejected"), outbox.count("done")) == (2, 1)


def test_the_line_coming_back_ends_a_long_pause_at_once(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_module, "FIRST_PAUSE_S", 60.0)
    take(outbox, 1)
    server = ScriptedServer(LinkDown("refused"))
    delivery = Delivery(outbox, server, 3, lambda: NOW)
    delivery.start()
    assert server.seqs(1) == [1]
    delivery.line_up()
    assert server.seqs(1) == [1]
    delivery.close()


def test_a_press_without_a_time_says_so() -> None:
    press = WaitingPress(1, "pad-1", "b", 7, 1, NOW, None, undated=True)
    assert rating_body(press, "satisfied", 3, NOW)["undated"] is True
