"""Words as the search reads them: spellings, slips, raw keys."""

import pytest

from server.core.search.folding import begins, words
from server.core.search.keyboards import unwound
from server.core.search.spelling import Neighbours, slips


def plain(text: str) -> list[str]:
    return [word.plain for word in words(text)]


def test_spellings_of_one_sound_are_one_word() -> None:
    assert plain("kỹ kĩ lý lí quý quí") == ["ki", "ki", "li", "li", "qui", "qui"]
    for old, new in (("hoá", "hóa"), ("thuỷ", "thủy"), ("uỷ", "ủy"), ("khoẻ", "khỏe")):
        assert words(old) == words(new), old
    assert plain("khaiiii") == ["khai"]
    assert plain("cccd") == ["cccd"]


def test_an_unfinished_word_may_become_the_finished_one() -> None:
    assert begins("dat", "đất") and begins("đat", "đất") and begins("đât", "đất")
    assert not begins("đạt", "đất")
    assert not begins("dát", "đật")


@pytest.mark.parametrize(
    ("keys", "word"),
    [("ddaats", "dat"), ("giaays", "giay"), ("dduwowcj", "duoc"), ("d9a61t", "dat"),
     ("nhaf", "nha"), ("kys", "ky"), ("xaay", "xay"), ("thuees", "thue"), ("hooj", "ho")],
)  # fmt: skip
def test_raw_keys_of_telex_and_vni_are_unwound(keys: str, word: str) -> None:
    assert word in unwound(keys)


@pytest.mark.parametrize(
    ("a", "b", "far"),
    [("khai", "khai", 0), ("khai", "khia", 1), ("khai", "kha", 1), ("khai", "khaii", 1),
     ("khai", "khau", 1), ("khai", "thau", 2), ("", "ab", 2)],
)  # fmt: skip
def test_slips_are_counted(a: str, b: str, far: float) -> None:
    assert slips(a, b) == slips(b, a) == far


def test_neighbours_are_near_and_those_that_sound_alike_nearest() -> None:
    near = Neighbours(["sinh", "xanh", "sin", "trung", "chung", "giay", "can", "cang", "khoan"])
    assert near.near("xinh")["sinh"] == 0.5
    assert near.near("trung")["chung"] == 0.5
    assert near.near("caan")["can"] == 1.0
    assert "khoan" not in near.near("sinh")
    assert near.near("can")["cang"] == 0.5
