"""Which findings carry a grave status on a day, as known at a moment."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commitments.models import Obligation
from commitments.rules.clocks import Clocks
from tests.builders import (
    make_commitment,
    make_note,
    make_obligation,
    make_party,
    make_reply,
    the_reviewer,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def obligation() -> Obligation:
    return make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16d"))


def found(year: int, obligation: Obligation, **fields: object):
    """A finding of that year, published on its first day."""
    day = date(year, 6, 1)
    fields = {"status": "contradicted", "noted_date": day, **fields}
    at = datetime(year, 6, 2, tzinfo=UTC)
    return make_note(obligation=obligation, published_at=at, text=f"Found in {year}.", **fields)


def words(obligation: Obligation, *, day: date = TODAY, known_at: datetime = NOW) -> str:
    read = Obligation.objects.as_listed(Clocks(day, known_at))
    return read.get(pk=obligation.pk).grave_words


def test_years_are_those_since_the_status_last_changed(obligation):
    found(2010, obligation)
    found(2012, obligation, status="in_progress")
    for year in (2014, 2015, 2018):
        found(year, obligation, certainty="apparent")
    found(2019, obligation, status="")

    assert words(obligation) == "signs of use, 2014-15 and 2018"
    assert words(obligation, day=date(2011, 1, 1)) == "use in 2010"
    assert words(obligation, day=date(2013, 1, 1)) == ""
    assert words(obligation, day=date(2014, 6, 1)) == "signs of use, 2014"
    assert words(obligation, known_at=datetime(2015, 1, 1, tzinfo=UTC)) == "signs of use, 2014"


def test_retracted_and_corrected_findings_count_no_longer(obligation):
    gone, corrected = found(2010, obligation), found(2012, obligation)
    found(2014, obligation)
    gone.retract(by=the_reviewer(), at=datetime(2020, 1, 1, tzinfo=UTC), reason="It was another State.")
    draft = corrected.correct(by=corrected.author)
    draft.certainty = "apparent"
    draft.write(by=draft.author)
    draft.submit(by=draft.author, at=datetime(2021, 1, 1, tzinfo=UTC))
    draft.publish(by=the_reviewer(), at=datetime(2021, 1, 2, tzinfo=UTC))

    assert words(obligation) == "use in 2014; signs of use, 2012"
    assert words(obligation, known_at=datetime(2020, 6, 1, tzinfo=UTC)) == "use in 2012 and 2014"
    assert words(obligation, known_at=datetime(2019, 6, 1, tzinfo=UTC)) == "use in 2010, 2012 and 2014"


def test_a_state_that_agrees_has_admitted_it_from_that_day_on(obligation):
    note = found(2011, obligation, certainty="apparent")
    other = found(2012, obligation)
    replied, published = date(2013, 11, 17), datetime(2014, 3, 1, tzinfo=UTC)
    reply = make_reply(note=note, position="agrees", replied_date=replied, published_at=published)
    make_reply(note=other, position="disagrees", replied_date=replied, published_at=published)

    assert words(obligation) == "use in 2011, admitted; use in 2012"
    assert words(obligation, day=replied - timedelta(days=1)) == "use in 2012; signs of use, 2011"
    assert words(obligation, known_at=published - timedelta(days=1)) == "use in 2012; signs of use, 2011"
    reply.retract(by=the_reviewer(), at=datetime(2020, 1, 1, tzinfo=UTC), reason="It came from elsewhere.")
    assert words(obligation) == "use in 2012; signs of use, 2011"
    before = datetime(2019, 1, 1, tzinfo=UTC)
    assert words(obligation, known_at=before) == "use in 2011, admitted; use in 2012"


def test_only_acts_against_a_promise_are_admitted(obligation):
    note = found(2011, obligation, status="overdue", noted_precision="by")
    make_reply(
        note=note,
        position="agrees",
        replied_date=date(2012, 1, 1),
        published_at=datetime(2014, 3, 1, tzinfo=UTC),
    )

    assert words(obligation) == "by 2011"


def test_draft_and_state_not_bound_have_no_words():
    left = make_obligation(state=make_party(iso3="KHM"), commitment=make_commitment(code="16d"))
    found(2011, left)
    stay = left.state.memberships.get()
    stay.withdrawal_notified_date, stay.withdrawal_effective_date = date(2012, 1, 1), date(2012, 7, 1)
    stay.save()
    undecided = make_obligation(state=make_party(iso3="COL"), commitment=left.commitment)
    make_note(obligation=undecided, status="contradicted", published=False)

    read = Obligation.objects.as_listed(Clocks(NOW.date(), NOW))
    assert {each.state.iso3: each.grave_findings for each in read} == {"COL": "", "KHM": ""}
    assert words(left, day=date(2012, 6, 30)) == "use in 2011"
