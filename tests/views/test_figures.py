"""Every figure that is a link equals the number of rows behind it."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urljoin

import pytest
from django.test import Client

from commitments.models import ProgressNote
from commitments.rules.codes import STORED_STATUSES, Certainty, Status
from tests.builders import make_commitment, make_deadline, make_note, make_obligation, make_party, make_state
from tests.views.figure_links import RowsBehind, figures, rows_announced
from tests.views.site import EMBEDS, PAGES, addresses

pytestmark = pytest.mark.django_db
LIST_PAGE = re.compile(
    r"/(?:obligations|progress|states|evidence|evidence/sources|seals|trends/moved)/(?:\?|$)"
)
COUNTING = {
    "/",
    "/commitments/",
    "/commitments/16b/",
    "/states/COL/",
    "/matrix/",
    "/map/",
    "/trends/",
    "/coverage/",
}
DAY_IN_THE_PAST = "as_of=2019-12-31&known_at=2025-12-31"


@pytest.fixture(scope="module")
def world(standing) -> list[ProgressNote]:
    """Three States and two promises, every status on one day or another, a State that left, one outside."""
    with standing():
        return store_world()


def store_world() -> list[ProgressNote]:
    states = [
        make_party(iso3="COL", name_en="Colombia", region="Americas", subregion="South America"),
        make_party(iso3="KHM", name_en="Cambodia"),
        make_party(iso3="FIN", name_en="Finland", region="Europe", until=date(2026, 1, 10)),
        make_party(iso3="LKA", name_en="Sri Lanka", since=date(2018, 6, 1)),
    ]
    make_state(iso3="USA", name_en="United States of America", region="Americas")
    promises = [make_commitment(code="16b", position=9), make_commitment(code="16c", position=10)]
    owed = [make_obligation(state=state, commitment=promise) for state in states for promise in promises]
    notes = [
        make_note(
            obligation=owed[number % 7],
            status=status,
            noted_date=date(2010 + number, 5, 4),
            text="Looked in the report of the State, page 3.",
            links=1 + number % 2,
        )
        for number, status in enumerate(STORED_STATUSES)
    ]
    notes.append(
        make_note(obligation=owed[0], status="", certainty=Certainty.ALLEGED, dispute="No.", disputed_by="It")
    )
    make_note(obligation=owed[1], status=Status.OVERDUE, published=False, links=1)
    make_deadline(obligation=owed[0], due_date=date(2030, 3, 1))
    make_deadline(obligation=owed[2], due_date=date(2010, 3, 1))
    return notes


def visited(client: Client, notes: list[ProgressNote], query: str) -> Iterator[tuple[str, str]]:
    """Every page that has to do with these notes, with its address."""
    for address in addresses(*notes, names=[*PAGES, *EMBEDS]):
        response = client.get(f"{address}?{query}")
        if response.headers["Content-Type"].startswith("text/html") and response.status_code == 200:
            yield address, response.content.decode()


@pytest.mark.parametrize("query", ["", DAY_IN_THE_PAST], ids=["today", "both clocks"])
def test_every_figure_equals_the_rows_behind_it(client, world, query):
    behind = RowsBehind(client)
    wrong, checked, with_figures = [], 0, set()
    for page, html in visited(client, world, query):
        for address, shown in figures(html):
            with_figures.add(page)
            target = urljoin(page, address)
            assert LIST_PAGE.match(target), f"{page} calls {target} a figure, which is no list"
            checked += 1
            if shown != str(behind.count(target)):
                wrong.append(f"{page} shows {shown!r}, {target} has {behind.count(target)}")

    assert wrong == []
    announced = {target: rows_announced(client, target) for target in behind.each_kind.values()}
    assert announced == {target: behind.counts[target] for target in announced}
    assert len(announced) > 10
    assert checked > 50
    assert with_figures >= COUNTING
