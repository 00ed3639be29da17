"""From a dossier's facts to the fields of a sheet: texts only, in one language. Pure."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core.forms import filled
from .words import Words, short_day, short_moment

Fields = dict[str, Any]
DOTS = "\u2026\u2026"
BLANK = "\u2026" * 12
"""Where somebody writes by hand."""
OFFICE_WIDTH, TITLE_WIDTH = 33, 46
"""Characters in a line, the same on both papers: the type shrinks with the sheet."""
Texts = Mapping[str, Mapping[str, str]]
"""A wording by language and block; what is not there has the template's usual text."""


@dataclass(frozen=True, slots=True)
class Page:
    """A form to be filled in. ``label`` is None before it has a number, "" where it never has one.
    The person stands apart from the ``facts`` (see ``usecases.dossiers.form_facts``)."""

    form: str
    facts: Mapping[str, Any]
    label: str | None = None
    applicant: str = ""
    phone: str = ""
    wording: Texts | None = None
    common: Texts | None = None
    steps: tuple[Mapping[str, Any], ...] = ()


def head(page: Page, words: Words) -> Fields:
    """What every sheet has: who gives it, its number, date and title."""
    facts, language = page.facts, words.language
    place, day = _common(page, "place", language), words.day(facts["at"], facts["zone"])
    return {
        "form": page.form,
        "language": language,
        "agency": balanced(_common(page, "agency", language), OFFICE_WIDTH),
        "centre": balanced(facts["centre"][language] or facts["centre"]["vi"], OFFICE_WIDTH),
        "contact": _common(page, "contact", language),
        "date": f"{place}, {day}" if place else day[0].upper() + day[1:],
        "legal": _block(page, "legal", words),
        "title": words.text(f"{page.form}.title"),
        "heading": balanced(words.text(f"{page.form}.title"), TITLE_WIDTH),
    }


def sheet(page: Page, words: Words) -> Fields:
    """The fields of the forms 01 to 06."""
    facts, zone = page.facts, page.facts["zone"]
    blanks = _blanks(page, words)
    fields = head(page, words) | {
        "number": "" if page.label == "" else words.text("number", label=page.label or DOTS),
        "draft": page.label is None,
        "code": facts["code"],
        "applicant": page.applicant or BLANK,
        "phone": page.phone or BLANK,
        "procedure": facts["procedure"]["name"] or facts["procedure"]["code"],
        "procedure_code": facts["procedure"]["code"],
        "channel": words.raw(f"channel.{facts['channel']}") or facts["channel"],
        "department": _name(facts["department"], words.language),
        "documents": facts["documents"],
        "missing": facts["missing"],
        "fee": facts["procedure"]["fee"] or words.text("fee.unknown"),
        "term": _term(facts, words),
        "received": words.moment(facts["received_at"], zone),
        "due": _moment(facts["due_at"], zone, words) or words.text("due.unknown"),
        "new_due": _moment(facts["new_due"], zone, words) or BLANK,
        "reason": _paragraphs(facts["reason"], {}),
        "opening": _paragraphs(_block(page, "opening", words), blanks),
        "notes": _paragraphs(_block(page, "notes", words), blanks),
        "signer": _block(page, "signer", words),
        "issuer": facts["issuer"] or facts["officer"],
        "printed": words.moment(facts["at"], zone),
        "steps": [_step(page, step, words) for step in page.steps],
    }
    composed: Fields = _composed(fields)
    return composed


def register(page: Page, words: Words) -> Fields:
    """The fields of the register (07): its facts are the period, the department and the rows."""
    facts, zone = page.facts, page.facts["zone"]
    fields = head(page, words) | {
        "first": words.day(facts["first"], zone),
        "last": words.day(facts["last"], zone),
        "department": _name(facts["department"], words.language) or words.text("07.all"),
        "notes": _paragraphs(_block(page, "notes", words), {}),
        "rows": [_row(row, zone, words) for row in facts["rows"]],
    }
    composed: Fields = _composed(fields)
    return composed


def usual_texts(form: str, blocks: tuple[str, ...], words: Words) -> dict[str, str]:
    """The template's own text of each block."""
    return {block: words.raw(f"{form}.{block}") for block in blocks if block != "number"}


