"""The deadline of an obligation in SQL is that of the rule, in many cases."""

from datetime import UTC, date, datetime
from itertools import product
from random import Random

import pytest

from commitments.models import Deadline, Membership, Obligation, ProgressNote
from commitments.rules.clocks import Clocks
from commitments.rules.codes import DATE_PRECISIONS, Status
from commitments.rules.deadlines import DueDate, deadline_state, latest_due
from tests.builders import (
    make_commitment,
    make_deadline,
    make_obligation,
    make_party,
    make_user,
    store_notes,
)
from tests.each import Failures

pytestmark = pytest.mark.django_db
KNOWN_AT = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = [date(2024, 2, 1), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2024, 12, 31)]
DAYS += [date(2025, 1, 1), date(2025, 1, 31), date(2025, 2, 1)]
FOUND = ("", "fulfilled", "overdue", "in_progress", "not_applicable")
CASES = 240


def store(random: Random) -> None:
    """One obligation with up to three findings and three deadlines."""
    until = random.choice([None, None, None, date(2025, 1, 15)])
    commitment = make_commitment(code=random.choice(["16b", "16b", "16c", "18"]))
    obligation = make_obligation(state=make_party(until=until), commitment=commitment)
    person = make_user()
    published = {"stage": "published", "published_at": KNOWN_AT, "published_by": person}
    store_notes(
        ProgressNote(
            obligation=obligation,
            author=person,
            noted_date=random.choice(DAYS),
            text="Found.",
            status=random.choice(FOUND),
            **published,
        )
        for _number in range(random.randint(0, 3))
    )
    for due, precision in random.sample([*product(DAYS, DATE_PRECISIONS)], random.randint(0, 3)):
        decided = random.choice([None, None, date(2024, 3, 1)])
        fields = {"due_date": due, "due_precision": precision, "decided_date": decided, "kind": "extension"}
        if not Deadline.objects.filter(obligation=obligation, due_date=due).exists():
            make_deadline(obligation=obligation, **fields)


def expected(obligation: Obligation, day: date) -> tuple:
    """The same by the rule, from the rows as Python reads them."""
    status, note = Status(obligation.status), ProgressNote.objects.filter(pk=obligation.finding_id).first()
    rows = [
        DueDate(each.due_date, each.due_precision, each.pk)
        for each in Deadline.objects.filter(obligation=obligation)
        if each.decided_date is None or each.decided_date <= day
    ]
    latest = latest_due(rows)
    found = note.noted_date if note else None
    code = obligation.commitment.code
    said = deadline_state(commitment=code, status=status, found=found, latest=latest, day=day)
    return (said or "", *(latest[:2] if said and latest else (None, None)))


def test_deadline_in_sql_is_that_of_the_rule_in_many_cases():
    random, failures, said = Random(11), Failures(), set()
    for _number in range(CASES):
        store(random)
    for day in DAYS:
        for each in (
            Obligation.objects.select_related("commitment")
            .with_status_on(Clocks(day, KNOWN_AT))
            .with_deadline_on(Clocks(day, KNOWN_AT))
        ):
            with failures.kept((day, each.pk, each.status)):
                found = (each.deadline_state, each.deadline_date, each.deadline_precision)
                said.add(found[0])
                assert found == expected(each, day)
    assert not failures, failures
    assert said == {"", "ahead", "passed", "missed", "met", "none_known"}
    assert Membership.objects.exclude(withdrawal_effective_date=None).exists()
