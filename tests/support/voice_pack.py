"""A recorded voice pack without a speaker: each clip is a pure tone of its own."""

from __future__ import annotations

import io
import json
import math
import wave
from array import array
from pathlib import Path

from hardware.speech.utterance import clip_words

FIRST_HZ, STEP_HZ = 300.0, 25.0
CLIP_S = 0.3


def clip_hz(clip: str, accent: str = "north") -> float:
    """The tone that stands for a clip."""
    return FIRST_HZ + STEP_HZ * sorted(clip_words(accent)).index(clip)


def tone(hz: float, seconds: float = CLIP_S, level: float = 0.3, rate: int = 44_100) -> array[int]:
    return array(
        "h",
        (
            round(level * 32767 * math.sin(2 * math.pi * hz * at / rate))
            for at in range(round(seconds * rate))
        ),
    )


def recording(samples: array[int], rate: int = 44_100, channels: int = 1, width: int = 2) -> bytes:
    """A WAV file with a breath of silence before and after, as people record."""
    breath = array("h", bytes(2 * channels * (rate // 5)))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes((breath + samples + breath).tobytes())
    return file.getvalue()


def write_pack(folder: Path, accent: str = "north", rate: int = 44_100, **extra: bytes) -> Path:
    """A whole pack; ``extra`` replaces or adds clips (``_`` in a name stands for ``-``)."""
    folder.mkdir(parents=True, exist_ok=True)
    clips = {
        clip: recording(tone(clip_hz(clip, accent), rate=rate), rate) for clip in clip_words(accent)
    }
    clips |= {clip.replace("_", "-"): data for clip, data in extra.items()}
    for clip, data in clips.items():
        (folder / f"{clip}.wav").write_bytes(data)
    write_manifest(folder, accent, {clip: f"{clip}.wav" for clip in clips})
    return folder


def write_manifest(folder: Path, accent: str, clips: dict[str, str]) -> None:
    told = {"format": 1, "name": "Tones", "accent": accent, "clips": clips}
    (folder / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