def balanced(text: str, width: int) -> list[str]:
    """A text in as few lines of about ``width`` characters as it needs, all nearly as long: no
    word stands alone in the last one."""
    left, lines = text.split(), []
    for rest in range(-(-len(text) // width), 1, -1):
        want, line = len(" ".join(left)) / rest, left[:1]
        while len(left) > len(line) + 1:
            longer = len(" ".join(left[: len(line) + 1]))
            if abs(longer - want) > abs(len(" ".join(line)) - want):
                break
            line = left[: len(line) + 1]
        lines.append(" ".join(line))
        left = left[len(line) :]
    return [*lines, " ".join(left)] if left else lines


def _row(row: Mapping[str, Any], zone: str, words: Words) -> Fields:
    times = ("received_at", "due_at", "passed_at", "resolved_at", "returned_at")
    verdict = row["verdict"]
    return {
        **{name: row[name] for name in ("code", "applicant", "phone", "procedure")},
        "department": _name(row["department"], words.language),
        # The circular's columns ask for day, month and year.
        **{name: short_day(row[name], zone) for name in times},
        "verdict": words.text(f"verdict.{verdict}") if verdict else "",
        "state": words.raw(f"state.{row['state']}") or row["state"],
    }


def _step(page: Page, step: Mapping[str, Any], words: Words) -> Fields:
    zone = page.facts["zone"]
    late_told = step["recorded_at"] is not None and step["recorded_at"] - step["at"] > 60_000
    return {
        "text": words.text(f"step.{step['kind']}"),
        "giver": step["from"],
        "taker": step["to"],
        "from": _party(page, step["from"], words),
        "to": _party(page, step["to"], words),
        "person": step["person"],
        "when": short_moment(step["at"], zone),
        "recorded": short_moment(step["recorded_at"], zone) if late_told else "",
        "verdict": step["verdict"] or "",
        "result": words.text(f"verdict.{step['verdict']}") if step["verdict"] else "",
        "note": step["note"],
    }


def _party(page: Page, who: str, words: Words) -> str:
    name = _name(page.facts["department"], words.language) if who == "department" else ""
    return name or words.text(f"party.{who}")


def _blanks(page: Page, words: Words) -> dict[str, str]:
    """What the words in braces stand for."""
    facts, zone = page.facts, page.facts["zone"]
    return {
        "centre": facts["centre"][words.language] or facts["centre"]["vi"],
        "department": _name(facts["department"], words.language),
        "code": facts["code"],
        "procedure": facts["procedure"]["name"],
        "received": words.day(facts["received_at"], zone),
        "due": _moment(facts["due_at"], zone, words) or BLANK,
        "new_due": _moment(facts["new_due"], zone, words) or BLANK,
    }


def _term(facts: Mapping[str, Any], words: Words) -> str:
    if facts["term"] is None:
        return facts["procedure"]["time"] or words.text("fee.unknown")
    return words.text(f"term.{facts['unit']}", n=facts["term"])


def _moment(at: int | None, zone: str, words: Words) -> str:
    return "" if at is None else words.moment(at, zone, weekday=True)


def _name(names: Mapping[str, str] | None, language: str) -> str:
    return "" if names is None else names[language] or names["vi"]


def _block(page: Page, block: str, words: Words) -> str:
    own = (page.wording or {}).get(words.language, {}).get(block, "")
    return own or words.raw(f"{page.form}.{block}")


def _common(page: Page, block: str, language: str) -> str:
    own = page.common or {}
    return own.get(language, {}).get(block, "") or own.get("vi", {}).get(block, "")


def _paragraphs(text: str, blanks: Mapping[str, str]) -> list[str]:
    """The lines of a text, the first letter of each a capital one."""
    lines = [filled(line.strip(), blanks) for line in text.split("\n") if line.strip()]
    return [line[0].upper() + line[1:] for line in lines]


def _composed(value: Any) -> Any:
    """Every text composed (NFC): decomposed letters are set badly."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {name: _composed(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_composed(one) for one in value]
    return value
