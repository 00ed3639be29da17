"""Stepping back behind whoever asks for something."""

from typing import Any

import gevent


def after_others(longest_s: float) -> None:
    """Wait until nobody else in this process has anything to do, but at most ``longest_s``.

    For work that may come a moment later (views, newcomers) where requests must not wait for it.
    """
    hub: Any = gevent.get_hub()
    watcher = hub.loop.idle()
    try:
        with gevent.Timeout(longest_s, False):
            hub.wait(watcher)
    finally:
        watcher.close()
