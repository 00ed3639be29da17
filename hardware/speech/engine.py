"""What a voice engine is, and how it fails."""

from __future__ import annotations

from typing import Protocol

from hardware.speech.sound import Sound
from hardware.speech.utterance import Utterance


class EngineError(Exception):
    """The engine could not say this; another one may."""


class Engine(Protocol):
    """Turns an utterance into sound at RATE_HZ, without silence at its ends."""

    @property
    def version(self) -> str:
        """Changes whenever the same utterance would sound different."""

    def can_say(self, utterance: Utterance) -> bool:
        """Whether `say` is worth trying; quick and without I/O."""

    def say(self, utterance: Utterance, deadline_s: float) -> Sound:
        """The sound, within ``deadline_s`` seconds. Raises EngineError."""

    def close(self) -> None:
        """Let go of what it holds."""
