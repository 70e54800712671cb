"""The office on the morning on which the digests go out."""

from datetime import UTC, datetime, timedelta
from io import StringIO

from django.core.management import call_command

from commitments.models import Assignment
from tests.builders import make_obligation, make_party, make_user, make_writer

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
TODAY = NOW.date()


def make_colleague(*states, every_state: bool = False, **fields):
    """Someone of the office who looks after these States."""
    fields = {"is_staff": True, "email": "ana@example.org", "first_name": "Ana", **fields}
    person = make_writer(**fields) if every_state else make_user(**fields)
    for state in states:
        Assignment.objects.create(person=person, state=state)
    return person


def make_due(*, days: int, state=None):
    """An obligation that is to be looked at so many days from now."""
    obligation = make_obligation(state=state or make_party())
    obligation.next_review_date = TODAY + timedelta(days=days)
    obligation.save()
    return obligation


def remind() -> str:
    said = StringIO()
    call_command("remind", stdout=said)
    return said.getvalue().strip()
