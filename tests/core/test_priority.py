"""Priority classes and their lanes."""

from server.core.model import Lane
from server.core.priority import CLASSES, NONE, lane_of


def test_every_class_but_none_goes_to_the_priority_lane() -> None:
    assert CLASSES[0] == NONE
    lanes = {code: lane_of(code) for code in CLASSES}
    assert lanes.pop(NONE) is Lane.NORMAL
    assert set(lanes.values()) == {Lane.PRIORITY}
