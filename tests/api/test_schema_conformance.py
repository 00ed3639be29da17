"""Every operation of the OpenAPI document, asked with what it allows and what it does not.

The long form of the same walk is ``tests/bench/conformance.py``.
"""

from collections.abc import Iterator

import pytest
from schema_walk import NOBODY, Walk, may

SEED = 20_261


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    opened = Walk.open(tmp_path_factory.mktemp("data"))
    yield opened
    opened.close()


def test_no_answer_is_a_server_error_or_undocumented(walk: Walk) -> None:
    """Each operation as one role that may call it, in turn, and as nobody."""
    faults = []
    for place, operation in enumerate(walk.operations()):
        roles = may(operation)
        asking = {roles[place % len(roles)], NOBODY}
        for role in sorted(asking):
            faults += walk.walk(role, operation, 1, SEED)
    assert not faults, "\n\n".join(map(str, faults))
    assert walk.asked > 300
    assert walk.statuses[200] > 20
