"""What the demo's command line says."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """`port` 0: any free one. `speed`: simulated seconds a second. `data` None: temporary."""

    port: int
    speed: float
    seed: int
    data: Path | None
    traffic: bool
