"""Alerts in managers' browsers while the page is closed: Web Push. Blocks: native threads."""

import time
from collections.abc import Callable

from ..clock import now_ms
from ..push.sending import Push, Result, Sender
from .parcel import Again, Parcel, Undeliverable

LASTS_S = 1_800
"""Seconds a push service keeps an alert for a browser that is away."""


def browser_sender(sender: Sender) -> Callable[[Parcel], None]:
    """What pushes a parcel with the installation's key. Raises ``Again`` or ``Undeliverable``."""

    def send(parcel: Parcel) -> None:
        result = sender.send(_push(parcel), now_ms() // 1000)
        if result is Result.AGAIN:
            raise Again("the push service is busy or away")
        if result is not Result.SENT:
            raise Undeliverable(f"the push service says {result.value}")

    return send


def _push(parcel: Parcel) -> Push:
    assert parcel.browser is not None
    language, words = parcel.browser["language"], parcel.words
    about = str(parcel.told.get("id", parcel.id))
    return Push(
        ticket="",
        endpoint=parcel.browser["endpoint"],
        p256dh=parcel.browser["p256dh"],
        auth=parcel.browser["auth"],
        payload={
            "kind": "alert",
            "lang": language,
            "title": words["text"][language],
            "body": words["todo"][language],
            "grave": bool(parcel.told.get("grave")),
            "tag": about,
        },
        until=time.monotonic() + LASTS_S,
        lasts_s=LASTS_S,
        topic=f"alert-{about[-12:]}",
    )
