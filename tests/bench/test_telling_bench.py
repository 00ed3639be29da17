"""The bench of departments' messages works, and what it says of a small run holds."""

from dossier_sync import traffic
from load_telling import compare, in_order, problems_of, shuffled, told
from stores import add_centre

from server.store.base import Store


def test_messages_are_measured_against_a_bare_insert(store: Store) -> None:
    add_centre(store)
    found = compare(store, traffic(1_200), 1_200, rounds=2)
    print(told(found))
    assert found.reported == found.malformed > 0
    assert found.ratio > 0.02


def test_shuffled_and_repeated_everything_ends_as_in_order_once(store: Store) -> None:
    add_centre(store)
    sent = traffic(1_200)
    once, often = in_order(store, sent, 500), shuffled(store, sent, 700)
    for name in ("dossiers", "messages", "conflicts", "report", "lag"):
        assert getattr(once, name) == getattr(often, name), name
    assert often.problems == problems_of(sent.deliveries)
    assert len(often.problems) == sent.bad
    assert once.lag["dossiers"] == len(sent.codes)
