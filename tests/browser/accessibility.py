"""What axe finds on a page: its program is brought there once, and only what it refuses comes back."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PROGRAM = Axe().axe_script
RUN = """([context, options]) => axe.run(context ?? document, options).then(found =>
    found.violations.map(each => ({...each, nodes: each.nodes.slice(0, 3).map(node => node.target)})))"""

# the rules of WCAG 2.2, A and AA, and what the makers of axe hold to be good practice
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}


def violations(page: Page, *, context: object = None, options: dict[str, object] = RULES) -> Iterator[str]:
    """Each rule that the page breaks: its name, its help and the first places where it does."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(PROGRAM)
    for each in page.evaluate(RUN, [context, options]):
        yield f"{each['id']}: {each['help']}: {each['nodes']}"
