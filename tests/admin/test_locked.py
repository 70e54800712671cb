"""What is submitted or published is read at the desk, and stays."""

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments.models import EvidenceLink, ProgressNote
from tests.builders import make_note, make_submitted

LIST = "/admin/commitments/progressnote/"


@pytest.fixture(params=["submitted", "published"])
def locked(request, db) -> ProgressNote:
    """A note that is out of its author's hands."""
    return make_note() if request.param == "published" else make_submitted()


def page(note: ProgressNote, name: str = "change") -> str:
    return reverse(f"admin:commitments_progressnote_{name}", args=[note.pk])


def test_it_is_shown_without_a_field_to_write_in(administrator, locked):
    answer = administrator.get(page(locked))

    assert answer.status_code == 200
    assert locked.text in answer.content.decode()
    assert 'name="text"' not in answer.content.decode()
    assert 'name="evidence-0-url"' not in answer.content.decode()
    assert ">None<" not in answer.content.decode()


def test_its_content_does_not_change_and_what_was_sent_can_be_copied(administrator, locked, filled_in):
    form = filled_in(locked.obligation.state, locked.obligation.commitment, text="Something else.")

    response = administrator.post(page(locked), form)

    assert ProgressNote.objects.get().text == locked.text
    assert response.status_code == 409
    assert response.context["refusals"][0].startswith(
        f"Nothing was saved: {locked.submitted_by} submitted it"
    )
    assert ("Text", "Something else.") in response.context["sent"]


def test_a_button_that_it_does_not_have_changes_nothing(administrator, locked, heard):
    response = administrator.post(page(locked), {"_save": ""}, follow=True)

    assert heard(response) == ["Nothing was saved: this is no longer a draft, so its content is locked."]


def test_its_evidence_does_not_change(administrator, locked, filled_in):
    link = locked.evidence.get()
    theirs = {
        "evidence-TOTAL_FORMS": "2",
        "evidence-INITIAL_FORMS": "1",
        "evidence-0-id": link.pk,
        "evidence-0-note": locked.pk,
        "evidence-0-DELETE": "on",
        "evidence-1-url": "https://example.org/other",
        "evidence-1-title": "Other",
    }

    administrator.post(
        page(locked), filled_in(locked.obligation.state, locked.obligation.commitment, **theirs)
    )

    assert [(kept.pk, kept.url) for kept in EvidenceLink.objects.all()] == [(link.pk, link.url)]


def test_it_is_not_deleted(administrator, locked):
    answer = administrator.post(page(locked, "delete"), {"post": "yes"})

    assert answer.status_code == 403
    assert ProgressNote.objects.exists()


def test_a_choice_of_notes_is_deleted_whole_or_not_at_all(administrator, locked, heard):
    draft = make_note(published=False)
    chosen = {"action": "delete_selected", "_selected_action": [draft.pk, locked.pk], "post": "yes"}

    response = administrator.post(LIST, chosen, follow=True)

    assert ProgressNote.objects.count() == 2
    assert heard(response) == [
        f"Nothing was deleted. Only drafts can be, and these are submitted or published: {locked}."
    ]


def test_chosen_drafts_are_deleted_after_a_question(researcher):
    draft = make_note(published=False)
    chosen = {"action": "delete_selected", "_selected_action": [draft.pk]}

    asked = researcher.post(LIST, chosen)
    assert ProgressNote.objects.exists()
    assert asked.status_code == 200

    researcher.post(LIST, chosen | {"post": "yes"})
    assert not ProgressNote.objects.exists()


def test_a_draft_that_was_submitted_meanwhile_is_not_saved(researcher, filled_in):
    note = make_note(published=False, links=1)
    form = filled_in(note.obligation.state, note.obligation.commitment, text="Three provinces.")
    note.submit(by=note.author, at=timezone.now())

    response = researcher.post(page(note), form | {"_submit": ""})

    assert ("Text", "Three provinces.") in response.context["sent"]
    assert ProgressNote.objects.get().text == note.text


def test_only_what_the_public_sees_is_linked_to_the_site(administrator):
    draft, published = make_note(published=False), make_note(published=True)

    assert not administrator.get(page(draft)).context["has_absolute_url"]
    assert administrator.get(page(published)).context["absolute_url"] == published.get_absolute_url()
