"""What a full store costs: the same requests on an empty and on a full one, in turns."""

from dataclasses import dataclass

from load_figures import Figure
from load_server import Floor
from load_throughput import CLIENTS, Requests, Say, latency_ratio, load, requests_of
from load_worker import Result


@dataclass(slots=True)
class _Side:
    floor: Floor
    requests: Requests
    issues: list[Result]
    calls: list[Result]

    def turn(self, seconds: float, clients: int) -> None:
        port = self.floor.port
        self.issues.append(load(port, self.requests.issue, clients=clients, seconds=seconds))
        count = max(1, len(self.issues[-1].latencies) // 2)
        self.calls.append(load(port, self.requests.call, clients=clients, count=count))


def measure_growth(
    empty: Floor, full: Floor, tickets: int, seconds: float, pairs: int, say: Say
) -> list[Figure]:
    """Latency on the full store as a ratio to the empty one; both servers must be running."""
    figures = []
    for clients in (1, CLIENTS):
        sides = [_Side(f, requests_of(f), [], []) for f in (empty, full)]
        for side in sides:
            side.turn(seconds / 2, clients)  # warm
            side.issues.clear()
            side.calls.clear()
        for pair in range(pairs):
            # Whoever goes first alternates, so that neither always follows the other's commits.
            for side in sides if pair % 2 == 0 else reversed(sides):
                side.turn(seconds, clients)
            say(f"pair {pair + 1}/{pairs} with {clients} client(s)")
        figures += _figures(sides[0], sides[1], clients, tickets)
    return figures


def _figures(empty: _Side, full: _Side, clients: int, tickets: int) -> list[Figure]:
    found = []
    kinds = (("issue", full.issues, empty.issues), ("call", full.calls, empty.calls))
    for name, ours, theirs in kinds:
        for share, target in ((0.5, "≤ 1.20"), (0.99, "")):
            spread, middle = latency_ratio(ours, theirs, share)
            label = f"{name}, {clients} client(s), p{share * 100:.0f}: {tickets} tickets / empty"
            found.append(Figure(label, str(spread), target, f"{middle:.2f} ms"))
    return found
