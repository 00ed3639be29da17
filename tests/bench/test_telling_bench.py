"""The bench of departments' messages works."""

from dossier_sync import traffic
from load_telling import compare, told
from stores import add_centre

from server.store.base import Store


def test_messages_are_measured_against_a_bare_insert(store: Store) -> None:
    add_centre(store)
    found = compare(store, traffic(1_200), 1_200, rounds=2)
    print(told(found))
    assert found.reported == found.malformed > 0
    assert found.ratio > 0.02
