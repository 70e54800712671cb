"""Pictures of ten pages for the README and for whoever reviews a change: narrow and wide, light and dark.

    python -m tests.browser.screenshots [FOLDER]

Starts the product on an empty database with its baseline. Called by `make screenshots`.
"""

import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.product import FLAGS, ROOT, serving, variables_for
from tests.harness.machine import find_browser

PAGES = {
    "overview": "/",
    "state": "/states/COL/",
    "commitment": "/commitments/16b/",
    "obligation": "/states/UKR/16b/",
    "matrix": "/matrix/",
    "map": "/map/?commitment=16c",
    "trends": "/trends/?commitment=16b",
    "compare": "/compare/?state=COL&state=KHM&state=AGO",
    "obligations": "/obligations/?status=overdue&status=contradicted",
    "evidence": "/evidence/?commitment=16d",
}
SIZES = {390: 844, 1440: 900}
SCHEMES = ("light", "dark")
COLOURS = 128


def picture(browser: Browser, address: str, path: Path, *, width: int, scheme: str) -> None:
    """What a reader sees first of one page; few colours keep the file small."""
    size = {"width": width, "height": SIZES[width]}
    context = browser.new_context(viewport=size, color_scheme=scheme, locale="en-GB")
    page = context.new_page()
    page.goto(address)
    page.screenshot(path=path)
    context.close()
    with Image.open(path) as drawn:
        drawn.convert("RGB").quantize(COLOURS).save(path, optimize=True)


def main(folder: Path) -> None:
    """Take every picture anew."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory(prefix="cartagena-") as database,
        serving(variables_for(Path(database))) as root,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_browser(), args=[*FLAGS])
        for (name, address), width, scheme in product(PAGES.items(), SIZES, SCHEMES):
            path = folder / f"{name}-{width}-{scheme}.png"
            picture(browser, root + address, path, width=width, scheme=scheme)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots")
