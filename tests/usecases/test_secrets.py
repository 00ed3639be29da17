"""Secrets: what is given out and what is kept."""

import pytest

from server.usecases import secrets
from server.usecases.secrets import check_password, digest, hash_password, is_outdated, new_secret


@pytest.fixture(autouse=True)
def quick_passwords() -> None:
    """Here they cost what they cost."""


def test_a_secret_has_256_bits_and_is_never_what_is_stored() -> None:
    one, other = new_secret(), new_secret()
    assert one != other
    assert len(one) == len("mc_") + 43
    assert one not in digest(one)
    assert digest(one) != digest(other)
    assert digest(one) == digest(one)


def test_a_password_is_checked_against_its_hash_only() -> None:
    stored = hash_password("mật khẩu dài")
    assert "mật" not in stored
    # 64 MiB and three passes, well above what OWASP asks for.
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert check_password(stored, "mật khẩu dài")
    assert not check_password(stored, "mật khẩu dai")


def test_nobody_has_no_password_and_a_broken_hash_matches_nothing() -> None:
    assert not check_password(None, "whatever")
    # It took as long as with a password, having the same parameters.
    assert not is_outdated(secrets._NOBODY)
    assert not check_password("", "whatever")
    assert not check_password("$argon2id$broken", "whatever")
