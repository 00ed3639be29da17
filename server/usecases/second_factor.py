"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and codes for when it is lost.

The secret is sealed with the installation's key (see ``vault``). A code is taken once, and the
one before or after it for clocks that differ by up to half a minute.
"""

import hmac
import re
import secrets

import pyotp

from ..core.errors import WrongCode, WrongState
from ..store import totp
from . import audit
from .change import Change
from .secrets import digest
from .vault import Vault

STEP_MS = 30_000
CODES = 10
ISSUER = "Motcua"
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without characters that are taken for one another."""


def begin_totp(change: Change, vault: Vault) -> tuple[str, str]:
    """A new secret, and the address for the QR code. Raises ``WrongState`` when one is in use."""
    person = change.actor.person or ""
    secret = pyotp.random_base32()
    if not totp.begin(change.session, person, vault.seal(secret)):
        raise WrongState(state="on", action="totp")
    return secret, pyotp.TOTP(secret).provisioning_uri(
        name=change.actor.username, issuer_name=ISSUER
    )


def confirm_totp(change: Change, vault: Vault, code: str) -> list[str]:
    """The app shows the right codes: from now on they are asked for. The recovery codes, which
    are shown this once. Raises ``WrongState`` or ``WrongCode``."""
    person = change.actor.person or ""
    row = totp.get(change.session, person)
    if row is None or row["confirmed_at"] is not None:
        raise WrongState(state="on" if row else "off", action="totp")
    _check_app(change, vault.open(row["secret"]), person, code)
    totp.confirm(change.session, person, change.now)
    codes = [_new_code() for _ in range(CODES)]
    totp.set_codes(change.session, person, [_hash(person, code) for code in codes])
    audit.record(change, "totp_on", person)
    return codes


def check_second_factor(change: Change, vault: Vault, person: str, code: str) -> None:
    """Raises ``WrongCode`` unless the code is the app's and fresh, or an unused recovery code."""
    row = totp.get(change.session, person)
    if row is None or row["confirmed_at"] is None:
        return
    text = re.sub(r"[\s-]", "", code).lower()
    if re.fullmatch(r"[0-9]{6}", text):
        _check_app(change, vault.open(row["secret"]), person, text)
    elif not totp.use_code(change.session, person, _hash(person, text), change.now):
        raise WrongCode(field="code")
    else:
        audit.record(change, "recovery_code_used", person)


def remove_totp(change: Change) -> None:
    """Off again; a repeat is harmless."""
    person = change.actor.person or ""
    totp.remove(change.session, person)
    audit.record(change, "totp_off", person)


def _check_app(change: Change, secret: str, person: str, code: str) -> None:
    app, now_step = pyotp.TOTP(secret), change.now // STEP_MS
    for step in (now_step, now_step - 1, now_step + 1):
        if hmac.compare_digest(app.generate_otp(step), code) and totp.use_step(
            change.session, person, step
        ):
            return
    raise WrongCode(field="code")


def _new_code() -> str:
    """Ten characters, 49 random bits."""
    text = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    return f"{text[:5]}-{text[5:]}"


def _hash(person: str, code: str) -> str:
    return digest(f"recovery {person} {code.replace('-', '')}")
