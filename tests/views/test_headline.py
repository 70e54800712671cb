"""The headline figures: kept before the Declaration and since, acts and votes, sources as addresses."""

import json
import re
from datetime import date
from html import unescape

import pytest

from commitments.models import EvidenceLink, Obligation, ProgressNote
from commitments.pages.headline import HeadlineFigures, KeptCount, headline_figures
from commitments.rules.clocks import Clocks
from commitments.rules.codes import EvidenceKind
from tests.builders import make_commitment, make_note, make_obligation, make_party
from tests.views.site import body

pytestmark = pytest.mark.django_db
FIGURE = re.compile(r'class="figure" href="([^"]+)"><span class="number">([\d,]+)<')
THE_DAY = date(2009, 12, 4)


@pytest.fixture
def promises() -> list[Obligation]:
    """Promises kept before, kept since, kept again after a relapse, voted for, noted, and a silent one."""
    commitment = make_commitment(code="16c")
    owed = [make_obligation(state=make_party(), commitment=commitment) for _number in range(6)]
    before, since, again, voted, noted, _silent = owed
    found(before, THE_DAY, "fulfilled")
    found(before, date(2015, 1, 1), "fulfilled")
    found(since, date(2009, 12, 5), "fulfilled")
    for day, status in ((date(2005, 1, 1), "fulfilled"), (date(2010, 1, 1), "overdue")):
        found(again, day, status)
    found(again, date(2012, 1, 1), "fulfilled")
    found(noted, date(2012, 1, 1), "", url="https://example.org/two")
    found(voted, date(2012, 1, 1), "in_progress", kind=EvidenceKind.VOTE_RECORD)
    # votes that decide nothing: beside an act, and alone
    found(since, date(2013, 1, 1), "", kind=EvidenceKind.VOTE_RECORD)
    found(noted, date(2013, 1, 1), "", kind=EvidenceKind.VOTE_RECORD)
    return owed


def found(obligation: Obligation, day: date, status: str, **evidence: object) -> ProgressNote:
    return make_note(
        obligation=obligation,
        noted_date=day,
        status=status,
        evidence={"url": "https://example.org/one", **evidence},
    )


def test_headline_counts_acts_and_votes_and_the_declaration_apart(promises, today, now):
    clocks = Clocks(today, now)
    tally = Obligation.objects.with_status_on(clocks).tally()

    headline = headline_figures(tally, clocks)

    kept = {"16c": KeptCount(before=1, since=2)}
    assert headline == HeadlineFigures(by_act=3, by_vote=1, sources=2, kept=kept)
    assert (tally.counts["noted"], tally.counts["not_assessed"], tally.published) == (1, 1, 5)


def test_headline_figures_lead_to_exactly_their_rows(promises, client):
    page = body(client.get("/"))
    known = page[page.index('id="known"') :]

    figures = FIGURE.findall(known)

    rows = [client.get(unescape(address)).context["table"].paginator.count for address, _shown in figures]
    assert [int(shown) for _address, shown in figures] == rows == [6, 3, 1, 1, 1, 10, 2]


def test_first_found_filters_read_the_unbroken_run(promises, client):
    asked = {
        "status=fulfilled&first_found_by=2009-12-04": promises[:1],
        "status=fulfilled&first_found_after=2009-12-04": promises[1:3],
        "by_vote=true": promises[3:4],
        "by_vote=false&status=fulfilled": promises[:3],
    }

    listed = {query: {*rows(client, query)} for query in asked}

    assert listed == {query: {each.state.iso3 for each in owed} for query, owed in asked.items()}
    assert {*rows(client, "by_vote=false")} == {*rows(client, "")} - {promises[3].state.iso3}


def test_each_source_once_chooses_among_the_rows_left_by_other_filters(promises, client):
    other = found(promises[5], date(2014, 1, 1), "", url="https://example.org/one")

    listed = client.get(f"/evidence/?state={other.obligation.state.iso3}&each_source_once=true")
    repeated = client.get("/evidence/?each_source_once=false").context["table"]

    assert [row.record.note_id for row in listed.context["table"].page] == [other.pk]
    assert repeated.paginator.count == EvidenceLink.objects.count() - 2


def rows(client, query: str) -> list[str]:
    answer = client.get(f"/obligations.json?{query}")
    return [row["state_iso3"] for row in answer_rows(answer)]


def answer_rows(answer) -> list[dict]:
    found = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return json.loads(found)["rows"]
