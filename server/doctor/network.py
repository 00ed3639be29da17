"""What the server speaks with: its own port, and Redis where several processes share one store."""

import json
import urllib.error
import urllib.request
from contextlib import closing
from socket import create_connection

import redis

from ..backup.presence import is_held
from ..config import Config
from .findings import Findings, advice, well, wrong

DEADLINE_S = 5.0


def examine(config: Config) -> Findings:
    yield from port(config)
    if config.redis is not None:
        yield from bus(config.redis)


def port(config: Config) -> Findings:
    """The server's own port: answered well, by somebody else, or free as it should be."""
    running = is_held(config.data)
    try:
        with urllib.request.urlopen(
            f"http://{config.host}:{config.port}/healthz", timeout=DEADLINE_S
        ) as answer:
            told = json.loads(answer.read(4_096))
            ours = isinstance(told, dict) and told.get("status") == "ok"
    except urllib.error.HTTPError as error:
        yield wrong("server.unwell", port=config.port, reason=f"HTTP {error.code}")
        return
    except (OSError, ValueError):
        ours = False
    if ours:
        yield well("server.well", port=config.port)
    elif _taken(config):
        yield wrong("port.taken", port=config.port)
    elif running:
        yield advice("server.elsewhere", port=config.port)
    else:
        yield advice("server.stopped")


def _taken(config: Config) -> bool:
    try:
        with closing(create_connection((config.host, config.port), DEADLINE_S)):
            return True
    except OSError:
        return False


def bus(url: str) -> Findings:
    client = redis.Redis.from_url(url, socket_connect_timeout=DEADLINE_S, socket_timeout=DEADLINE_S)
    try:
        client.ping()
        yield well("redis.well")
    except (redis.RedisError, OSError) as error:
        yield wrong("redis.away", reason=error)
    finally:
        client.close()
