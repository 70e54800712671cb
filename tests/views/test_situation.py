"""The band under the header: which day is shown, how to choose another, and how to come back."""

import re
from html import unescape

import pytest

from tests.views.site import body

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def band(client, address: str) -> str:
    page = unescape(body(client.get(address)))
    return page[page.index('class="situation') : page.index("<main")]


def test_the_form_leads_to_the_same_page_and_keeps_what_was_asked(client, note):
    found = band(client, "/obligations/?status=overdue&q=Col&page=2&as_of=2021-01-01&known_at=2026-01-01")

    assert 'action="/obligations/"' in found
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)"', found)
    assert hidden == [("status", "overdue"), ("q", "Col")]
    assert 'name="as_of" min="1997-09-18" max="2100-12-31" value="2021-01-01"' in found
    assert 'name="known_at" min="1997-09-18" max="2100-12-31" value="2026-01-01"' in found


def test_today_leaves_the_days_open(client, note):
    found = band(client, "/obligations/")

    assert re.findall(r'name="(as_of|known_at)"[^>]*value=', found) == []
    assert "Back to today" not in found


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("as_of=2021-01-01", "What had been noted by this day, as it is known today."),
        ("known_at=2025-01-01", "What was published, corrected or retracted later is left out."),
        (
            "as_of=2021-01-01&known_at=2025-01-01",
            "What had been noted by the first day, as far as it had been published here by the second.",
        ),
    ],
)
def test_a_clock_that_is_set_says_what_it_means_and_leads_back(client, note, query, said):
    found = band(client, f"/obligations/?status=overdue&{query}")

    assert said in found
    assert '<a href="/obligations/?status=overdue">Back to today</a>' in found


def test_a_day_with_a_name_is_the_present_one(client, note):
    found = band(client, "/states/COL/?as_of=2019-11-29")

    assert re.findall(r'href="([^"]+)"\s+aria-current="date"', found) == ["/states/COL/?as_of=2019-11-29"]


@pytest.mark.parametrize("query", ["as_of=yesterday&status=overdue", "known_at=%00&status=overdue"])
def test_a_day_that_nobody_can_read_offers_the_form_again(client, note, query):
    response = client.get(f"/obligations/?{query}")

    page = unescape(body(response))
    assert response.status_code == 400
    assert page.count('id="clock-as-of"') == 1
    assert "Choose another day" in page
    assert '<input type="hidden" name="status" value="overdue">' in page


def test_another_mistake_offers_the_form_in_the_band_only(client, note):
    page = body(client.get("/nowhere/?as_of=2015-12-31"))

    assert page.count('id="clock-as-of"') == 1
    assert "Choose another day" not in page
