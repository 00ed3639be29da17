"""What is said about rows and messages, in both languages."""

from ...core.catalogue import Problem
from ...texts import LANGUAGES, catalogue
from ..catalogue import texts as of_tables


def problem_text(problem: Problem) -> dict[str, str]:
    """What is wrong in a row of a file of dossiers and what to do, by language."""
    key = f"row.{problem.code}"
    if not catalogue("server.usecases.dossiers").has(key):
        return of_tables.problem_text(problem)
    return _both(key, **problem.params)


def message_text(problem: str) -> dict[str, str]:
    """What is wrong with a field of a department's message, by language."""
    return _both(f"message.{problem}")


def apology_reason(why: str) -> str:
    """The usual words of an apology, as the citizen reads them: Vietnamese."""
    return catalogue("server.usecases.dossiers").text(f"apology.{why}")


def _both(key: str, **params: object) -> dict[str, str]:
    texts = catalogue("server.usecases.dossiers")
    return {language: texts.text(key, language, **params) for language in LANGUAGES}
