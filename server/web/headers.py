"""The headers that tell browsers what no answer of this server ever needs."""

from flask import Flask, Response, request

from ..api.origin import Origins

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Open data are fetched from anywhere (CORS); nothing is shown inside other sites' pages.
    "Cross-Origin-Resource-Policy": "same-site",
    # Staff record calls at the administration page; nothing else of the machine is used.
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(self), payment=(), usb=(), serial=(), midi=(),"
        " accelerometer=(), gyroscope=(), magnetometer=(), display-capture=(), browsing-topics=()"
    ),
}
INERT = "default-src 'none'; frame-ancestors 'self'"
"""Of whatever is no page (data, pictures, errors): it runs nothing, whoever opens it."""
HSTS = "max-age=31536000"


def add_headers(app: Flask, origins: Origins) -> None:
    """Set what an answer has not set itself."""

    def dress(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        # A worker's script is bound by its own policy, and fetches what the page may.
        if "javascript" not in (response.mimetype or ""):
            response.headers.setdefault("Content-Security-Policy", INERT)
        if origins.is_secure(request):
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        response.headers.pop("Server", None)
        return response

    app.after_request(dress)
