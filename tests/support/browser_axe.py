"""axe-core in a page: what keeps people from using it."""

from functools import cache
from typing import Any

from playwright.sync_api import Page
from running import ROOT

AXE = ROOT / "server/web/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """
async (tags) => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags},
    // What is told apart at 7:1 is at 4.5:1 as well.
    rules: {"color-contrast-enhanced": {enabled: true}, "color-contrast": {enabled: false}},
    resultTypes: ["violations"],
  });
  return found.violations;
}
"""


@cache
def _source() -> str:
    return AXE.read_text("utf-8")


def violations(page: Page) -> list[str]:
    """One line a violation: the rule, what it asks, and where. WCAG 2.2 AA, contrast as in AAA.

    Of the page with its figures: while it fetches them, those of before are dimmed."""
    page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
    # Through the debugger, as the page's own policy lets nobody add a script.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    found: list[dict[str, Any]] = page.evaluate(RUN, TAGS)
    return [_line(violation) for violation in found]


def _line(violation: dict[str, Any]) -> str:
    places = "; ".join(_place(node) for node in violation["nodes"][:4])
    return f"{violation['id']}: {violation['help']} at {places}"


def _place(node: dict[str, Any]) -> str:
    data = [check["data"] for check in node["any"] if isinstance(check.get("data"), dict)]
    ratio = f" ({data[0]['contrastRatio']})" if data and "contrastRatio" in data[0] else ""
    return f"{node['target']}{ratio}"
