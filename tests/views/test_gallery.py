"""The gallery of components, which only development serves."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from commitments.rules.clocks import read_clocks
from commitments.views.gallery import gallery

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
# pieces of the frame, parts of other components, and what needs a list or the world: each shown on its page
ELSEWHERE = {
    "before_after",
    "citation",
    "clock_fields",
    "column_form",
    "day_choice",
    "downloads",
    "event_list",
    "feed_alternate",
    "filter_chips",
    "filter_choices",
    "filter_field",
    "filter_form",
    "filter_more",
    "follow",
    "footer",
    "list_empty",
    "list_results",
    "locator",
    "masthead",
    "navigation",
    "navigation_item",
    "on_this_page",
    "pager",
    "scroll_cue",
    "search_form",
    "sentences",
    "share",
    "situation",
    "situation_day",
    "social",
    "social_image",
    "table",
    "table_head",
    "trend",
    "trend_picture",
    "weave",
    "world_map",
}


def test_it_is_not_there_for_readers(client, db):
    with pytest.raises(NoReverseMatch):
        reverse("gallery")
    assert client.get("/gallery/").status_code == 404


def test_it_shows_every_component_or_somebody_said_why_not():
    shown = set()
    for template in (TEMPLATES / "gallery").glob("*.html"):
        shown |= set(re.findall(r'"components/(\w+)\.html"', template.read_text(encoding="utf-8")))
    there = {path.stem for path in (TEMPLATES / "components").glob("*.html")}

    assert there - shown == ELSEWHERE
    assert shown & ELSEWHERE == set()


def test_it_shows_every_icon_and_asks_for_nothing_stored(rf: RequestFactory, django_assert_num_queries, db):
    request = rf.get("/gallery/")
    request.clocks = read_clocks({}, now=timezone.now())
    sprite = (ROOT / "static" / "commitments" / "icons.svg").read_text(encoding="utf-8")
    names = re.findall(r'<symbol id="([a-z]+)"', sprite)

    page = gallery(request).content.decode()

    assert [name for name in names if f"icons.svg#{name}" not in page] == []
    assert len(names) > 5
    assert "Exampleland" in page


def test_every_scrolling_table_has_a_cue_for_small_screens():
    opening = re.compile(
        r'<div class="table-scroll[^>]*>\s*(\{% include "components/scroll_cue.html" only %\})?'
    )
    without = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.glob("**/*.html")
        for found in opening.finditer(path.read_text(encoding="utf-8"))
        if not found[1]
    }

    assert without == set()
