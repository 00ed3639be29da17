"""The outbox keeps every press once, in order, and acknowledges only what it has."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from hardware.line_protocol import Ack, Press
from hardware.press_store import StoreError
from hardware.virtual.pad_ring import PressRing
from rating_terminal import outbox as outbox_module
from rating_terminal.outbox import Outbox, OutboxInUse

NOW = 1_000_000


def no_ticket(at: int) -> str | None:
    return None


def press(seq: int, base: int = 1, key: int = 1, boot: str = "b1", age_ms: int = 0) -> Press:
    return Press("pad-1", boot, seq, base, key, age_ms)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    box = Outbox(tmp_path)
    yield box
    box.close()


def drain(outbox: Outbox) -> list[tuple[str, int, int]]:
    got = []
    while (waiting := outbox.first_waiting()) is not None:
        got.append((waiting.boot, waiting.seq, waiting.key))
        outbox.settle(waiting.id, NOW)
    return got


def test_a_press_is_kept_with_its_true_time_and_ticket(outbox: Outbox) -> None:
    outbox.take([press(1, age_ms=400)], NOW, lambda at: f"ticket-at-{at}")
    waiting = outbox.first_waiting()
    assert waiting is not None
    assert waiting.pressed_at == NOW - 400
    assert waiting.ticket == "ticket-at-999600"


def test_a_press_sent_again_is_kept_once_and_acknowledged_again(outbox: Outbox) -> None:
    assert outbox.take([press(1)], NOW, no_ticket) == [Ack("b1", 1)]
    assert outbox.take([press(1, key=3), press(1)], NOW, no_ticket) == [Ack("b1", 1)]
    assert drain(outbox) == [("b1", 1, 1)]
    assert outbox.take([press(1)], NOW, no_ticket) == [Ack("b1", 1)]
    assert drain(outbox) == []


def test_a_press_after_a_gap_waits_until_the_gap_is_filled(outbox: Outbox) -> None:
    assert outbox.take([press(2)], NOW, no_ticket) == []
    assert outbox.take([press(1), press(3)], NOW, no_ticket) == [Ack("b1", 1)]
    assert outbox.take([press(2), press(3)], NOW, no_ticket) == [Ack("b1", 3)]
    assert [seq for _, seq, _ in drain(outbox)] == [1, 2, 3]


def test_an_overflowed_ring_is_taken_from_its_new_base(outbox: Outbox) -> None:
    outbox.take([press(1)], NOW, no_ticket)
    assert outbox.take([press(40, base=40)], NOW, no_ticket) == [Ack("b1", 40)]


def test_each_boot_counts_for_itself(outbox: Outbox) -> None:
    acks = outbox.take([press(1), press(1, boot="b2"), press(2, boot="b2")], NOW, no_ticket)
    assert sorted(acks, key=str) == [Ack("b1", 1), Ack("b2", 2)]


def test_a_frame_with_a_wild_number_does_not_stop_the_others(outbox: Outbox) -> None:
    outbox.take([press(4_294_967_295, base=4_294_967_290)], NOW, no_ticket)
    outbox.take([press(4_294_967_295, base=4_294_967_295)], NOW, no_ticket)
    assert outbox.take([press(1)], NOW, no_ticket) == [Ack("b1", 1)]


def test_everything_is_there_after_closing_and_opening_again(tmp_path: Path) -> None:
    first = Outbox(tmp_path)
    first.take([press(1), press(2)], NOW, no_ticket)
    first.close()
    second = Outbox(tmp_path)
    assert second.take([press(2)], NOW, no_ticket) == [Ack("b1", 2)]
    assert [seq for _, seq, _ in drain(second)] == [1, 2]
    second.close()


def test_two_agents_cannot_share_a_folder(outbox: Outbox, tmp_path: Path) -> None:
    with pytest.raises(OutboxInUse):
        Outbox(tmp_path)


def test_a_rejected_press_is_kept_with_its_reason(outbox: Outbox) -> None:
    outbox.take([press(1)], NOW, no_ticket)
    waiting = outbox.first_waiting()
    assert waiting is not None
    outbox.settle(waiting.id, NOW, rejected="wrong_counter")
    assert outbox.count("rejected") == 1 and outbox.first_waiting() is None


def test_answered_presses_are_forgotten_after_their_time_and_waiting_ones_never(
    outbox: Outbox,
) -> None:
    outbox.take([press(1), press(2), press(3)], NOW, no_ticket)
    for later in (0, outbox_module.KEEP_MS + 1):
        waiting = outbox.first_waiting()
        assert waiting is not None
        outbox.settle(waiting.id, NOW + later)
    assert (outbox.count("done"), outbox.count("waiting")) == (1, 1)


def test_a_full_outbox_acknowledges_nothing_more(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "MAX_WAITING", 2)
    assert outbox.take([press(1), press(2), press(3)], NOW, no_ticket) == [Ack("b1", 2)]
    assert outbox.take([press(3, base=3)], NOW, no_ticket) == []
    assert [seq for _, seq, _ in drain(outbox)] == [1, 2]
    assert outbox.take([press(3, base=3)], NOW, no_ticket) == [Ack("b1", 3)]


def test_a_failed_commit_acknowledges_nothing_and_takes_nothing(tmp_path: Path) -> None:
    box = Outbox(tmp_path)

    def broken(at: int) -> str | None:
        raise StoreError("disk full") if at == NOW - 2 else AssertionError(at)

    with pytest.raises(StoreError):
        box.take([press(1, age_ms=2)], NOW, broken)
    assert box.count("waiting") == 0
    assert box.take([press(1)], NOW, no_ticket) == [Ack("b1", 1)]
    box.close()


@pytest.mark.parametrize("seed", range(5))
def test_lost_frames_and_acks_in_any_order_lose_nothing_and_double_nothing(
    outbox: Outbox, seed: int
) -> None:
    random, ring, pressed = Random(seed), PressRing("pad-1", "b"), 0
    while pressed < 100 or len(ring):
        if pressed < 100 and len(ring) < 60:
            pressed = ring.press(pressed % 3 + 1, 0)
        sent = [frame for frame in ring.frames(0, 8) if random.random() < 0.7]
        random.shuffle(sent)
        for ack in outbox.take(sent, NOW, no_ticket):
            if random.random() < 0.7:
                ring.acknowledge(ack.boot, ack.seq)
    assert drain(outbox) == [("b", seq, (seq - 1) % 3 + 1) for seq in range(1, 101)]


def test_a_press_without_a_time_waits_like_all_and_names_no_ticket(outbox: Outbox) -> None:
    outbox.take([press(1)], NOW, lambda at: "t1", dated=False)
    outbox.take([press(2)], NOW, lambda at: "t1")
    first = outbox.first_waiting()
    assert first is not None and (first.undated, first.ticket) == (True, None)
    outbox.settle(first.id, NOW)
    second = outbox.first_waiting()
    assert second is not None and (second.undated, second.ticket) == (False, "t1")
