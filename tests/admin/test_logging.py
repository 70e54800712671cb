"""A researcher logs a finding in one form."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments.models import ProgressNote
from commitments.rules.codes import Precision, Stage
from tests.builders import make_commitment, make_note, make_obligation, make_state

ADD = "/admin/commitments/progressnote/add/"
WITHOUT_LINKS = {"evidence-TOTAL_FORMS": "0"}


def errors_of(response) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors


def change(note: ProgressNote) -> str:
    return reverse("admin:commitments_progressnote_change", args=[note.pk])


def test_a_note_is_kept_with_its_evidence_and_its_author(researcher, filled_in):
    obligation = make_obligation()

    researcher.post(ADD, filled_in(obligation.state, obligation.commitment))

    note = ProgressNote.objects.get()
    assert (note.obligation, note.author, note.stage) == (obligation, researcher.person, Stage.DRAFT)
    assert [link.url for link in note.evidence.all()] == ["https://example.org/report"]


def test_a_pair_without_an_obligation_is_refused_in_words(researcher, filled_in):
    outside = make_state(iso3="USA", name_en="United States of America")

    response = researcher.post(ADD, filled_in(outside, make_commitment(code="16b")))

    assert errors_of(response) == {
        "state": ["United States of America has never been a Party, so it owes nothing under 16b."]
    }
    assert not ProgressNote.objects.exists()


@pytest.mark.parametrize(
    ("given", "precision", "kept"),
    [
        ("2025-03-09", "day", date(2025, 3, 9)),
        ("2025-02-09", "month", date(2025, 2, 28)),
        ("2024-02-09", "year", date(2024, 12, 31)),
        ("2024-02-09", "by", date(2024, 2, 9)),
    ],
)
def test_a_date_is_filed_under_the_last_day_of_what_is_known(researcher, filled_in, given, precision, kept):
    obligation = make_obligation()
    form = filled_in(obligation.state, obligation.commitment, noted_date=given, noted_precision=precision)

    researcher.post(ADD, form)

    assert ProgressNote.objects.get().noted_date == kept


def test_a_year_that_still_runs_has_come_as_far_as_today(researcher, filled_in):
    obligation, today = make_obligation(), timezone.localdate()
    form = filled_in(
        obligation.state, obligation.commitment, noted_date=f"{today.year}-12-31", noted_precision="year"
    )

    researcher.post(ADD, form)

    assert ProgressNote.objects.get().noted_date == today


@pytest.mark.parametrize(
    ("given", "precision", "refusal"),
    [
        ("2090-01-01", "day", "This day lies in the future: log what has happened."),
        ("2090-01-01", "by", "This day lies in the future: log what has happened."),
        ("0209-01-01", "day", "This day lies before the Convention was adopted on 18 September 1997."),
    ],
)
def test_a_date_that_cannot_be_is_refused(researcher, filled_in, given, precision, refusal):
    obligation = make_obligation()
    form = filled_in(obligation.state, obligation.commitment, noted_date=given, noted_precision=precision)

    response = researcher.post(ADD, form)

    assert errors_of(response) == {"noted_date": [refusal]}


def test_by_is_offered_for_a_fact_and_refused_for_a_source(researcher, filled_in):
    obligation = make_obligation()
    form = filled_in(
        obligation.state, obligation.commitment, **{"evidence-0-published_precision": Precision.BY.value}
    )

    response = researcher.post(ADD, form)

    page = response.content.decode()
    assert page.count(">by (not later than)</option>") == 1
    assert "Select a valid choice. by is not one of the available choices." in page
    assert not ProgressNote.objects.exists()


def test_a_dispute_says_who_and_what(researcher, filled_in):
    obligation = make_obligation()

    response = researcher.post(
        ADD, filled_in(obligation.state, obligation.commitment, dispute="It denies it.")
    )

    assert errors_of(response) == {"disputed_by": ["Say who disputes the finding."]}


def test_an_allegation_contradicts_nothing(researcher, filled_in):
    obligation = make_obligation()
    form = filled_in(obligation.state, obligation.commitment, status="contradicted", certainty="alleged")

    response = researcher.post(ADD, form)

    assert errors_of(response) == {
        "status": ["An allegation does not contradict a promise: log it without a status."]
    }


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/a", "https://a@example.org"])
def test_evidence_stands_on_the_open_web(researcher, filled_in, address):
    obligation = make_obligation()
    form = filled_in(obligation.state, obligation.commitment, **{"evidence-0-url": address})

    response = researcher.post(ADD, form)

    (formset,) = response.context["inline_admin_formsets"]
    assert list(formset.formset.errors[0]) == ["url"]
    assert not ProgressNote.objects.exists()


def test_the_address_prefills_state_and_commitment(researcher):
    obligation = make_obligation(state=make_state(iso3="COL"), commitment=make_commitment(code="16b"))

    form = researcher.get(f"{ADD}?state=col&commitment=16b").context["adminform"].form

    assert (form.initial["state"], form.initial["commitment"]) == (
        obligation.state_id,
        obligation.commitment_id,
    )


@pytest.mark.parametrize("odd", ["XYZ", "%00", "9" * 100_000])
def test_a_state_that_nobody_knows_is_named_as_such(researcher, heard, odd):
    response = researcher.get(ADD, {"state": odd} if odd != "%00" else {"state": "\x00"})

    assert response.status_code == 200
    assert heard(response) == ["The address names no known State, so choose it yourself."]


def test_a_draft_is_amended_and_keeps_its_author(researcher, filled_in):
    note = make_note(published=False)
    state, commitment, author = note.obligation.state, note.obligation.commitment, note.author

    researcher.post(change(note), filled_in(state, commitment, text="Three provinces.", **WITHOUT_LINKS))

    note.refresh_from_db()
    assert (note.text, note.author) == ("Three provinces.", author)


def test_a_draft_shows_the_pair_it_is_about(researcher):
    note = make_note(published=False)

    form = researcher.get(change(note)).context["adminform"].form

    assert (form["state"].value(), form["commitment"].value()) == (
        note.obligation.state_id,
        note.obligation.commitment_id,
    )


def test_a_draft_can_be_thrown_away(researcher):
    note = make_note(published=False)

    researcher.post(reverse("admin:commitments_progressnote_delete", args=[note.pk]), {"post": "yes"})

    assert not ProgressNote.objects.exists()
