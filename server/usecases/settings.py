"""A centre's settings: rules and bounds, each with a default; never constants in the code."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from ..core.calling import Rules
from ..core.satisfaction import RatingRules


@dataclass(frozen=True, slots=True)
class Settings:
    """What a centre may set. ``scale`` is the number of keys on its rating terminals."""

    calling: Rules = field(default_factory=Rules)
    rating: RatingRules = field(default_factory=RatingRules)
    scale: int = 3


def load(text: str) -> Settings:
    """Settings from their stored JSON; what is missing takes its default."""
    raw: dict[str, Any] = json.loads(text)
    return Settings(
        calling=Rules(**raw.get("calling", {})),
        rating=RatingRules(**raw.get("rating", {})),
        scale=raw.get("scale", 3),
    )


def dump(settings: Settings) -> str:
    return json.dumps(asdict(settings))
