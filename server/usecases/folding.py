"""Vietnamese text folded for search: NFC, lower case, no diacritics, đ as d."""

import unicodedata


def fold(text: str) -> str:
    """``fold("Đăng ký Hộ tịch") == "dang ky ho tich"``."""
    lowered = unicodedata.normalize("NFC", text).lower().replace("đ", "d")
    decomposed = unicodedata.normalize("NFD", lowered)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.split())
