import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.speech import WordsError, call_sentence, number_words
from hardware.speech.words import ACCENTS, letter_words, number_sentence, ticket_words

HERE = Path(__file__).parent
VIETNAMESE = ("north", "south")
DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
LETTERS = {
    **{"A": "A", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "E", "F": "ép", "G": "giê"},
    **{"H": "hát", "I": "I", "J": "gi", "K": "ca", "L": "e-lờ", "M": "em-mờ", "N": "en-nờ"},
    **{"O": "O", "P": "pê", "Q": "quy", "R": "e-rờ", "S": "ét-sì", "T": "tê", "U": "U"},
    **{"V": "vê", "W": "vê kép", "X": "ích-xì", "Y": "i dài", "Z": "dét"},
    **{"Ă": "á", "Â": "ớ", "Ê": "Ê", "Ô": "Ô", "Ơ": "Ơ", "Ư": "Ư"},
}


def table() -> list[dict[str, str]]:
    with (HERE / "spoken_numbers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def understood(words: str) -> int:
    """What a listener takes a Vietnamese number for: written from the grammar, not from the code.

    number := [digit nghìn|ngàn] [digit trăm] [linh|lẻ digit | mười [digit] | digit mươi [digit]]
    """
    heard, value = words.split(), 0
    for place, names in ((1000, ("nghìn", "ngàn")), (100, ("trăm",))):
        if len(heard) > 1 and heard[1] in names:
            value += place * DIGITS.index(heard[0])
            heard = heard[2:]
    if heard and heard[0] in ("linh", "lẻ"):
        return value + DIGITS.index(heard[1])
    if heard and heard[0] == "mười":
        return value + 10 + unit(heard[1:], {"lăm": 5})
    if len(heard) > 1 and heard[1] == "mươi":
        return value + 10 * DIGITS.index(heard[0]) + unit(heard[2:], {"mốt": 1, "tư": 4, "lăm": 5})
    return value + unit(heard, {})


def unit(heard: list[str], changed: dict[str, int]) -> int:
    assert len(heard) <= 1
    return 0 if not heard else changed[heard[0]] if heard[0] in changed else DIGITS.index(heard[0])


def test_the_table_is_large_enough_and_holds_every_rule() -> None:
    rows = {int(row["number"]): row for row in table()}
    assert len(rows) >= 120
    assert {10, 11, 15, 20, 21, 24, 25, 105, 1000, 2001} <= set(rows)


@pytest.mark.parametrize("accent", ACCENTS)
def test_numbers_are_read_as_in_the_table(accent: str) -> None:
    wrong = {
        row["number"]: said
        for row in table()
        if (said := number_words(int(row["number"]), accent)) != row[accent]
    }
    assert not wrong


@pytest.mark.parametrize(
    ("number", "north", "south"),
    [
        (10, "mười", "mười"),
        (11, "mười một", "mười một"),
        (15, "mười lăm", "mười lăm"),
        (20, "hai mươi", "hai mươi"),
        (21, "hai mươi mốt", "hai mươi mốt"),
        (24, "hai mươi tư", "hai mươi tư"),
        (25, "hai mươi lăm", "hai mươi lăm"),
        (105, "một trăm linh năm", "một trăm lẻ năm"),
        (1000, "một nghìn", "một ngàn"),
        (2001, "hai nghìn không trăm linh một", "hai ngàn không trăm lẻ một"),
    ],
)
def test_the_rules_of_whole_numbers(number: int, north: str, south: str) -> None:
    assert number_words(number, "north") == north
    assert number_words(number, "south") == south


@pytest.mark.parametrize("accent", VIETNAMESE)
def test_every_number_is_understood_as_what_it_is(accent: str) -> None:
    assert all(understood(number_words(n, accent)) == n for n in range(10_000))


@pytest.mark.parametrize("accent", ACCENTS)
def test_no_two_numbers_sound_alike(accent: str) -> None:
    assert len({number_words(n, accent) for n in range(10_000)}) == 10_000


@pytest.mark.parametrize(("accent", "foreign"), [("north", "lẻ ngàn"), ("south", "linh nghìn")])
def test_an_accent_keeps_to_its_own_words(accent: str, foreign: str) -> None:
    said = {word for n in range(10_000) for word in number_words(n, accent).split()}
    assert not said & set(foreign.split())


def test_a_call_is_read_as_the_centre_wants_it() -> None:
    expected = "Xin mời công dân có số thứ tự A, không, một, hai, đến quầy số ba"
    assert call_sentence("A012", 3, "north") == expected
    assert call_sentence("A012", 3, "south") == expected
    assert call_sentence("A012", 3, "en") == "Ticket A, zero, one, two, please go to counter three"


def test_a_number_of_digits_alone_is_read_digit_by_digit() -> None:
    assert call_sentence("1002", 21, "north").endswith(
        "số thứ tự một, không, không, hai, đến quầy số hai mươi mốt"
    )


def test_counters_are_read_in_the_accent_of_the_call() -> None:
    assert call_sentence("K001", 105, "south").endswith("đến quầy số một trăm lẻ năm")
    assert call_sentence("K001", 105, "north").endswith("đến quầy số một trăm linh năm")


@given(
    st.text("ABCDĐEGHIKLMNOPQRSTUVXY", max_size=3),
    st.text("0123456789", min_size=3, max_size=4),
    st.sampled_from(VIETNAMESE),
)
def test_a_ticket_never_has_the_words_of_whole_numbers(
    letters: str, digits: str, accent: str
) -> None:
    words = ticket_words(letters + digits, accent)
    assert [DIGITS.index(word) for word in words[len(letters) :]] == [int(d) for d in digits]
    assert list(words[: len(letters)]) == [LETTERS[letter] for letter in letters]


@pytest.mark.parametrize("accent", VIETNAMESE)
@pytest.mark.parametrize("letter", LETTERS)
def test_each_letter_is_spoken_by_its_name(letter: str, accent: str) -> None:
    assert letter_words(letter, accent) == LETTERS[letter]
    assert f"số thứ tự {LETTERS[letter]}, không," in call_sentence(f"{letter}001", 1, accent)
    assert letter_words(letter, "en") == letter


def test_the_kiosk_says_whose_number_it_is() -> None:
    assert number_sentence("A012", "north") == "Số của ông bà là A, không, một, hai"
    assert number_sentence("A012", "en") == "Your number is A, zero, one, two"


@pytest.mark.parametrize("number", [-1, 10_000, 1.5, True, "3", None])
def test_what_is_no_whole_number_up_to_9999_is_refused(number: object) -> None:
    with pytest.raises(WordsError):
        number_words(number, "north")  # type: ignore[arg-type]


@pytest.mark.parametrize("ticket", ["", "A", "a012", "A-012", "ABCD012", "A0000001", "A０１２", 12])
def test_what_is_no_ticket_is_refused(ticket: object) -> None:
    for accent in ACCENTS:
        with pytest.raises(WordsError):
            call_sentence(ticket, 3, accent)  # type: ignore[arg-type]


@pytest.mark.parametrize("counter", [0, -3, 10_000, 2.0])
def test_what_is_no_counter_is_refused(counter: object) -> None:
    with pytest.raises(WordsError):
        call_sentence("A012", counter, "north")  # type: ignore[arg-type]


@pytest.mark.parametrize("accent", ["", "vi", "North", "fr", None])
def test_an_unknown_accent_is_refused(accent: object) -> None:
    for ask in (lambda a: number_words(3, a), lambda a: call_sentence("A012", 3, a)):
        with pytest.raises(WordsError):
            ask(accent)
    with pytest.raises(WordsError):
        letter_words("AB", "north")
