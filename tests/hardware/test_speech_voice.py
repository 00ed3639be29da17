from __future__ import annotations

import logging
from itertools import pairwise
from pathlib import Path

import pytest
from postgres import required
from voice_listening import listen
from voice_pack import recording, tone, write_pack

from hardware.speech.building import build_voice
from hardware.speech.cache import SoundCache
from hardware.speech.chime import LENGTH_S
from hardware.speech.clip_engine import ClipEngine
from hardware.speech.engine import EngineError
from hardware.speech.espeak import espeak_engine
from hardware.speech.pack import read_pack
from hardware.speech.sound import Sound, silence, wav_bytes
from hardware.speech.utterance import Utterance
from hardware.speech.voice import (
    AFTER_CHIME_S,
    BEFORE_REPEAT_S,
    BETWEEN_LANGUAGES_S,
    Voice,
)
from hardware.speech.words import WordsError

CALLS = [
    *(("A012", 3), ("H001", 12), ("K999", 21), ("M104", 24), ("O555", 105)),
    *(("Q015", 15), ("R240", 1), ("1002", 4), ("X365", 2001), ("S4321", 25)),
]


class Counting:
    """An engine that says each word as a tone of a tenth of a second, and counts."""

    def __init__(self, version: str = "1", *, broken: bool = False) -> None:
        self.version = version
        self.asked: list[str] = []
        self._broken = broken

    def can_say(self, utterance: Utterance) -> bool:
        return utterance.accent in ("north", "south")

    def say(self, utterance: Utterance, deadline_s: float) -> Sound:
        self.asked.append(utterance.text)
        if self._broken:
            raise EngineError("broken")
        return Sound(tone(440, 0.1 * len(utterance.text.split()), rate=22_050))

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def spoken() -> Voice:
    engine = espeak_engine()
    if engine is None and not required():
        pytest.skip("the optional voice is not installed")
    assert engine is not None
    return Voice([engine])


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Voice:
    return Voice([ClipEngine(read_pack(write_pack(tmp_path_factory.mktemp("pack"))))])


@pytest.mark.parametrize("kind", ["spoken", "recorded"])
def test_ten_calls_are_heard_whole_clear_and_apart(
    kind: str, request: pytest.FixtureRequest
) -> None:
    voice: Voice = request.getfixturevalue(kind)
    for ticket, counter in CALLS:
        heard = listen(voice.say_call(ticket, counter, repeat=2))
        assert 0.2 < heard.peak < 0.95, ticket
        assert 5 < heard.seconds < 30, ticket
        begin_s = LENGTH_S + AFTER_CHIME_S
        chime, first, second = heard.blocks(AFTER_CHIME_S)
        assert chime[1] <= LENGTH_S
        assert first[0] >= begin_s - 0.01
        assert second[0] - first[1] >= BEFORE_REPEAT_S
        assert first[1] - first[0] == pytest.approx(second[1] - second[0], abs=0.03)
        assert heard.seconds - second[1] < 0.1
        assert 2.0 < first[1] - first[0] < 10.0, ticket


def test_english_follows_vietnamese_in_every_repeat() -> None:
    class Both(Counting):
        def can_say(self, utterance: Utterance) -> bool:
            return True

    engine = Both()
    heard = listen(Voice([engine]).say_call("A012", 3, ("north", "en"), repeat=2))
    assert engine.asked == [
        "Xin mời công dân có số thứ tự A, không, một, hai, đến quầy số ba",
        "Ticket A, zero, one, two, please go to counter three",
    ]
    _chime, *said = heard.blocks(0.3)
    lengths = [round(end - begin, 1) for begin, end in said]
    assert lengths == [1.6, 1.0, 1.6, 1.0]
    gaps = [b[0] - a[1] for a, b in pairwise(said)]
    assert gaps == pytest.approx(
        [BETWEEN_LANGUAGES_S, BEFORE_REPEAT_S, BETWEEN_LANGUAGES_S], abs=0.03
    )


def test_a_sentence_is_made_once() -> None:
    engine = Counting()
    voice = Voice([engine])
    first = voice.say_call("A012", 3, repeat=1)
    assert voice.say_call("A012", 3, repeat=1) == first
    voice.say_call("A012", 3, repeat=3)
    assert len(engine.asked) == 1
    voice.say_call("A012", 3, ("south",))
    voice.say_call("A012", 4)
    assert len(engine.asked) == 3


