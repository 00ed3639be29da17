"""Passwords that are guessed first: known words, keys in a row, years, and little else.

Most are made the same way: a word or two that everybody knows, something in a row, a year, a mark
at the end. That way is refused, however it is put together; passwords that have leaked are
refused one by one (``usecases.passwords``).
"""

import re
import unicodedata

ANYWHERE = ("1234567", "password", "matkhau123", "qwerty", "abcdef", "admin123")
"""Refused wherever they stand."""
WORDS = (
    # Vietnamese, without marks: love, families, places, what a password is called.
    "matkhau", "anhyeuem", "emyeuanh", "yeuem", "yeuanh", "iloveyou", "tinhyeu", "hanhphuc",
    "giadinh", "vietnam", "hanoi", "saigon", "danang", "haiphong", "cantho", "nguyen", "tranvan",
    "congchuc", "canbo", "thutuc", "hanhchinh", "dichvucong", "motcua", "trungtam", "phuongxa",
    "quantri", "nhanvien", "giamdoc", "hoso", "hotich", "chungthuc", "tuphap", "khongbiet",
    "khongco", "toilaai", "thuong", "cuocsong", "thanhcong", "maimai", "mottinhyeu", "bimat",
    "dangnhap", "xinchao", "thanglong", "bongda",
    # What is found everywhere.
    "passwd", "passw", "pass", "letmein", "welcome", "login", "admin", "administrator", "manager",
    "staff", "root", "user", "guest", "test", "secret", "master", "super", "system", "server",
    "access", "default", "changeme", "temp", "love", "lovely", "forever", "baby", "angel",
    "princess", "sunshine", "football", "baseball", "basketball", "soccer", "monkey", "dragon",
    "shadow", "michael", "jordan", "jessica", "daniel", "ashley", "superman", "batman", "spider",
    "starwars", "pokemon", "computer", "internet", "samsung", "google", "facebook", "iphone",
    "hello", "world", "trust", "me", "you", "my", "the", "blink", "liverpool", "chelsea",
    "arsenal", "manchester", "united", "barcelona", "chocolate", "butterfly", "flower", "summer",
    "winter", "spring", "autumn", "money", "lucky", "happy", "friend", "family", "mother",
    "father", "killer", "hunter", "ninja", "mustang", "ferrari", "mercedes", "qwe", "asd", "zxc",
    "abc", "xyz", "qaz", "wsx", "edc", "rfv", "tgb",
)  # fmt: skip
ROWS = (
    "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn", "qazwsxedcrfvtgb", "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p", "147258369", "741852963", "123654789", "192837465",
)  # fmt: skip
LEAST_ROW = 3
LEAST_DIFFERENT = 4
MOST_OWN = 2
"""So many characters of one's own make no password of something everybody knows."""
_LOOKS_LIKE = str.maketrans("013457@$!", "oieastasi")
_YEAR = re.compile(r"(19|20)\d\d")
_AGAIN = re.compile(r"(.{1,4})\1{2,}")


def is_common(password: str) -> bool:
    """Whether guessing comes to this password early."""
    text = _plain(password)
    if len(set(text)) < LEAST_DIFFERENT or any(word in text for word in ANYWHERE):
        return True
    return any(_own(one) <= MOST_OWN for one in {text, text.translate(_LOOKS_LIKE)})


def _own(text: str) -> int:
    """How many characters are left when all that is known is taken away."""
    text = _AGAIN.sub(" ", _YEAR.sub(" ", text))
    for piece in _PIECES:
        text = text.replace(piece, " ")
    return sum(character.isalnum() for character in text)


def _plain(password: str) -> str:
    """Small letters without marks, digits, and signs that stand for letters."""
    text = unicodedata.normalize("NFD", password.casefold().replace("đ", "d"))
    return "".join(c for c in text if c.isalnum() or c in "@$!")


def _runs() -> set[str]:
    both = {way for row in ROWS for way in (row, row[::-1])}
    return {
        row[start:end]
        for row in both
        for start in range(len(row))
        for end in range(start + LEAST_ROW, len(row) + 1)
    }


_PIECES = tuple(sorted({*WORDS, *_runs()}, key=lambda piece: (-len(piece), piece)))
"""The longest first."""
