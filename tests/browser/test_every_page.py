"""Every kind of page for every reader: WCAG by axe, narrow and wide, light and dark, large, own colours.

One visit serves all of it, because opening a page costs more than looking at it.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.kinds import ADDRESSES, EVERY_ADDRESS, kinds_without_address

pytestmark = pytest.mark.browser

# the rules of WCAG 2.2, A and AA, and what the makers of axe hold to be good practice
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
# what the makers of axe call structure is the same in every scheme; these rules depend on scheme or width
RULES_OF_LOOKS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]},
    "resultTypes": ["violations"],
}
LOOKS = [("light", 1440), ("dark", 320)]
MORE_LOOKS = [("dark", 1440), ("light", 320), ("light", 768), ("dark", 768)]
# one page of each kind is read in all looks; its variants in two, with every scheme and width among them
IN_ALL_LOOKS = {of_kind[0] for of_kind in ADDRESSES.values()}
# thousands of cells are alike, and axe looks at each
ALIKE = {"exclude": [[".matrix tbody tr:nth-child(n+20)"]]}
WIDTHS = (320, 390, 768, 1440)
# 200 % zoom of a window of 1280 pixels leaves 640 of them for the page
ZOOMED = 640

# text that is cut off: it asks for more room than its box shows, and no scrolling brings it
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(each => {
    const style = getComputedStyle(each);
    if (style.overflowX !== "hidden" && style.overflowY !== "hidden") return false;
    if (each.closest("svg, .bar, .scroll-cue") || style.clipPath !== "none") return false;
    if (!each.textContent.trim()) return false;
    return each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
  }).map(each => each.outerHTML.slice(0, 100))"""
# what is told by background alone is gone in the reader's own colours
BARE_MARKS = """() => [...document.querySelectorAll(".status__mark, .button, .matrix .cell")].filter(each => {
    if (!each.checkVisibility()) return false;
    const style = getComputedStyle(each);
    return style.borderTopWidth === "0px" && style.forcedColorAdjust !== "none";
  }).map(each => each.outerHTML.slice(0, 100))"""
WIDTH = "document.documentElement.scrollWidth"


def look(page: Page, width: int, *, height: int = 900) -> None:
    """As wide as this reader's window."""
    page.set_viewport_size({"width": width, "height": height})


def refused_by_axe(page: Page, looks: list[tuple[str, int]], rules: dict[str, object]) -> Iterator[str]:
    """Each violation: the look, the rule, its help and the first places it was found in."""
    for scheme, width in looks:
        look(page, width)
        page.emulate_media(color_scheme=scheme)
        for each in Axe().run(page, context=ALIKE, options=rules).response["violations"]:
            places = [node["target"] for node in each["nodes"][:3]]
            yield f"{scheme} {width}: {each['id']}: {each['help']}: {places}"


def wider_than_the_window(page: Page) -> Iterator[str]:
    """Each width of a window in which the page has to be scrolled sideways."""
    for width in (*WIDTHS, ZOOMED):
        look(page, width)
        if (found := page.evaluate(WIDTH)) != width:
            yield f"{width}: the page is {found} wide"


def lost_when_enlarged(page: Page) -> Iterator[str]:
    """Each text that is cut off at twice the size."""
    look(page, ZOOMED, height=450)
    yield from (f"cut off: {each}" for each in page.evaluate(CUT_OFF))


def lost_in_own_colours(page: Page) -> Iterator[str]:
    """Each mark that a reader's own colours take away."""
    page.emulate_media(forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    yield from (f"no border in own colours: {each}" for each in page.evaluate(BARE_MARKS))


def test_every_kind_of_page_is_looked_at():
    assert kinds_without_address() == set()


@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_a_page_serves_every_reader(address: str, any_page: Page):
    complaints: list[str] = []
    any_page.on("pageerror", lambda error: complaints.append(str(error)))
    any_page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    answer = any_page.goto(address)

    found = [
        *(complaints if answer.ok else []),
        *refused_by_axe(any_page, LOOKS, RULES),
        *refused_by_axe(any_page, MORE_LOOKS if address in IN_ALL_LOOKS else [], RULES_OF_LOOKS),
        *wider_than_the_window(any_page),
        *lost_when_enlarged(any_page),
        *lost_in_own_colours(any_page),
    ]

    assert found == []
