"""A template version's words: labels, usual texts, and how dates are written."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).parent / "templates"


class Words:
    """The words of one version in one language."""

    def __init__(self, version: int, language: str) -> None:
        self.language = language
        text = (FOLDER / f"v{version}" / f"words.{language}.json").read_text("utf-8")
        self._words: dict[str, str] = json.loads(text)

    def text(self, key: str, /, **params: object) -> str:
        """The text for ``key``. Raises ``KeyError``."""
        return self._words[key].format_map(params)

    def raw(self, key: str) -> str:
        """The text for ``key`` with its braces; "" where there is none."""
        return self._words.get(key, "")

    def day(self, at: int, zone: str) -> str:
        """The date of a moment (epoch ms) in words: "ngày 05 tháng 02 năm 2026"."""
        local = _local(at, zone)
        # Days below ten, January and February have a nought before them (Decree 30/2020).
        day = f"{local.day:02d}" if self.language == "vi" else str(local.day)
        month = f"{local.month:02d}" if local.month < 3 else str(local.month)
        name = self.raw(f"month.{local.month}")
        return self.text("day", day=day, month=month, name=name, year=local.year)

    def moment(self, at: int, zone: str, *, weekday: bool = False) -> str:
        """A moment in words: "17 giờ 00, ngày 05 tháng 02 năm 2026"."""
        local = _local(at, zone)
        day = self.day(at, zone)
        if weekday:
            day = f"{self.text(f'weekday.{local.weekday()}')}, {day}"
        return self.text("moment", hour=f"{local.hour:02d}", minute=f"{local.minute:02d}", day=day)


def short_moment(at: int | None, zone: str) -> str:
    """For tables: "05/02/2026 17:00"; "" for None."""
    return "" if at is None else f"{_local(at, zone):%d/%m/%Y %H:%M}"


def short_day(at: int | None, zone: str) -> str:
    """For tables: "05/02/2026"; "" for None."""
    return "" if at is None else f"{_local(at, zone):%d/%m/%Y}"


@cache
def words_of(version: int, language: str) -> Words:
    return Words(version, language)


def _local(at: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone))
