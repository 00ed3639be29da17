from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from postgres import required
from voice_listening import listen

from hardware.speech.engine import EngineError
from hardware.speech.espeak import EspeakEngine, espeak_engine
from hardware.speech.sound import RATE_HZ, wav_bytes
from hardware.speech.utterance import call_utterance
from hardware.speech.words import ACCENTS, LETTERS, letter_words

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def espeak() -> EspeakEngine:
    engine = espeak_engine()
    if engine is None and not required():
        pytest.skip("the optional voice is not installed")
    assert engine is not None
    return engine


@pytest.mark.parametrize("accent", ACCENTS)
def test_a_call_is_spoken_without_clipping_and_without_silent_ends(
    espeak: EspeakEngine, accent: str
) -> None:
    heard = listen(wav_bytes(espeak.say(call_utterance("A012", 3, accent), 5.0)))
    assert heard.rate == RATE_HZ
    assert 3.0 < heard.seconds < 10.0
    assert 0.2 < heard.peak < 0.95
    first, last = heard.blocks(1.0)[0][0], heard.blocks(1.0)[-1][1]
    assert first < 0.1
    assert heard.seconds - last < 0.1


@pytest.mark.parametrize("accent", ACCENTS)
def test_there_is_a_pause_at_each_comma(espeak: EspeakEngine, accent: str) -> None:
    said = call_utterance("A012", 3, accent)
    heard = listen(wav_bytes(espeak.say(said, 5.0)))
    assert len(heard.blocks(0.22)) == said.text.count(",") + 1


def test_the_accents_sound_different(espeak: EspeakEngine) -> None:
    lengths = {
        espeak.speak("một, hai, ba, mười lăm", accent, 5.0).seconds
        for accent in ("north", "central", "south")
    }
    assert len(lengths) == 3


@pytest.mark.parametrize("accent", ACCENTS)
def test_every_letter_is_heard(espeak: EspeakEngine, accent: str) -> None:
    for letter in LETTERS:
        assert espeak.speak(letter_words(letter, accent), accent, 5.0).seconds > 0.12, letter


def test_many_threads_get_each_its_own_sentence(espeak: EspeakEngine) -> None:
    texts = ["một", "một, hai", "một, hai, ba", "một, hai, ba, bốn"]
    alone = [espeak.speak(text, "north", 5.0).seconds for text in texts]
    with ThreadPoolExecutor(4) as threads:
        jobs = [
            (at, threads.submit(espeak.speak, texts[at], "north", 30.0)) for at in [0, 1, 2, 3] * 6
        ]
        for at, job in jobs:
            assert job.result(60).seconds == pytest.approx(alone[at], abs=0.1)


def test_a_deadline_that_has_passed_ends_the_speaking(espeak: EspeakEngine) -> None:
    with pytest.raises(EngineError):
        espeak.say(call_utterance("A012", 3, "north"), 0.0)
    assert espeak.say(call_utterance("A012", 3, "north"), 5.0).seconds > 3


@pytest.mark.parametrize(("text", "accent"), [("", "north"), ("a" * 501, "en"), ("một", "fr")])
def test_what_it_cannot_say_is_refused(espeak: EspeakEngine, text: str, accent: str) -> None:
    with pytest.raises(EngineError):
        espeak.speak(text, accent, 5.0)


def test_the_version_tells_the_chosen_voice(espeak: EspeakEngine) -> None:
    central = espeak_engine({"south": "central"})
    assert central is not None
    assert central.version != espeak.version


def test_without_the_optional_package_there_is_no_engine() -> None:
    code = (
        "import sys; sys.modules['espeakng_loader'] = None\n"
        "from hardware.speech.building import build_voice\n"
        "voice = build_voice()\n"
        "assert not voice.speaks and voice.say_number('A012') is None\n"
        "assert len(voice.say_call('A012', 3)) > 40_000\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
