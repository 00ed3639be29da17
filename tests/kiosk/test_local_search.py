"""Finding a procedure in the copy of the catalogue."""

from __future__ import annotations

import pytest

from kiosk.local_search import LocalSearch, fold

ITEMS = [
    {"code": "1.001193", "name": "Đăng ký khai sinh"},
    {"code": "2.000635", "name": "Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh"},
    {"code": "1.000894", "name": "Đăng ký kết hôn"},
    {"code": "1.012756", "name": "Đăng ký đất đai, cấp Giấy chứng nhận quyền sử dụng đất"},
]


@pytest.mark.parametrize("said", ["khai sinh", "KHAI SINH", "khai  sinh!", "khaì sính", "kha sin"])
def test_words_are_found_however_they_are_written(said: str) -> None:
    assert LocalSearch(ITEMS).find(said, 3)[0]["code"] == "1.001193"


def test_words_side_by_side_come_first_then_short_names() -> None:
    found = [item["code"] for item in LocalSearch(ITEMS).find("dang ky", 10)]
    assert found == ["1.000894", "1.001193", "1.012756"]


def test_a_code_is_found_and_a_stranger_is_not() -> None:
    search = LocalSearch(ITEMS)
    assert [i["name"] for i in search.find("1.000894", 3)] == ["Đăng ký kết hôn"]
    assert search.find("hộ chiếu", 3) == []
    assert len(search.find("", 2)) == 2


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert fold("Đường") == fold("\u0110u\u031bo\u031b\u0300ng") == "duong"
