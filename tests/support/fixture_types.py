"""Types of the fixtures in ``tests/conftest.py``."""

from collections.abc import Callable

from running import RunningServer

from server.store.base import Store

MakeStore = Callable[[], Store]
RunServer = Callable[..., RunningServer]
