"""The process that makes one PDF: a page comes in on its input, the file goes out.

``python -m server.forms.worker SECONDS`` ends with 0, or with ``UNAVAILABLE`` where the library or
what it needs of the system is missing, or with ``TOO_LONG``. It fetches nothing but the typeface.
"""

import os
import signal
import sys
from io import BytesIO
from typing import Any

from ..tie import tie_to_parent
from .fonts import font_file, named_in

UNAVAILABLE = 3
TOO_LONG = 4
MOST_PAGES = 300
MOST_MEMORY = 3 << 30
NICE = 5
BASE = "http://sheet.invalid/"
"""No address of anything (RFC 6761): what a page names without one is looked for among the
typeface."""


def main() -> int:
    """Make the PDF; the exit code."""
    tie_to_parent(signal.SIGKILL)
    _bound(int(sys.argv[1]))
    html = sys.stdin.buffer.read().decode()
    try:
        document = laid_out(html)
    except (ImportError, OSError) as error:
        print(f"{type(error).__name__}: {error}".replace("\n", " "), file=sys.stderr)
        return UNAVAILABLE
    if len(document.pages) > MOST_PAGES:
        return TOO_LONG
    sys.stdout.buffer.write(document.write_pdf())
    return 0


def laid_out(html: str) -> Any:
    """A page laid out on paper, as a WeasyPrint document. Raises ``ImportError`` or ``OSError``
    where the library or Pango is missing."""
    import weasyprint  # loads Pango, which a server may lack

    page = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=_fetcher(weasyprint))
    return page.render()


def _fetcher(weasyprint: Any) -> Any:
    """Hands out the typeface, from its own files, and refuses every other address."""

    class Typeface(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            name = named_in(url) if url.startswith(BASE) else None
            if name is None:
                raise ValueError("only the typeface may be fetched")
            data = BytesIO(font_file(name).read_bytes())
            return weasyprint.urls.URLFetcherResponse(url, data, {"Content-Type": "font/ttf"})

    return Typeface()


def _bound(seconds: int) -> None:
    """Bound this process's own time and memory where the system can, and let the floor go
    first."""
    try:
        import resource
    except ImportError:
        return
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    sys.exit(main())
