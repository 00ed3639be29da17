"""A centre's settings."""

from dataclasses import replace

from server.core.calling import Rules
from server.core.satisfaction import RatingRules
from server.usecases.settings import Settings, dump, load


def test_settings_come_back_as_they_were_kept() -> None:
    kept = Settings(Rules(ratio=5, longest_wait_s=60, max_calls=9), RatingRules(7, 3), scale=4)
    assert load(dump(kept)) == kept


def test_what_is_missing_takes_its_default() -> None:
    assert load("{}") == Settings()
    some = load('{"calling": {"ratio": 4}, "scale": 2}')
    assert some == replace(Settings(), calling=replace(Rules(), ratio=4), scale=2)