def test_what_was_said_before_a_restart_is_still_known(tmp_path: Path) -> None:
    Voice([Counting()], SoundCache(tmp_path)).say_call("A012", 3)
    again, other = Counting(), Counting("2")
    assert Voice([again], SoundCache(tmp_path)).say_number("A012") is not None
    Voice([again], SoundCache(tmp_path)).say_call("A012", 3)
    assert len(again.asked) == 1
    Voice([other], SoundCache(tmp_path)).say_call("A012", 3)
    assert len(other.asked) == 1, "another voice must not answer with the old one's sound"


def test_a_damaged_file_of_the_cache_is_made_anew(tmp_path: Path) -> None:
    Voice([Counting()], SoundCache(tmp_path)).say_call("A012", 3)
    for file in tmp_path.iterdir():
        file.write_bytes(b"RIFF")
    engine = Counting()
    Voice([engine], SoundCache(tmp_path)).say_call("A012", 3)
    assert len(engine.asked) == 1


def test_the_cache_stays_within_its_bounds(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path, memory_bytes=250_000, disk_bytes=450_000)
    for n in range(20):
        cache.put(str(n), "north", "1", silence(1.0))  # 44,100 bytes each
    on_disk = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert 350_000 < on_disk <= 450_000
    assert cache.get("19", "north", "1") is not None
    assert cache.get("0", "north", "1") is None


def test_a_cache_that_cannot_be_written_costs_no_call(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert Voice([Counting()], SoundCache(blocked / "cache")).say_number("A012") is not None


def test_the_next_engine_speaks_when_the_first_cannot(caplog: pytest.LogCaptureFixture) -> None:
    broken, good = Counting("broken", broken=True), Counting("good")
    with caplog.at_level(logging.WARNING):
        heard = listen(Voice([broken, good]).say_call("A012", 3, repeat=1))
    assert (len(broken.asked), len(good.asked)) == (1, 1)
    assert len(heard.blocks(0.3)) == 2
    assert "could not speak" in caplog.text


def test_with_no_engine_there_is_the_chime_alone() -> None:
    voice = Voice([])
    assert not voice.speaks
    heard = listen(voice.say_call("A012", 3, repeat=3))
    assert heard.seconds == pytest.approx(LENGTH_S)
    assert voice.say_number("A012") is None


def test_an_accent_nobody_speaks_is_left_out_of_the_call() -> None:
    voice = Voice([Counting()])
    with_english = voice.say_call("A012", 3, ("north", "en"))
    assert with_english == voice.say_call("A012", 3, ("north",))
    assert voice.say_number("A012", "en") is None


def test_an_engine_too_loud_is_brought_down() -> None:
    class Loud(Counting):
        def say(self, utterance: Utterance, deadline_s: float) -> Sound:
            return Sound(tone(440, 0.5, 1.0, 22_050))

    assert listen(Voice([Loud()]).say_call("A012", 3)).peak < 0.95


def test_wrong_calls_are_refused() -> None:
    voice = Voice([Counting()])
    for ask in (
        lambda: voice.say_call("A 012", 3),
        lambda: voice.say_call("A012", 0),
        lambda: voice.say_call("A012", 3, ("fr",)),
        lambda: voice.say_number("?"),
    ):
        with pytest.raises(WordsError):
            ask()
    for repeat in (0, 6):
        with pytest.raises(ValueError):
            voice.say_call("A012", 3, repeat=repeat)


def test_the_pack_of_this_machine_comes_first_with_its_own_chime(tmp_path: Path) -> None:
    own = recording(tone(700, 0.8))
    folder = write_pack(tmp_path / "pack", chime=own)
    voice = build_voice([folder, tmp_path / "nothing"], tmp_path / "cache")
    heard = listen(voice.say_call("A012", 3, repeat=1))
    (begin, end), sentence = heard.blocks(AFTER_CHIME_S)
    assert end - begin == pytest.approx(0.8, abs=0.05)
    assert heard.part(begin, end).tone_hz() == pytest.approx(700, rel=0.03)
    assert sentence[1] - sentence[0] == pytest.approx(7 * 0.34 + 5 * 0.28, abs=0.4)


def test_the_number_on_the_kiosk_is_said_without_a_chime(spoken: Voice) -> None:
    wav = spoken.say_number("A012")
    assert wav is not None
    heard = listen(wav)
    assert heard.blocks(0.3)[0][0] < 0.1
    assert 2 < heard.seconds < 6
    assert wav != wav_bytes(silence(heard.seconds))
