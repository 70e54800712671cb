"""Style sheets: nothing from elsewhere, no side that turns wrong in Arabic, three widths, no dead rule."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from cartagena.sheets import SHEET, SharedSheetFinder, layer_files

ROOT = Path(__file__).parents[2]
SHEETS = ROOT / "static" / "commitments" / "css"
EVERY_SHEET = sorted(SHEETS.rglob("*.css"))
PAGE_SHEETS = [file for file in EVERY_SHEET if file not in layer_files() and file.parent.name != "admin"]
PUBLIC_SHEETS = [*layer_files(), *PAGE_SHEETS]
ONE_SIDED = re.compile(
    r"^\s*((?:margin|padding|border)-(?:left|right)|left|right|(?:min-|max-)?(?:width|height)|float)\s*:"
    r"|text-align:\s*(?:left|right)",
    re.MULTILINE,
)
# where a layout changes; `tokens.css` says what each of them is
BREAKPOINTS = {"40rem", "48rem", "62rem"}
# written as `status--{{ code }}` and the like
COMPOSED = re.compile(r"^(status|cell|swatch|age|deadline|matrix|embed-example__frame)--\w+$")


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def rules_of(file: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", text_of(file), flags=re.DOTALL)


def named(file: Path) -> str:
    return str(file.relative_to(SHEETS))


@pytest.mark.parametrize("file", EVERY_SHEET, ids=named)
def test_nothing_is_fetched_from_elsewhere(file):
    assert re.findall(r"@import|url\(|https?://", text_of(file)) == []


@pytest.mark.parametrize("file", PUBLIC_SHEETS, ids=named)
def test_layout_follows_the_direction_of_the_script(file):
    assert [found.group(0) for found in ONE_SIDED.finditer(text_of(file))] == []


def test_every_colour_that_is_used_is_a_token():
    shared = "".join(map(rules_of, layer_files()))

    for file in PUBLIC_SHEETS:
        used = set(re.findall(r"var\(--([\w-]+)", text_of(file)))
        assert used - set(re.findall(r"--([\w-]+):", shared + rules_of(file))) == set(), named(file)


def test_a_layout_changes_at_three_widths_only():
    queries = [query for file in EVERY_SHEET for query in re.findall(r"@media ([^{]*)\{", rules_of(file))]
    features = {
        feature
        for query in queries
        for feature in re.findall(r"\(([^)]*(?:width|inline-size)[^)]*)\)", query)
    }

    assert features == {f"min-width: {width}" for width in BREAKPOINTS}


def test_every_class_of_a_sheet_is_used_somewhere():
    places = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "commitments").rglob("*.py"),
        *SHEETS.parent.rglob("*.js"),
    ]
    words = set(re.findall(r"[\w-]+", "\n".join(map(text_of, places))))

    for file in PUBLIC_SHEETS:
        classes = set(re.findall(r"\.([a-zA-Z][\w-]*)", rules_of(file)))
        unused = {name for name in classes - words if not COMPOSED.match(name)}
        assert unused == set(), named(file)


def test_the_shared_sheet_holds_each_layer_whole_and_in_order():
    sheet = Path(finders.find(SHEET)).read_text(encoding="utf-8")

    assert sheet == "\n".join(map(text_of, layer_files()))
    assert [named(file) for file in layer_files() if "/" not in named(file)] == [
        "tokens.css",
        "base.css",
        "layout.css",
        "forced-colors.css",
        "print.css",
    ]
    assert {file for file in EVERY_SHEET if file.parent.name == "components"} < set(layer_files())


def test_only_the_shared_sheet_is_found_in_that_way():
    finder = SharedSheetFinder()

    assert [path for path, _storage in finder.list(None)] == [SHEET]
    assert (len(finder.find(SHEET, find_all=True)), finder.find("commitments/css/tokens.css")) == (1, [])


def test_every_sheet_of_a_page_is_linked_by_a_template():
    templates = "".join(map(text_of, (ROOT / "templates").rglob("*.html")))

    assert [named(file) for file in PAGE_SHEETS if f"commitments/css/{named(file)}" not in templates] == []
