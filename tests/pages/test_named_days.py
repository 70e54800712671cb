"""The days that readers choose from come from the recorded meetings."""

from datetime import date

import pytest

from commitments.pages.named_days import named_days_by
from tests.builders import make_meeting, make_review_conference

pytestmark = pytest.mark.django_db


def named(day: date) -> list[tuple[str, date, bool]]:
    return [(str(each.place), each.day, each.is_stop) for each in named_days_by(day)]


def test_named_day_is_none_before_the_meeting_has_closed():
    make_review_conference()
    make_meeting()
    declaration = ("Cartagena", date(2009, 12, 4), True)
    conference = ("Siem Reap-Angkor", date(2024, 11, 29), True)

    assert named(date(2009, 12, 3)) == []
    assert named(date(2024, 11, 28)) == [declaration]
    assert named(date(2025, 12, 4)) == [declaration, conference]
    assert named(date(2025, 12, 5)) == [declaration, conference, ("Geneva", date(2025, 12, 5), False)]


def test_named_days_leave_out_the_declaration_itself_intersessionals_and_meetings_without_days():
    make_review_conference(code="2RC", first_day=date(2009, 11, 30), last_day=date(2009, 12, 4))
    make_meeting(code="IM2025", kind="intersessional")
    make_meeting(code="23MSP", first_day=None, last_day=None)

    assert named(date(2026, 11, 24)) == [("Cartagena", date(2009, 12, 4), True)]


def test_named_days_cost_one_query(django_assert_num_queries):
    for number in range(3):
        make_meeting(code=f"M{number}")

    with django_assert_num_queries(1):
        named_days_by(date(2026, 11, 24))
