"""The status on several days at once is the status on each of them."""

from datetime import date, timedelta

import pytest

from commitments.models import Obligation
from commitments.rules.clocks import Clocks
from tests.builders import PUBLISHED, make_note, make_obligation, make_party

pytestmark = pytest.mark.django_db
DAYS = [date(2010, 12, 31), date(2015, 12, 31), date(2020, 12, 31), date(2026, 11, 24)]


def history() -> None:
    """One that moves twice, one that joins, one that leaves, and one of which nothing is known."""
    moving = make_obligation(state=make_party(iso3="COL"))
    make_note(obligation=moving, status="in_progress", noted_date=date(2012, 1, 1))
    make_note(obligation=moving, status="fulfilled", noted_date=date(2016, 1, 1))
    late = make_note(
        obligation=moving, noted_date=date(2019, 1, 1), published_at=PUBLISHED + timedelta(days=9)
    )
    assert late.status == "in_progress"
    make_obligation(state=make_party(iso3="KHM", since=date(2013, 1, 1)))
    leaver = make_obligation(state=make_party(iso3="FIN", until=date(2020, 12, 31)))
    make_note(obligation=leaver, status="fulfilled", noted_date=date(2009, 1, 1))
    make_note(obligation=make_obligation(state=make_party(iso3="PER")), published=False)


@pytest.mark.parametrize("known_for", [timedelta(0), timedelta(days=30)])
def test_each_day_has_the_status_that_it_has_alone(known_for):
    history()
    known_at = PUBLISHED + known_for

    together = Obligation.objects.with_statuses_on(DAYS, Clocks(DAYS[0], known_at)).order_by("pk")
    found = [list(row) for row in together.values_list(*(f"status_{number}" for number in range(len(DAYS))))]

    alone = [
        Obligation.objects.with_status_on(Clocks(day, known_at))
        .order_by("pk")
        .values_list("status", flat=True)
        for day in DAYS
    ]
    assert found == [list(row) for row in zip(*alone, strict=True)]
    assert len({status for row in found for status in row}) == 4


def test_any_number_of_days_is_one_query(django_assert_num_queries):
    history()

    with django_assert_num_queries(1):
        rows = list(Obligation.objects.with_statuses_on(DAYS * 5, Clocks(DAYS[0], PUBLISHED)))

    assert {row.status_0 == row.status_4 == row.status_16 for row in rows} == {True}
