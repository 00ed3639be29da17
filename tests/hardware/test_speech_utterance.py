import pytest

from hardware.speech.utterance import (
    PAUSE,
    call_utterance,
    clip_words,
    needed_clips,
    number_utterance,
)
from hardware.speech.words import ACCENTS, LETTERS


def read_out(clips: tuple[str, ...], accent: str) -> str:
    """What a listener hears of the clips, commas where pauses are."""
    words = clip_words(accent)
    return " ".join("," if clip == PAUSE else words[clip] for clip in clips)


@pytest.mark.parametrize("accent", ACCENTS)
def test_clips_say_the_same_as_the_sentence(accent: str) -> None:
    for counter in range(1, 10_000):
        said = call_utterance("A012", counter, accent)
        heard = read_out(said.clips, accent).replace(" ,", ",")
        assert heard == said.text.replace("-", " "), counter


@pytest.mark.parametrize("accent", ACCENTS)
def test_every_letter_and_the_drawn_number_have_clips(accent: str) -> None:
    for letter in LETTERS:
        said = number_utterance(f"{letter}985", accent)
        assert read_out(said.clips, accent).replace(" ,", ",") == said.text


@pytest.mark.parametrize("accent", ACCENTS)
def test_the_needed_clips_are_enough_for_all_calls_of_these_letters(accent: str) -> None:
    needed = set(needed_clips(accent, "AK")) | {PAUSE}
    for letter in "AK":
        for counter in range(1, 10_000):
            assert needed >= set(call_utterance(f"{letter}345", counter, accent).clips)
        assert needed >= set(number_utterance(f"{letter}678", accent).clips)
    assert "letter-b" not in needed


def test_a_vietnamese_pack_is_about_45_clips_at_most() -> None:
    assert len(needed_clips("north")) == 30
    assert len(needed_clips("north", "ABCDEFGHIJKLMNOPQRSTUVWXYZĐ")) <= 48


def test_no_two_clips_of_an_accent_are_the_same_words() -> None:
    for accent in ACCENTS:
        words = [word.casefold() for word in clip_words(accent).values()]
        assert len(words) == len(set(words)), accent


def test_pauses_stand_where_the_commas_are() -> None:
    said = call_utterance("A012", 21, "north")
    assert said.clips == (
        *("call", "letter-a", PAUSE, "0", PAUSE, "1", PAUSE, "2", PAUSE),
        *("to-counter", "2", "tens", "1-after-tens"),
    )
