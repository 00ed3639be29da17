"""Passwords that are hashed at next to no cost; ``test_secrets`` shows what they cost in truth."""

import pytest
from argon2 import PasswordHasher

from server.usecases import secrets

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes of today's kind, made in a hundredth of the time."""
    monkeypatch.setattr(secrets, "_HASHER", QUICK)
    monkeypatch.setattr(secrets, "_NOBODY", QUICK.hash("nobody"))
