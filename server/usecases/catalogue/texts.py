"""What is said about a file, in both languages."""

from ...core.catalogue import Problem
from ...core.errors import Unreadable
from ...texts import LANGUAGES, catalogue


def unreadable(reason: str, **params: object) -> Unreadable:
    """The error that says why a file as a whole cannot be read."""
    told = both(f"file.{reason}", **params)
    return Unreadable(field="file", **{f"reason_{lang}": text for lang, text in told.items()})


def problem_text(problem: Problem) -> dict[str, str]:
    """What is wrong in a row and what to do, by language."""
    return both(f"row.{problem.code}", **problem.params)


def both(key: str, **params: object) -> dict[str, str]:
    """The text by language; a parameter that differs by language is a mapping."""
    texts = catalogue("server.usecases.catalogue")
    return {
        language: texts.text(
            key,
            language,
            **{k: v[language] if isinstance(v, dict) else v for k, v in params.items()},
        )
        for language in LANGUAGES
    }
