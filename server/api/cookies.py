"""The cookies of people's browsers."""

from flask import Response

from .identity import BROWSER_COOKIE, COOKIE

AGES_S = {COOKIE: 12 * 3600, BROWSER_COOKIE: 400 * 86_400}


def put_cookie(
    response: Response, name: str, value: str, *, secure: bool, age_s: int | None = None
) -> None:
    """Set a cookie that no script reads and no other site's request carries along. Whoever comes
    back from a sign-in elsewhere still shows that the browser is known."""
    response.set_cookie(
        name,
        value,
        max_age=AGES_S[name] if age_s is None else age_s,
        httponly=True,
        samesite="Lax" if name == BROWSER_COOKIE else "Strict",
        secure=secure,
    )
