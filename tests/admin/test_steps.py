"""Buttons and actions: each is the model's verb, and each refusal is a sentence."""

from django.urls import reverse
from django.utils import timezone

from commitments.models import ProgressNote
from commitments.rules.codes import Stage
from tests.builders import make_note, make_obligation, make_submitted, make_writer

LIST = "/admin/commitments/progressnote/"
OWN = "Nobody publishes their own note: ask a second person to review it."
NO_EVIDENCE = "Add a piece of evidence before you publish this note."


def change(note: ProgressNote) -> str:
    return reverse("admin:commitments_progressnote_change", args=[note.pk])


def apply(client, action: str, *notes: ProgressNote):
    chosen = {"action": action, "_selected_action": [note.pk for note in notes]}
    return client.post(LIST, chosen, follow=True)


def buttons(client, note: ProgressNote) -> list[str]:
    return [name for name, _words in client.get(change(note)).context["steps"]]


def stages(*notes: ProgressNote) -> list[str]:
    return [ProgressNote.objects.get(pk=note.pk).stage for note in notes]


def test_save_and_submit_hands_the_note_to_a_reviewer(researcher, filled_in, heard):
    obligation = make_obligation()
    form = filled_in(obligation.state, obligation.commitment, _submit="")

    response = researcher.post(f"{LIST}add/", form, follow=True)

    note = ProgressNote.objects.get()
    assert (note.stage, note.submitted_by) == (Stage.SUBMITTED, researcher.person)
    assert heard(response) == ["The note was submitted."]


def test_a_refused_step_keeps_what_was_written(researcher, filled_in, heard):
    obligation = make_obligation()
    form = filled_in(obligation.state, obligation.commitment, _submit="", **{"evidence-TOTAL_FORMS": "0"})

    response = researcher.post(f"{LIST}add/", form, follow=True)

    note = ProgressNote.objects.get()
    assert (note.stage, note.text) == (Stage.DRAFT, form["text"])
    assert response.redirect_chain[-1][0] == change(note)
    assert heard(response) == [NO_EVIDENCE, "What you wrote is saved, as a draft."]


def test_one_person_publishes_at_once_where_the_office_says_so(administrator, filled_in, heard, settings):
    settings.ALLOW_SELF_PUBLICATION = True
    obligation = make_obligation()
    form = filled_in(obligation.state, obligation.commitment, _publish="")

    response = administrator.post(f"{LIST}add/", form, follow=True)

    note = ProgressNote.objects.get()
    assert note.stage == Stage.PUBLISHED
    assert heard(response) == [
        f'The note was published. <a href="{note.get_absolute_url()}">View it on the site</a>'
    ]


def test_a_refused_publication_leaves_a_draft_that_can_be_amended(administrator, filled_in, heard):
    obligation = make_obligation()
    form = filled_in(obligation.state, obligation.commitment, _publish="")

    response = administrator.post(f"{LIST}add/", form, follow=True)

    note = ProgressNote.objects.get()
    assert (note.stage, note.submitted_at) == (Stage.DRAFT, None)
    assert heard(response) == [OWN, "What you wrote is saved, as a draft."]


def test_publication_at_once_is_offered_only_where_it_can_succeed(administrator, researcher, settings):
    note = make_note(published=False, links=1)

    assert buttons(administrator, note) == ["_submit"]
    settings.ALLOW_SELF_PUBLICATION = True
    assert buttons(administrator, note) == ["_submit", "_publish"]
    assert buttons(researcher, note) == ["_submit"]


def test_a_reviewer_publishes_what_someone_else_submitted(reviewer):
    note = make_submitted()

    assert buttons(reviewer, note) == ["_publish"]
    reviewer.post(change(note), {"_publish": ""})

    assert stages(note) == [Stage.PUBLISHED]


def test_who_amended_a_note_is_not_offered_its_publication(db, sit_down):
    reviewer = sit_down("amender", "view_progressnote", "change_progressnote", "publish_progressnote")
    note = make_note(published=False, links=1)
    note.text = "Amended by the reviewer."
    note.write(by=reviewer.person)
    note.submit(by=make_writer(), at=timezone.now())

    assert buttons(reviewer, note) == []


def test_chosen_notes_are_submitted_each_by_its_verb(researcher, heard):
    ready, bare = make_note(published=False, links=1), make_note(published=False, links=0)

    response = apply(researcher, "submit_chosen", ready, bare)

    assert stages(ready, bare) == [Stage.SUBMITTED, Stage.DRAFT]
    assert heard(response) == ["1 note was submitted.", f"{bare}: {NO_EVIDENCE}"]


def test_chosen_notes_are_published_each_by_its_verb(reviewer, heard):
    one, two = make_submitted(), make_submitted()

    response = apply(reviewer, "publish_chosen", one, two)

    assert stages(one, two) == [Stage.PUBLISHED, Stage.PUBLISHED]
    assert {note.published_by for note in ProgressNote.objects.all()} == {reviewer.person}
    assert heard(response) == ["2 notes were published."]


def test_nobody_publishes_their_own_note_by_the_action(administrator, heard, settings):
    note = make_submitted(author=administrator.person)

    response = apply(administrator, "publish_chosen", note)

    assert stages(note) == [Stage.SUBMITTED]
    assert heard(response) == [f"{note}: {OWN}"]

    settings.ALLOW_SELF_PUBLICATION = True
    apply(administrator, "publish_chosen", note)
    assert stages(note) == [Stage.PUBLISHED]


def test_a_draft_is_not_published_past_its_review(reviewer, heard):
    note = make_note(published=False, links=1)

    response = apply(reviewer, "publish_chosen", note)

    assert heard(response) == [f"{note}: Only a submitted note can be published; submit it first."]


def test_a_researcher_has_no_action_that_publishes(researcher):
    note = make_submitted()

    apply(researcher, "publish_chosen", note)
    researcher.post(change(note), {"_publish": ""})

    assert stages(note) == [Stage.SUBMITTED]


def test_a_note_is_returned_with_a_comment_that_its_author_reads_first(reviewer, researcher):
    note = make_submitted()
    address = reverse("admin:commitments_progressnote_return", args=[note.pk])

    assert reviewer.get(address).status_code == 200
    assert reviewer.post(address, {"reason": " "}).context["form"].errors
    reviewer.post(address, {"reason": "Name the page."})

    assert stages(note) == [Stage.RETURNED]
    assert "Name the page." in researcher.get(change(note)).content.decode()


def test_a_note_is_retracted_with_a_reason(reviewer, heard):
    note = make_note(published=True)
    address = reverse("admin:commitments_progressnote_retract", args=[note.pk])

    response = reviewer.post(address, {"reason": "The report was withdrawn."}, follow=True)

    note.refresh_from_db()
    assert (note.stage, note.retraction_reason) == (Stage.RETRACTED, "The report was withdrawn.")
    assert heard(response)[0].startswith("The note was retracted.")


def test_who_may_not_publish_may_not_retract(researcher):
    note = make_note(published=True)
    address = reverse("admin:commitments_progressnote_retract", args=[note.pk])

    assert researcher.post(address, {"reason": "No."}).status_code == 403
    assert stages(note) == [Stage.PUBLISHED]


def test_a_correction_is_opened_once(researcher):
    note = make_note(published=True)

    first = researcher.post(change(note), {"_correct": ""})
    second = researcher.post(change(note), {"_correct": ""})

    draft = ProgressNote.objects.get(corrects=note)
    assert (draft.text, draft.author, draft.stage) == (note.text, researcher.person, Stage.DRAFT)
    assert draft.evidence.count() == note.evidence.count()
    assert first.url == second.url == change(draft)
