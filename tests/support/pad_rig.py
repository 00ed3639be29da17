"""A pad agent in this process, its folder, and how it is started again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pad_server import TOKEN

from rating_terminal.agent import PadAgent, pad_port

DEADLINE_S = 10.0


@contextmanager
def running_agent(
    server_url: str, port_url: str, data: Path, scale: int = 3, token: str = TOKEN
) -> Iterator[PadAgent]:
    agent = PadAgent(server_url, token, pad_port(port_url), data, scale)
    agent.start()
    try:
        yield agent
    finally:
        agent.close()
