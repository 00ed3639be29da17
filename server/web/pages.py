"""Serving a face's built page and its assets."""

from importlib import resources
from pathlib import Path

from flask import Blueprint, Response, abort, send_from_directory

# No inline code or styles anywhere: what a page needs, it loads from here.
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
    " img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' ws: wss:;"
    " manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
ASSET_AGE_S = 365 * 86_400


def static_folder(package: str) -> Path:
    """Where the build puts a face's page."""
    return Path(str(resources.files(package))) / "static"


def page_blueprint(face: str, package: str, *rules: str, prints: bool = False) -> Blueprint:
    """The page of ``package`` at each of ``rules``, its assets at ``/assets/<face>/``. One that
    ``prints`` may frame what this server gives it to be printed."""
    blueprint = Blueprint(f"page_{face}", __name__)
    folder = static_folder(package)

    def page(**_path: str) -> Response:
        response = send_page(folder)
        if prints:
            response.headers["Content-Security-Policy"] = f"{CSP}; frame-src 'self'"
        return response

    for rule in rules:
        blueprint.add_url_rule(rule, f"{face}{rule}", page)
    add_assets(blueprint, face, folder)
    return blueprint


def add_assets(blueprint: Blueprint, face: str, folder: Path) -> None:
    """Serve a face's assets, whose names carry a hash of their content."""

    def asset(name: str) -> Response:
        if name.endswith((".html", ".json")):
            abort(404)
        response = send_from_directory(folder, name, max_age=ASSET_AGE_S)
        response.headers["Cache-Control"] = f"public, max-age={ASSET_AGE_S}, immutable"
        return response

    blueprint.add_url_rule(f"/assets/{face}/<path:name>", f"{face}_asset", asset)


def send_page(folder: Path) -> Response:
    response = send_from_directory(folder, "index.html", max_age=0)
    return secure(response)


def secure(response: Response) -> Response:
    """The headers every page carries."""
    response.headers["Content-Security-Policy"] = CSP
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
