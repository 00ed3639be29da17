"""Situations told in a sentence, on a few of them."""

import pytest

from server.core.search.entries import Entry
from server.core.search.everyday import Synonym
from server.core.search.finder import Finder
from server.core.search.folding import words
from server.core.search.senses import Reads, Senses
from server.core.search.situations import Situation, Slot
from server.core.search.spelling import is_syllable
from server.usecases.everyday.situations import shipped_alike, shipped_situations

BORN, MARRIED, DEAD, QUARREL = "khai sinh", "kết hôn", "khai tử", "hòa giải"
ALIKE = (("sinh", "sanh", "đẻ"), ("đất", "ruộng"))
SITUATIONS = (
    Situation((Slot(("con", "bé")), Slot(("sinh", "sanh"))), (BORN,)),
    Situation((Slot(("ba", "mẹ")), Slot(("mất", "chết"), near=True)), (DEAD,)),
    Situation((Slot(("lấn", "giành")), Slot(("đất", "ranh"))), (QUARREL,), ("mua",)),
)
SENSES = Senses(SITUATIONS, (Synonym("đẻ con đầu lòng", (BORN,)),), ALIKE)


def means(query: str) -> list[str]:
    reads = [Reads(word, [(word.plain, 1.0)]) for word in words(query)]
    return [sense.means[0] for sense in SENSES.read(reads)]


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("vợ tui mới sanh đứa con đầu", BORN),
        ("con tôi sinh tháng trước", BORN),
        ("ba tui mới mất", DEAD),
        ("nhà bên giành cái ranh của tôi", QUARREL),
        ("nha ben gianh cai ranh cua toi", QUARREL),
    ],
)
def test_what_is_told_in_other_words_and_another_order_is_understood(
    query: str, meant: str
) -> None:
    assert means(query)[0] == meant


@pytest.mark.parametrize(
    "query",
    [
        "mẹ tôi ở quê làm rơi hết tiền nên bị mất",  # too far from one another
        "mua đất bị lấn",  # says what it must not
        "con tôi lớn rồi",  # half of it
        "giãnh ránh",  # diacritics of other words
        "",
    ],
)
def test_what_is_not_told_is_not_meant(query: str) -> None:
    assert means(query) == []


def test_everyday_phrases_are_found_apart_and_in_words_that_are_alike() -> None:
    assert BORN in means("mới sanh đứa con trai đầu mà lòng vui quá")


def test_the_more_a_situation_explains_the_surer_it_is() -> None:
    def sure(query: str) -> float:
        reads = [Reads(word, [(word.plain, 1.0)]) for word in words(query)]
        return SENSES.read(reads)[0].sure

    assert sure("ba mất") > sure("ba mất hôm giỗ tổ ngoài bãi biển Vũng Tàu")
    assert 0 < sure("ba mất") <= 1


def test_a_situation_leads_to_its_procedure_among_others() -> None:
    entries = [
        Entry("1.1", "Thủ tục đăng ký khai sinh"),
        Entry("1.2", "Cấp giấy phép xây dựng nhà ở"),
        Entry("1.3", "Đăng ký tàu cá ở địa phương"),
    ]
    told = Finder(entries, (), None, SITUATIONS, ALIKE)
    assert told.find("nhà tôi mới sanh bé gái ở bệnh viện", 1)[0].code == "1.1"
    assert told.find("nhà tôi mới sanh bé gái ở bệnh viện", 1)[0].why == "sanh bé"


def test_shipped_situations_are_well_written() -> None:
    assert len(shipped_situations()) > 300
    assert all(s.slots and s.means for s in shipped_situations())
    assert all(slot.ways for s in shipped_situations() for slot in s.slots)
    assert not any(s.slots[0].near for s in shipped_situations())
    assert all(len(row) == len(set(row)) for row in shipped_alike())
    ways = {way for s in shipped_situations() for slot in s.slots for way in slot.ways}
    assert not any(sign in way for way in ways for sign in "@;=>|+")


def test_what_can_be_a_syllable_is_told_from_what_cannot() -> None:
    for word in ("nghieng", "khuya", "quyet", "gi", "an", "uong", "thuo", "yeu", "xoong"):
        assert is_syllable(word), word
    for word in ("hno", "giayy", "dtr", "khaii", "zoo", "word", "nht"):
        assert not is_syllable(word), word
