"""A bad line between pad and host, from a seeded generator so that a failure can be repeated."""

from dataclasses import dataclass, field
from random import Random


@dataclass
class LineNoise:
    """Each line is spoilt, or cut short, or an acknowledgement lost, with these probabilities."""

    spoilt: float = 0.0
    cut: float = 0.0
    lost_acks: float = 0.0
    seed: int = 0
    random: Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def on_line(self, line: bytes) -> bytes:
        """What arrives of `line`."""
        if self.random.random() < self.spoilt:
            line = self._spoil(line)
        if self.random.random() < self.cut:
            line = line[: self.random.randrange(len(line))]
        return line

    def loses_ack(self) -> bool:
        return self.random.random() < self.lost_acks

    def _spoil(self, line: bytes) -> bytes:
        at = self.random.randrange(len(line))
        wrong = self.random.randbytes(self.random.randint(1, 3))
        return line[:at] + wrong + line[at + self.random.randint(0, 2) :]
