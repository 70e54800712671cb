"""Two people at one draft lose nothing, and no click counts twice."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from commitments.admin.workflow.saving import SafeSaveMixin
from commitments.models import EvidenceLink, ProgressNote
from commitments.rules.codes import Stage
from tests.builders import make_evidence, make_note, make_obligation, make_writer

ADD = "/admin/commitments/progressnote/add/"
STALE = "Somebody else has saved this draft since you opened it."
SENT_BEFORE = "This form had been sent already, and this is what it made."


def change(note: ProgressNote) -> str:
    return reverse("admin:commitments_progressnote_change", args=[note.pk])


def as_opened(client, note: ProgressNote) -> dict[str, object]:
    """The form of a draft as the browser would send it back untouched."""
    answer = client.get(change(note))
    form = answer.context["adminform"].form
    (formset,) = [inline.formset for inline in answer.context["inline_admin_formsets"]]
    fields = [*form, *formset.management_form]
    fields += [field for row in formset for field in row]
    sent = {field.html_name: field.value() for field in fields}
    return {name: "" if value is None else value for name, value in sent.items() if value is not False}


@pytest.fixture
def colleague(db):
    """Somebody else who amends the same draft."""
    return make_writer(username="colleague")


@pytest.fixture
def draft(db) -> ProgressNote:
    """A draft with one link, as both people open it."""
    note = make_note(published=False, author=make_writer(), links=1, text="Two provinces.")
    note.write(by=note.author)
    return note


def amend(note: ProgressNote, by, **changes) -> ProgressNote:
    """What the colleague saves meanwhile."""
    theirs = ProgressNote.objects.get(pk=note.pk)
    for name, value in changes.items():
        setattr(theirs, name, value)
    theirs.write(by=by)
    return theirs


def differences(answer) -> list[tuple[str, str, str, bool]]:
    return [tuple(each) for each in answer.context["conflict"].differences]


def test_the_second_to_save_is_told_who_saved_what_and_keeps_the_text(researcher, colleague, draft):
    sent = as_opened(researcher, draft) | {"text": "Three provinces."}
    amend(draft, colleague, text="Four provinces.")

    answer = researcher.post(change(draft), sent)

    assert answer.status_code == 200
    assert answer.context["conflict"].saved_by == colleague
    assert differences(answer) == [("Text", "Four provinces.", "Three provinces.", False)]
    assert answer.context["adminform"].form["text"].value() == "Three provinces."
    assert answer.context["adminform"].form.non_field_errors() == [STALE]
    page = answer.content.decode()
    assert "colleague saved this draft on" in page
    assert "Four " in page
    assert ProgressNote.objects.get().text == "Four provinces."


def test_what_was_merged_is_saved_against_the_new_version(researcher, colleague, draft):
    sent = as_opened(researcher, draft) | {"text": "Three provinces."}
    amend(draft, colleague, text="Four provinces.")

    answer = researcher.post(change(draft), sent)
    merged = sent | {
        "text": "Three or four provinces.",
        "version": answer.context["adminform"].form["version"].value(),
    }
    researcher.post(change(draft), merged)

    assert ProgressNote.objects.get().text == "Three or four provinces."


def test_what_only_the_other_changed_is_taken_over(researcher, colleague, draft):
    sent = as_opened(researcher, draft) | {"text": "Three provinces."}
    amend(draft, colleague, status="fulfilled", noted_date=date(2021, 1, 1))

    answer = researcher.post(change(draft), sent)

    form = answer.context["adminform"].form
    assert (form["status"].value(), form["noted_date"].value()) == ("fulfilled", "2021-01-01")
    assert form["text"].value() == "Three provinces."
    assert [(label, taken) for label, _stored, _sent, taken in differences(answer)] == [
        ("Noted on", True),
        ("Text", False),
        ("Status", True),
    ]


def test_a_third_save_meanwhile_is_a_conflict_again(researcher, colleague, draft):
    sent = as_opened(researcher, draft) | {"text": "Mine."}
    amend(draft, colleague, text="First.")
    answer = researcher.post(change(draft), sent)
    amend(draft, colleague, text="Second.")

    again = sent | {"version": answer.context["adminform"].form["version"].value()}

    assert differences(researcher.post(change(draft), again)) == [("Text", "Second.", "Mine.", False)]


def test_a_change_of_evidence_alone_is_a_new_version(researcher, draft):
    sent = as_opened(researcher, draft)
    researcher.post(change(draft), sent | {"evidence-0-locator": "p. 3"})

    answer = researcher.post(change(draft), sent | {"text": "Mine."})

    assert answer.context["conflict"].saved_by == researcher.person
    assert EvidenceLink.objects.get().locator == "p. 3"
    rows = answer.context["inline_admin_formsets"][0].formset
    assert [row["locator"].value() for row in rows if row.instance.pk] == ["p. 3"]


def test_evidence_that_the_other_added_is_in_the_form_and_stays(researcher, colleague, draft):
    sent = as_opened(researcher, draft) | {"text": "Mine."}
    make_evidence(note=draft, title="Theirs", url="https://example.org/theirs")
    amend(draft, colleague)

    answer = researcher.post(change(draft), sent)
    researcher.post(change(draft), as_shown(answer))

    assert ProgressNote.objects.get().text == "Mine."
    assert [link.title for link in EvidenceLink.objects.order_by("pk")] == ["Report of the State", "Theirs"]


def as_shown(answer) -> dict[str, object]:
    """The form of an answer, sent as it stands."""
    form = answer.context["adminform"].form
    formset = answer.context["inline_admin_formsets"][0].formset
    fields = [*form, *formset.management_form, *(field for row in formset for field in row)]
    sent = {field.html_name: field.value() for field in fields}
    return {name: "" if value is None else value for name, value in sent.items() if value is not False}


def test_evidence_that_the_other_removed_goes_unless_it_was_written_in(researcher, colleague, draft):
    amended = make_evidence(note=draft, title="Amended", url="https://example.org/amended")
    draft.write(by=draft.author)
    sent = as_opened(researcher, draft) | {"evidence-1-locator": "p. 7"}
    amend(draft, colleague)
    draft.evidence.all().delete()

    answer = researcher.post(change(draft), sent)
    researcher.post(change(draft), as_shown(answer))

    kept = [(link.title, link.locator) for link in EvidenceLink.objects.all()]
    assert kept == [(amended.title, "p. 7")]


def test_two_clicks_on_save_are_one_change(researcher, draft):
    sent = as_opened(researcher, draft) | {
        "text": "Mine.",
        "evidence-TOTAL_FORMS": "2",
        "evidence-1-url": "https://example.org/new",
        "evidence-1-title": "New",
        "evidence-1-kind": "press",
        "evidence-1-published_precision": "day",
    }

    answers = [researcher.post(change(draft), sent) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [link.title for link in EvidenceLink.objects.order_by("pk")] == ["Report of the State", "New"]


def test_two_clicks_on_save_and_submit_lead_to_the_note(researcher, draft, heard):
    sent = as_opened(researcher, draft) | {"text": "Mine.", "_submit": ""}

    researcher.post(change(draft), sent)
    answer = researcher.post(change(draft), sent, follow=True)

    assert (ProgressNote.objects.get().stage, answer.status_code) == (Stage.SUBMITTED, 200)
    assert heard(answer)[-1] == SENT_BEFORE


@pytest.mark.parametrize("odd", ["", "abc", "-1", "9" * 5000, "1.5"])
def test_an_odd_version_is_a_conflict_or_an_error_and_saves_nothing(researcher, draft, odd):
    answer = researcher.post(change(draft), as_opened(researcher, draft) | {"text": "Mine.", "version": odd})

    assert answer.status_code == 200
    assert ProgressNote.objects.get().text == "Two provinces."


@pytest.mark.parametrize("total", ["", "x", "99999", "-1"])
def test_an_odd_number_of_rows_is_no_crash(researcher, colleague, draft, total):
    sent = as_opened(researcher, draft) | {"text": "Mine.", "evidence-TOTAL_FORMS": total}
    amend(draft, colleague, text="Theirs.")

    assert researcher.post(change(draft), sent).status_code == 200
    assert ProgressNote.objects.get().text == "Theirs."


def test_what_cannot_be_saved_is_shown_to_be_copied(researcher, draft):
    sent = as_opened(researcher, draft) | {
        "text": "Mine, at length.",
        "comment": "See page 3.",
        "evidence-TOTAL_FORMS": "2",
        "evidence-1-title": "A source I had just found",
        "evidence-1-kind": "press",
        "evidence-1-published_precision": "day",
    }
    draft.submit(by=draft.author, at=timezone.now())

    answer = researcher.post(change(draft), sent)

    assert answer.status_code == 409
    assert "Mine, at length." in answer.content.decode()
    assert "See page 3." in answer.content.decode()
    assert "A source I had just found" in answer.content.decode()


def test_a_new_source_alone_is_not_lost_either(researcher, draft):
    sent = as_opened(researcher, draft) | {
        "evidence-TOTAL_FORMS": "2",
        "evidence-1-title": "A source I had just found",
        "evidence-1-url": "https://example.org/found",
        "evidence-1-kind": "press",
        "evidence-1-published_precision": "day",
    }
    draft.submit(by=draft.author, at=timezone.now())

    assert "A source I had just found" in researcher.post(change(draft), sent).content.decode()


# ---------------------------------------------------------------- a form sent twice


@pytest.fixture
def new(db, filled_in) -> dict[str, object]:
    """The form of a new note, with the key that the page gave it."""
    obligation = make_obligation()
    return filled_in(obligation.state, obligation.commitment, entry_key=str(uuid4()))


def test_every_new_form_has_a_key_of_its_own(researcher):
    keys = {str(researcher.get(ADD).context["adminform"].form["entry_key"].value()) for _page in range(2)}

    assert len(keys) == 2


def test_a_form_sent_twice_makes_one_note_and_leads_to_it(researcher, new, heard):
    researcher.post(ADD, new)
    answer = researcher.post(ADD, new, follow=True)

    note = ProgressNote.objects.get()
    assert answer.redirect_chain[-1][0] == change(note)
    assert heard(answer)[-1] == SENT_BEFORE
    assert EvidenceLink.objects.count() == 1


@pytest.fixture
def blind_at_first(monkeypatch) -> list:
    """The first look for an earlier click finds nothing, as when both clicks look at once."""
    looks, looked = [], SafeSaveMixin._made_before

    def look(self, request):
        looks.append(request)
        return None if len(looks) == 2 else looked(self, request)

    monkeypatch.setattr(SafeSaveMixin, "_made_before", look)
    return looks


def test_the_database_decides_between_two_clicks_at_once(researcher, new, heard, monkeypatch, blind_at_first):
    researcher.post(ADD, new)
    # what the first click wrote is not to be seen yet, except by the unique constraint
    monkeypatch.setattr("commitments.admin.workflow.form.ReviewedForm._is_used", lambda self, key: False)
    monkeypatch.setattr("commitments.admin.notes.duplicates.notes_alike", lambda note, links: [])

    answer = researcher.post(ADD, new, follow=True)

    assert len(blind_at_first) == 3
    assert heard(answer)[-1] == SENT_BEFORE
    assert (ProgressNote.objects.count(), EvidenceLink.objects.count()) == (1, 1)


def test_a_click_that_sees_the_other_halfway_leads_to_the_note_too(researcher, new, heard, blind_at_first):
    researcher.post(ADD, new)

    answer = researcher.post(ADD, new, follow=True)

    assert heard(answer)[-1] == SENT_BEFORE
    assert ProgressNote.objects.count() == 1


def test_the_key_of_an_entry_is_unique_in_the_database(draft):
    note = ProgressNote.objects.get(pk=draft.pk)
    note.entry_key = uuid4()
    ProgressNote.objects.filter(pk=note.pk).update(entry_key=note.entry_key)

    with pytest.raises(IntegrityError):
        make_note(published=False, entry_key=note.entry_key)


def test_a_form_sent_again_with_other_words_loses_none_of_them(researcher, new):
    researcher.post(ADD, new)

    answer = researcher.post(ADD, new | {"text": "I went back and wrote this."})

    assert answer.status_code == 409
    assert "I went back and wrote this." in answer.content.decode()
    assert ProgressNote.objects.get().text == new["text"]


def test_the_key_of_somebody_else_leads_nowhere(researcher, sit_down, new):
    other = sit_down("other", "add_progressnote", "change_progressnote")
    other.post(ADD, new)

    answer = researcher.post(ADD, new)

    form = answer.context["adminform"].form
    assert form.non_field_errors() == [
        "This form could not be told from one that was sent before. Send it again."
    ]
    assert str(form["entry_key"].value()) != new["entry_key"]
    assert ProgressNote.objects.count() == 1


def test_a_form_with_a_mistake_keeps_its_key_and_counts_once_it_is_mended(researcher, new):
    answer = researcher.post(ADD, new | {"text": ""})

    assert answer.context["adminform"].form["entry_key"].value() == new["entry_key"]
    researcher.post(ADD, new)
    assert ProgressNote.objects.count() == 1


def test_two_clicks_on_open_a_correction_open_one(researcher):
    note = make_note()

    for _click in range(2):
        researcher.post(change(note), {"_correct": ""})

    assert note.corrections.count() == 1
