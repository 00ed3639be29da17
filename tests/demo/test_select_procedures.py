"""The one-off selection keeps facts and drops what the source got wrong."""

import pytest

from server.demo import select_procedures as selecting


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Miễn phí", "Miễn phí"),
        ("Miễn phí (Không có.)", "Miễn phí"),
        ("Miễn phí (Theo mức thu do Hội đồng nhân dân cấp tỉnh quy định)", ""),
        ("Phí : 0 Đồng", "Miễn phí"),
        ("Phí : Không Đồng", "Miễn phí"),
        ("50,000 Việt Nam Đồng (Thông tư số 1)", "50.000 đồng"),
        ("Trực tiếp: 125 VNĐ | Trực tuyến: Miễn phí", ""),
        ("Trực tiếp: 10,000 VNĐ | Trực tuyến: 10,000 Việt Nam Đồng", "10.000 đồng"),
        (
            "Trực tiếp: 10,000 VNĐ (a (b) c) | Trực tuyến: 7,000 VNĐ",
            "Trực tiếp: 10.000 đồng | Trực tuyến: 7.000 đồng",
        ),
        ("", ""),
    ],
)
def test_a_fee_is_an_amount_or_unknown(written: str, kept: str) -> None:
    assert selecting.fee(written) == kept


def test_an_agency_is_named_once_and_without_its_province() -> None:
    written = "Sở Tài chính Thành phố Hà Nội; Sở Tài chính tỉnh Sơn La; Thuế cơ sở."
    assert selecting.agencies(written) == "Sở Tài chính; Thuế cơ sở"


def test_only_provincial_and_commune_procedures_are_wanted() -> None:
    row = {"name": "x", "field": "Hộ tịch", "level": "Cấp Bộ; Cấp xã"}
    assert selecting.wanted(row)
    assert not selecting.wanted(row | {"level": "Cấp Bộ"})
    assert not selecting.wanted(row | {"field": "Hải quan"})
    assert not selecting.wanted(row | {"name": "x" * 401})
