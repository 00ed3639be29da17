import io
import wave
from array import array
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from voice_listening import Heard, listen
from voice_pack import recording, tone

from hardware.speech.chime import chime
from hardware.speech.resampling import resampled
from hardware.speech.sound import (
    PEAK,
    RATE_HZ,
    NotPlainWav,
    Sound,
    faded,
    joined,
    levelled,
    loudness,
    read_wav,
    silence,
    trimmed,
    wav_bytes,
    within_peak,
)


@given(st.lists(st.integers(-32768, 32767), min_size=1, max_size=500))
def test_a_file_gives_back_the_samples_written(samples: list[int]) -> None:
    sound = Sound(array("h", samples))
    assert read_wav(wav_bytes(sound)) == sound
    assert list(listen(wav_bytes(sound)).samples) == samples


def test_two_channels_become_their_mean() -> None:
    pairs = array("h", [100, 300, -200, -400])
    assert list(read_wav(recording(pairs, channels=2)).samples).count(200) == 1
    assert list(read_wav(recording(pairs, channels=2)).samples).count(-300) == 1


@pytest.mark.parametrize("data", [b"", b"RIFF", b"nothing at all", recording(tone(440))[:30]])
def test_what_is_no_wav_is_refused(data: bytes) -> None:
    with pytest.raises(NotPlainWav):
        read_wav(data)


def test_eight_bit_files_are_refused() -> None:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 1, 22_050, 0, "NONE", "NONE"))
        out.writeframes(bytes(1000))
    with pytest.raises(NotPlainWav):
        read_wav(file.getvalue())


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000, 96_000])
def test_another_rate_keeps_tone_length_and_loudness(rate: int) -> None:
    before = Sound(tone(440, 0.5, rate=rate), rate)
    after = resampled(before, RATE_HZ)
    assert after.rate == RATE_HZ
    assert after.seconds == pytest.approx(0.5, abs=0.001)
    assert Heard(after.rate, after.samples).tone_hz() == pytest.approx(440, rel=0.02)
    assert loudness(after) == pytest.approx(loudness(before), rel=0.05)


def test_a_tone_too_high_for_the_new_rate_is_gone_and_not_folded_back() -> None:
    too_high = Sound(tone(16_000, 0.3, rate=48_000), 48_000)
    inner = resampled(too_high, RATE_HZ).samples[500:-500]
    assert max(map(abs, inner)) < 0.02 * 0.3 * 32768


@settings(max_examples=30)
@given(st.integers(0, 8000), st.integers(0, 8000))
def test_trimming_takes_the_silence_and_nothing_of_the_sound(before: int, after: int) -> None:
    sound = tone(440, 0.2, rate=RATE_HZ)
    padded = Sound(array("h", bytes(2 * before)) + sound + array("h", bytes(2 * after)))
    kept = trimmed(padded, keep_s=0.0)
    assert 0 <= len(kept.samples) - len(sound) <= 2 * 441
    assert max(kept.samples) == max(sound)


def test_silence_trims_to_nothing() -> None:
    assert trimmed(silence(1.0)).seconds == 0.0
    assert loudness(silence(1.0)) == 0.0
    assert levelled(silence(0.1), 0.1).peak == 0.0


@given(st.floats(0.01, 0.99), st.floats(0.02, 0.5))
def test_levelling_reaches_the_loudness_without_passing_the_peak(
    level: float, target: float
) -> None:
    brought = levelled(Sound(tone(440, 0.1, level, RATE_HZ)), target)
    assert brought.peak <= PEAK + 0.001
    assert loudness(brought) == pytest.approx(min(target, PEAK / 2**0.5), rel=0.02)


def test_only_what_is_too_loud_is_made_quieter() -> None:
    loud, quiet = Sound(tone(440, level=1.0)), Sound(tone(440, level=0.2))
    assert within_peak(loud).peak < 0.95
    assert within_peak(quiet) is quiet


def test_soft_ends_leave_no_click() -> None:
    loud = Sound(array("h", [20_000] * 2000))
    joint = joined([silence(0.1), faded(loud), silence(0.1)])
    steps = [abs(a - b) for a, b in pairwise(joint.samples)]
    assert max(steps) < 1000


def test_sounds_of_different_rates_are_not_joined() -> None:
    with pytest.raises(ValueError):
        joined([silence(0.1, 8000)])


def test_the_chime_is_two_falling_tones_that_end_in_silence() -> None:
    heard = listen(wav_bytes(chime()))
    assert 1.0 < heard.seconds < 2.0
    assert 0.3 < heard.peak < 0.6
    assert heard.part(0.1, 0.4).tone_hz() == pytest.approx(659, rel=0.05)
    assert heard.part(1.1, 1.4).tone_hz() == pytest.approx(523, rel=0.05)
    assert heard.part(1.49, 1.5).peak < 0.01
