"""What to bring, in the sample: plain words, whole lists, for a good part of the procedures."""

import re

import pytest

from server.demo import select_documents as selecting
from server.demo.sample import sample_centre
from server.demo.select_documents import Row

SORTS = selecting.papers()


def row(document: str, originals: int = 1, copies: int = 0, case: str = "") -> Row:
    return {
        "code": "1",
        "case": case,
        "document": document,
        "originals": str(originals),
        "copies": str(copies),
    }


def test_many_procedures_have_a_checklist_and_all_of_them_exist() -> None:
    centre = sample_centre()
    codes = {procedure["code"] for procedure in centre.procedures()}
    listed = centre.documents()
    assert set(listed) <= codes
    assert len(listed) > len(codes) / 3
    assert set(centre.everyday) <= set(listed)
    for entries in listed.values():
        assert entries
        for _, document, originals, copies in entries:
            assert 4 < len(document) < 120
            assert 0 <= originals <= 20 and 0 <= copies <= 20


def test_no_wording_of_the_law_is_in_it() -> None:
    said = {entry[1] for entries in sample_centre().documents().values() for entry in entries}
    assert len(said) > 80
    assert not [text for text in said if re.search(r"Thông tư|Nghị định|ban hành kèm", text)]


@pytest.mark.parametrize(
    ("document", "sort"),
    [
        ("- Tờ khai thay đổi thông tin cư trú (Mẫu CT01)", "to-khai"),
        ("(2) Giấy chứng nhận đã cấp;", "dat"),
        ("02 ảnh màu cỡ 3x4 của người đề nghị", "anh"),
        ("Bản sao văn bằng tốt nghiệp đại học", "bang-cap"),
        ("a) Văn bản ủy quyền theo quy định", "uy-quyen"),
        ("Văn bản của ngân hàng đề nghị chấp thuận", "quyet-dinh"),
        ("Mười con gà", None),
    ],
)
def test_papers_are_told_apart(document: str, sort: str | None) -> None:
    assert selecting.sort_of(document, SORTS) == sort


def test_a_list_with_an_unknown_paper_or_case_is_left_out() -> None:
    known = [row("Tờ khai"), row("Căn cước", 0, 1), row("Hộ chiếu", 1, 0)]
    assert selecting.select(known, SORTS) == {"": {"to-khai": (1, 0), "giay-to-tuy-than": (1, 1)}}
    assert selecting.select([*known, row("Mười con gà")], SORTS) is None
    assert selecting.select([*known, row("Tờ khai", case="Một ca rất riêng")], SORTS) is None
    assert selecting.select([*known, row("Mười con gà, nếu có", 0, 0)], SORTS) is not None
    assert selecting.select([row("Lưu ý khác", 0, 0)], SORTS) is None


def test_cases_are_told_in_plain_words() -> None:
    assert selecting.case_of("- Trường hợp ủy quyền cho tổ chức") == "Khi nhờ người khác nộp thay"
    assert selecting.case_of("Giấy tờ phải xuất trình") == "Mang theo để xem"
    assert selecting.case_of("Trường hợp khác") is None
