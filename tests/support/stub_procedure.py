"""A procedure as the agent tells the page of it."""

from typing import Any

CODE = "1.001193"
BIRTH: dict[str, Any] = {
    "code": CODE, "name": "Thủ tục đăng ký khai sinh", "field": "Hộ tịch",
    "agency": "Ủy ban nhân dân cấp xã", "level": "Cấp xã", "processing_days": 5,
    "processing_text": "Trực tuyến: 10 Ngày làm việc; Trực tiếp: 5 Ngày làm việc / 30 Ngày",
    "fee_text": "Trực tuyến: Miễn phí | Trực tiếp: 20,000 VNĐ (Theo nghị quyết của tỉnh.)",
    "audience": "Công dân", "service": "ho-tich", "service_name": "Hộ tịch, quốc tịch",
    "service_name_en": "Civil status and nationality",
    "counters": [{"number": number, "name": "", "name_en": ""} for number in (1, 2)],
    "cases": [
        {"case": "", "documents": [
            {"document": "Tờ khai đăng ký khai sinh", "originals": 1, "copies": 0},
            {"document": "Giấy chứng sinh", "originals": 1, "copies": 2},
        ]},
        {"case": "Trẻ bị bỏ rơi", "documents": [
            {"document": "Biên bản xác nhận", "originals": 0, "copies": 1},
        ]},
        {"case": "Trẻ sinh ra do mang thai hộ", "documents": [
            {"document": "Văn bản của cơ sở y tế", "originals": 1, "copies": 0},
        ]},
    ],
}  # fmt: skip
