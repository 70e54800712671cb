"""Every kind of page for every reader: WCAG by axe, narrow and wide, light and dark, large, own colours.

One visit serves all of it, because opening a page costs more than looking at it.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page

from tests.browser.accessibility import RULES, violations
from tests.browser.kinds import ADDRESSES, EVERY_ADDRESS, kinds_without_address

pytestmark = pytest.mark.browser

CONTRAST = "color-contrast"
# contrast is most of the work of axe: it is read in each scheme for a kind of page, once for its variants.
# Between phone and desk no colour is new; the colours of what only a phone shows are in static/test_contrast
RULES_BUT_CONTRAST = {**RULES, "rules": {CONTRAST: {"enabled": False}}}
# what the makers of axe call structure is the same in every scheme
RULES_OF_COLOUR = {"runOnly": {"type": "rule", "values": [CONTRAST]}, "resultTypes": ["violations"]}
RULES_OF_WIDTH = {
    "runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]},
    "resultTypes": ["violations"],
}
LOOKS_OF_A_VARIANT = [("light", 1440, RULES), ("dark", 320, RULES_OF_WIDTH)]
# one page of each kind is read in all looks; its variants in two, with every scheme among them
LOOKS = [
    ("light", 1440, RULES),
    ("dark", 1440, RULES_OF_COLOUR),
    ("dark", 320, RULES_BUT_CONTRAST),
    ("light", 768, RULES_OF_WIDTH),
]
IN_ALL_LOOKS = {of_kind[0] for of_kind in ADDRESSES.values()}
# thousands of cells are alike, and axe looks at each: it reads the page last, without them
ROWS_ALIKE = (
    ".matrix tbody tr:nth-child(n+20)",
    ".data-table tbody tr:nth-child(n+11)",
    ".sources > li:nth-child(n+11)",
)
TAKE_AWAY = "rows => document.querySelectorAll(rows).forEach(row => row.remove())"
WIDTHS = (320, 390, 768, 1440)
# 200 % zoom of a window of 1280 pixels leaves 640 of them for the page
ZOOMED = 640
PHONE = 360
MAX_HEADER_HEIGHT = 120

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
HEADER_HEIGHT = "document.querySelector('body > header')?.getBoundingClientRect().height ?? 0"


def look(page: Page, width: int, *, height: int = 900) -> None:
    """As wide as this reader's window."""
    page.set_viewport_size({"width": width, "height": height})


def refused_by_axe(page: Page, looks: list[tuple[str, int, dict[str, object]]]) -> Iterator[str]:
    """Each violation: the look, the rule, its help and the first places it was found in."""
    page.emulate_media(forced_colors="none")
    page.evaluate(TAKE_AWAY, ", ".join(ROWS_ALIKE))
    for scheme, width, rules in looks:
        look(page, width)
        page.emulate_media(color_scheme=scheme)
        yield from (f"{scheme} {width}: {each}" for each in violations(page, options=rules))


def wider_than_the_window(page: Page) -> Iterator[str]:
    """Each width of a window in which the page has to be scrolled sideways."""
    for width in (*WIDTHS, ZOOMED):
        look(page, width)
        if (found := page.evaluate(WIDTH)) != width:
            yield f"{width}: the page is {found} wide"


def hidden_by_the_header(page: Page) -> Iterator[str]:
    """What the header takes from a page on a phone, where it takes too much."""
    look(page, PHONE, height=740)
    if (height := page.evaluate(HEADER_HEIGHT)) > MAX_HEADER_HEIGHT:
        yield f"on a phone the header is {height} high"


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


@pytest.fixture(scope="module")
def tab(browser: Browser, base_url: str) -> Iterator[Page]:
    """One for all addresses: each new one starts a process, and axe in it from cold."""
    context = browser.new_context(base_url=base_url, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def complaints(tab: Page) -> Iterator[list[str]]:
    """What the browser has to say against a page while a test looks at it."""
    said: list[str] = []

    def failed(error: Error) -> None:
        said.append(str(error))

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    tab.on("pageerror", failed)
    tab.on("console", heard)
    yield said
    tab.remove_listener("pageerror", failed)
    tab.remove_listener("console", heard)


def open_anew(tab: Page, address: str) -> bool:
    """As somebody who was never here; returns whether the page was answered, not refused."""
    tab.context.clear_cookies()
    look(tab, 1280, height=720)
    tab.emulate_media(color_scheme="light", forced_colors="none")
    return tab.goto(address).ok


@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_a_page_serves_every_reader(address: str, tab: Page, complaints: list[str]):
    of_kind = address in IN_ALL_LOOKS
    answered = open_anew(tab, address)

    found = [
        *(hidden_by_the_header(tab) if of_kind else []),
        *wider_than_the_window(tab),
        *lost_when_enlarged(tab),
        *lost_in_own_colours(tab),
        *refused_by_axe(tab, LOOKS if of_kind else LOOKS_OF_A_VARIANT),
        *(complaints if answered else []),
    ]

    assert found == []
