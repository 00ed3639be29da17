"""Several forecasting processes on one store: each centre has one, and dead ones are replaced."""

from collections import Counter

from fixture_types import MakeStore

from server.forecast import shares
from server.forecast.shares import Shares, chosen
from server.store import leases


def test_every_centre_has_exactly_one_and_few_move_when_one_comes() -> None:
    centres = [f"c{n}" for n in range(300)]
    two, three = ["a", "b"], ["a", "b", "c"]
    before = {centre: chosen(two, centre) for centre in centres}
    after = {centre: chosen(three, centre) for centre in centres}
    assert all(share > 60 for share in Counter(after.values()).values())
    moved = [centre for centre in centres if before[centre] != after[centre]]
    assert moved and all(after[centre] == "c" for centre in moved)


def test_they_find_each_other_through_the_store(make_store: MakeStore) -> None:
    one, two = Shares(make_store()), Shares(make_store())
    assert one.beat() is False
    assert one.is_ours("c1")
    assert two.beat() is True
    one._beat_at = 0.0
    assert one.beat() is True
    assert [one.is_ours(c) for c in ("c1", "c2", "c3")] == [
        not two.is_ours(c) for c in ("c1", "c2", "c3")
    ]


def test_a_silent_one_loses_its_part(make_store: MakeStore) -> None:
    store = make_store()
    one = Shares(store)
    gone = shares.PREFIX + "gone"
    store.write(lambda s: leases.claim(s, gone, gone, 0, 1))
    assert one.beat() is False and one.is_ours("any")


def test_a_lease_is_held_by_one_until_it_runs_out(make_store: MakeStore) -> None:
    store = make_store()

    def claim(owner: str, now: int) -> bool:
        return store.write(lambda s: leases.claim(s, "nightly", owner, now, now + 100))

    assert claim("a", 0) and not claim("b", 50) and claim("a", 60)
    assert not claim("b", 159) and claim("b", 160)
    assert not claim("a", 170)
    assert store.write(lambda s: leases.forget(s, 300)) == 1
