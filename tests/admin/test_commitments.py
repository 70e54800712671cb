"""A commitment that an administrator adds to a running site, and what opens with it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments.models import Commitment, Obligation, User
from commitments.rules.roles import ADMINISTRATOR, REVIEWER
from tests.builders import (
    make_commitment,
    make_member,
    make_obligation,
    make_paragraph,
    make_party,
    make_state,
)

ADD = "/admin/commitments/commitment/add/"


@pytest.fixture
def head(db) -> Client:
    """Administrator by their role, beside a Party, a State that left and one outside."""
    make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))
    make_party(iso3="LTU", until=date(2025, 12, 27))
    make_state(iso3="LBN")
    Obligation.objects.open_missing()
    client = Client()
    client.force_login(make_member(ADMINISTRATOR, username=ADMINISTRATOR.lower()))
    return client


def filled_in(**changes: object) -> dict[str, object]:
    return {
        "code": "22a",
        "paragraph": make_paragraph(number=21).pk,
        "letter": "a",
        "position": 18,
        "title": "Report on what was promised",
        "quotation": "We will do it.",
        "mode": "undertaking",
        "reading": "Each State reports.",
        "concerns": "All States Parties.",
        "shown_by": "A report.",
        "review_days": 100,
    } | changes


def errors(answer) -> dict[str, list[str]]:
    return answer.context["adminform"].form.errors


def test_add_opens_an_obligation_for_every_state_that_is_or_was_a_party(head):
    answer = head.post(ADD, filled_in())

    assert answer.status_code == 302, errors(answer)
    opened = Obligation.objects.filter(commitment__code="22a").order_by("state__iso3")
    due = timezone.localdate() + timedelta(days=100)
    assert [(each.state.iso3, each.next_review_date) for each in opened] == [("COL", due), ("LTU", due)]


def test_add_is_one_batch_of_the_history_by_its_person(head):
    head.post(ADD, filled_in())

    (entry,) = Commitment.objects.get(code="22a").history.all()
    opened = Obligation.history.filter(commitment__code="22a")
    person = User.objects.get(username=ADMINISTRATOR.lower())
    assert entry.batch is not None
    assert {(row.batch, row.history_user) for row in [entry, *opened]} == {(entry.batch, person)}
    assert sorted(row.history_change_reason for row in opened) == [
        "first review planned",
        "first review planned",
        "opened",
        "opened",
    ]


def test_readers_see_an_added_commitment_at_once(head, client):
    pages = ("/", "/commitments/", "/matrix/", "/states/COL/")
    before = {page: client.get(page).content.decode() for page in pages}

    head.post(ADD, filled_in())

    assert client.get("/commitments/22a/").status_code == 200
    for page in pages:
        assert "22a" not in before[page]
        assert "22a" in client.get(page).content.decode(), page
    rows = client.get("/api/v1/obligations/", {"commitment": "22a"}).json()
    assert len(rows["rows"]) == 2


@pytest.mark.parametrize("code", ["22A", "220", "a", "2a2", "2-a", "22ab", "22\u0431"])
def test_add_refuses_a_code_that_fits_no_address(head, code):
    answer = head.post(ADD, filled_in(code=code))

    assert "code" in errors(answer)
    assert Commitment.objects.count() == 1


def test_add_refuses_a_quotation_that_is_not_in_the_paragraph_and_a_code_that_is_taken(head):
    answer = head.post(ADD, filled_in(code="16b", quotation="We might do it."))

    assert set(errors(answer)) == {"code", "quotation"}
    assert Obligation.objects.count() == 2


def test_code_of_a_commitment_stays_and_nobody_deletes_one(head):
    stored = Commitment.objects.get()
    change = reverse("admin:commitments_commitment_change", args=[stored.pk])

    head.post(change, filled_in(code="22a", title="Another title"))

    stored.refresh_from_db()
    assert (stored.code, stored.title) == ("16b", "Another title")
    assert head.post(change.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_only_administrators_add_commitments(head):
    client = Client()
    client.force_login(make_member(REVIEWER))

    assert client.post(ADD, filled_in()).status_code == 403
    assert Commitment.objects.count() == 1
