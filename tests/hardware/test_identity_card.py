"""Identity cards: real-looking codes old and new, damaged ones, and what never becomes a card."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.identity_card import (
    LONGEST,
    IdentityCard,
    NotACard,
    born_in,
    is_number,
    least_age,
    parse_card,
    sex_of,
)

OLD = (
    "067150001234|245012345|Nguyễn Thị Hường|02091950|Nữ|"
    "Tổ 5, Nghĩa Đức, Gia Nghĩa, Đắk Nông|10052021"
)
NEW = "067201001234||Đỗ Văn Ưng|28022001|Nam|Thôn 3, Đắk Nia|01072024|||x|y"

TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="|", exclude_categories=("Cc", "Cs")),
    max_size=40,
)


@st.composite
def cards(draw: st.DrawFn) -> tuple[list[str], date, str]:
    """Fields of a card that holds together, its birth date and sex."""
    birth = draw(st.dates(date(1900, 1, 1), date(2299, 12, 31)))
    sex = draw(st.sampled_from(("male", "female")))
    century = (birth.year // 100 - 19) * 2 + (sex == "female")
    head, tail = draw(st.integers(0, 999)), draw(st.integers(0, 999_999))
    number = f"{head:03}{century}{birth.year % 100:02}{tail:06}"
    old = draw(st.one_of(st.just(""), st.integers(0, 999_999_999).map(lambda n: f"{n:09}")))
    fields = [
        number,
        old,
        draw(TEXT),
        f"{birth.day:02}{birth.month:02}{birth.year:04}",
        "Nam" if sex == "male" else "Nữ",
        draw(TEXT),
        draw(st.dates(date(2016, 1, 1))).strftime("%d%m%Y"),
        *draw(st.lists(TEXT, max_size=4)),
    ]
    return fields, birth, sex


def problem(data: bytes) -> str:
    with pytest.raises(NotACard) as refused:
        parse_card(data)
    return refused.value.problem


def test_the_card_of_2021() -> None:
    card = parse_card(OLD.encode())
    assert (card.number, card.old_number) == ("067150001234", "245012345")
    assert (card.name, card.sex) == ("Nguyễn Thị Hường", "female")
    assert (card.birth, card.issued) == (date(1950, 9, 2), date(2021, 5, 10))
    assert card.residence.endswith("Đắk Nông")


def test_the_card_of_2024_with_more_fields_and_no_old_number() -> None:
    card = parse_card(NEW.encode())
    assert (card.old_number, card.sex, card.birth) == (None, "male", date(2001, 2, 28))
    assert card.name == "Đỗ Văn Ưng"


@pytest.mark.parametrize("born", ["1950", "00001950"])
def test_who_knows_only_the_year_of_birth_has_the_age_that_is_certain(born: str) -> None:
    card = parse_card(OLD.replace("02091950", born).encode())
    assert card.birth is None
    assert (card.age_on(date(2025, 12, 31)), card.age_on(date(2026, 1, 1))) == (74, 75)


def test_age_counts_birthdays() -> None:
    card = parse_card(OLD.encode())
    assert card.age_on(date(2025, 9, 1)) == 74
    assert card.age_on(date(2025, 9, 2)) == 75


@given(cards())
def test_every_card_is_read_as_it_was_written(card: tuple[list[str], date, str]) -> None:
    fields, birth, sex = card
    read = parse_card("|".join(fields).encode())
    assert (read.number, read.birth, read.sex) == (fields[0], birth, sex)
    assert read.old_number == (fields[1] or None)
    assert born_in(read.number) == birth.year and sex_of(read.number) == sex
    assert least_age(read.number, date(2026, 7, 1)) <= max(0, read.age_on(date(2026, 7, 1)))


@given(cards(), st.sampled_from(["NFC", "NFD"]))
def test_letters_composed_or_not_come_out_composed(
    card: tuple[list[str], date, str], form: str
) -> None:
    fields, _, _ = card
    fields[2] = "Nguyễn Thị Ước Đoàn"
    text = unicodedata.normalize(form, "|".join(fields))  # type: ignore[arg-type]
    assert parse_card(text.encode()).name == "Nguyễn Thị Ước Đoàn"


@given(cards())
def test_utf8_misread_as_latin1_is_repaired(card: tuple[list[str], date, str]) -> None:
    fields, _, _ = card
    fields[2] = "Trần Thị Đượm"
    misread = "|".join(fields).encode().decode("latin-1").encode()
    assert parse_card(misread).name == "Trần Thị Đượm"


@given(cards(), st.integers(0, 11), st.sampled_from("0123456789"))
def test_a_number_that_contradicts_the_card_is_refused(
    card: tuple[list[str], date, str], place: int, digit: str
) -> None:
    fields, birth, sex = card
    number = fields[0][:place] + digit + fields[0][place + 1 :]
    data = "|".join([number, *fields[1:]]).encode()
    if born_in(number) == birth.year and sex_of(number) == sex:
        assert parse_card(data).number == number
    else:
        assert problem(data) == "inconsistent"


@given(st.binary(max_size=300))
def test_anything_else_is_refused_without_saying_what_it_was(data: bytes) -> None:
    try:
        card = parse_card(data)
    except NotACard as error:
        assert str(error) == error.problem
    else:
        assert is_number(card.number)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "fields"),
        (b"067150001234", "fields"),
        ("|".join(OLD.split("|")[:6]).encode(), "fields"),
        (OLD.replace("067150001234", "06715000123").encode(), "number"),
        (OLD.replace("067150001234", "067150001234".translate({48: 0x660})).encode(), "number"),
        (OLD.replace("02091950", "31021950").encode(), "birth"),
        (OLD.replace("02091950", "195").encode(), "birth"),
        (OLD.replace("02091950", "1951").encode(), "inconsistent"),
        (OLD.replace("02091950", "02091951").encode(), "inconsistent"),
        (OLD.replace("Nữ", "Nam").encode(), "inconsistent"),
        (OLD.encode("utf-16"), "unreadable"),
        (OLD.encode() + b"|" * LONGEST, "unreadable"),
    ],
)
def test_what_is_no_card_says_why(data: bytes, why: str) -> None:
    assert problem(data) == why


def test_a_card_never_prints_its_holder() -> None:
    card: IdentityCard = parse_card(OLD.encode())
    assert "067150001234" not in repr(card) and "Hường" not in str(card)


def test_spaces_and_a_mark_before_the_text_do_not_matter() -> None:
    spaced = "\ufeff" + OLD.replace("|", " | ") + " "
    assert parse_card(spaced.encode()) == parse_card(OLD.encode())
