"""A phone asks to be told when a dossier is answered."""

from ..core.dossiers import DONE, DossierState
from ..core.errors import NotFound, WrongState
from ..store import dossiers, result_phones
from .change import Change
from .push import MOST_PHONES, Phone


def tell_of_result(change: Change, code: str, phone: Phone) -> None:
    """Tell this phone once the dossier is answered. Raises ``NotFound``, and ``WrongState`` when it
    has been: whoever asks then has just read so on the page."""
    row = dossiers.get(change.session, change.centre.id, code)
    if row is None:
        raise NotFound(field="code")
    if DossierState(row["state"]) in DONE:
        raise WrongState(state=row["state"], action="subscribe")
    result_phones.add(
        change.session,
        centre=change.centre.id,
        dossier=code,
        endpoint=phone.endpoint,
        p256dh=phone.p256dh,
        auth=phone.auth,
        language=phone.language,
        now=change.now,
    )
    result_phones.keep_newest(change.session, change.centre.id, code, MOST_PHONES)


def forget_result_phone(change: Change, code: str, endpoint: str) -> None:
    """Tell this phone no more. May be repeated."""
    result_phones.remove(change.session, change.centre.id, code, endpoint)
