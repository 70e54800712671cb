"""Which style sheets a page loads: the shared one, at most one more, and all that its classes need."""

import re
from pathlib import Path

import pytest

from cartagena.sheets import FOLDER, SHEET, shared_sheet
from tests.views.site import EMBEDS, PAGES, address, body

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def classes_of(sheet: str) -> set[str]:
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)))


def read(file: Path) -> set[str]:
    return classes_of(file.read_text(encoding="utf-8"))


def test_a_page_loads_the_shared_sheet_and_at_most_one_more_with_all_that_it_shows(client, note):
    shared = classes_of(shared_sheet())
    own = {f"css/pages/{file.name}": read(file) for file in FOLDER.glob("pages/*.css")}
    own["css/embedded.css"] = read(FOLDER / "embedded.css")

    for name in (*PAGES, *EMBEDS):
        page = body(client.get(address(name, note)))
        first, *others = re.findall(r'rel="stylesheet" href="/static/commitments/([^"]+)"', page)
        shown = set(" ".join(re.findall(r'class="([^"]*)"', page)).split())

        assert f"commitments/{first}" == SHEET, name
        assert len(others) <= 1, name
        loaded = shared.union(*(own[sheet] for sheet in others))
        assert (shown & shared.union(*own.values())) - loaded == set(), name
