"""What makes a procedure a special case of another: shown after the plain one unless asked for."""

from collections.abc import Iterable
from typing import NamedTuple


class Variant(NamedTuple):
    """Words of a name (folded), which of them ask for it, and how much it costs unasked (0..1)."""

    phrase: tuple[str, ...]
    key: int
    cost: float


def _variants(cost: float, *phrases: str) -> Iterable[Variant]:
    """In each phrase the word marked with * is the one whose mention asks for the variant."""
    for phrase in phrases:
        parts = phrase.split()
        key = next((i for i, part in enumerate(parts) if part.endswith("*")), 0)
        yield Variant(tuple(part.rstrip("*") for part in parts), key, cost)


VARIANTS: tuple[Variant, ...] = (
    *_variants(0.12, "cap lai*", "dang ki lai*", "cong bo lai*", "bo nhiem lai*",
               "chap thuan lai*", "chung nhan lai*", "cap doi*", "doi* giay", "gia han*"),
    *_variants(0.12, "sua* doi", "dieu* chinh", "thay doi*", "bo sung*", "hieu* dinh", "tra lai*",
               "cap nhat*", "dinh* chinh"),
    *_variants(0.16, "thu hoi*", "cham dut*", "giai the*", "dinh chi*", "huy*", "xoa*", "dung*",
               "tam ngung*", "thoi*", "rut*", "mien nhiem*", "khoi phuc*", "phuc hoi*"),
    *_variants(0.10, "chuyen doi*", "sap nhap*", "hop nhat*", "chia*", "chuyen nhuong*", "tach*"),
    *_variants(0.14, "nuoc ngoai*", "luu dong*", "bien gioi*", "lien thong*", "lang gieng*"),
    *_variants(0.08, "ket hop*", "trung uong*", "giai doan chuyen* tiep", "lien hiep* hop tac xa",
               "khu kinh te*", "khu cong nghiep*", "toan trinh*", "giam sat*", "bieu mau*"),
    *_variants(0.12, "tau* bay", "tau bien*", "duong sat*", "hang khong*", "quan doi*",
               "quan nhan*", "quan su*", "cong an* nhan dan", "quoc phong*", "goc* viet nam",
               "luc luong* vu trang", "quan doi nhan* dan", "to tung*", "trung tam*", "quoc te*"),
    *_variants(0.06, "chi nhanh*", "van phong dai dien*", "to chuc* kinh te", "to* tung",
               "ho so giay* to", "thu thap*", "khai thac* thong tin"),
)  # fmt: skip
