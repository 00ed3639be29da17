"""Vietnamese text folded for search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.usecases.folding import fold

VIETNAMESE = st.text("aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ "
                     "ABĐÂĂÊÔƠƯ")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký Hộ tịch", "dang ky ho tich"),
        ("ĐẤT ĐAI", "dat dai"),
        ("  Chứng\tthực \n bản sao ", "chung thuc ban sao"),
        ("Người có công", "nguoi co cong"),
        ("", ""),
    ],
)
def test_diacritics_case_and_spaces_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(VIETNAMESE)
def test_composed_and_decomposed_spellings_fold_alike_to_ascii(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    for form in ("NFC", "NFD"):
        assert fold(unicodedata.normalize(form, text)) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
