"""What only the database refuses is told in words at the desk, and is never an error of the server."""

import pytest
from django.db import IntegrityError

from commitments.models import Deadline, ProgressNote
from tests.builders import make_deadline, make_obligation, make_submitted

CHANGE = "/admin/commitments/progressnote/{}/change/"


def test_a_row_that_somebody_else_was_faster_to_enter_is_refused_in_words(administrator, monkeypatch):
    held = make_deadline()
    monkeypatch.setattr(Deadline, "validate_constraints", lambda *_args, **_options: None)
    form = {"obligation": held.obligation_id, "kind": held.kind, "due_date": "2009-03-01"}
    form |= {"due_precision": "day", "source_url": held.source_url, "source_title": held.source_title}

    answer = administrator.post("/admin/commitments/deadline/add/", form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This obligation has a deadline of this day and kind already." in page
    assert "deadline_stands_once" not in page
    assert Deadline.objects.count() == 1


@pytest.mark.parametrize("address", ["add", "change"])
def test_a_note_that_the_database_refuses_comes_back_with_every_word(
    administrator, filled_in, monkeypatch, address
):
    obligation = make_obligation()
    form = filled_in(obligation.state, obligation.commitment, text="Typed with care.")
    place = "/admin/commitments/progressnote/add/"
    if address == "change":
        administrator.post(place, form)
        place = CHANGE.format(ProgressNote.objects.get().pk)

    def refused(*_args, **_options):
        raise IntegrityError("CHECK constraint failed: note_dispute_names_who")

    monkeypatch.setattr(ProgressNote, "write", refused)
    answer = administrator.post(place, form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Say both who disputes the finding and what is disputed." in page
    assert "Typed with care." in page
    assert "note_dispute" not in page


def test_a_step_that_the_database_refuses_is_told_beside_the_others(reviewer, monkeypatch, heard):
    notes = [make_submitted(), make_submitted()]
    publish = ProgressNote.publish

    def refused_once(note, **options):
        if note == notes[0]:
            raise IntegrityError("a published note cites evidence")
        publish(note, **options)

    monkeypatch.setattr(ProgressNote, "publish", refused_once)
    chosen = {"action": "publish_chosen", "_selected_action": [note.pk for note in notes], "apply": "yes"}
    answer = reviewer.post("/admin/commitments/progressnote/", chosen, follow=True)

    assert heard(answer) == [
        "1 note was published.",
        f"{notes[0]}: Add a piece of evidence before you publish this note.",
    ]
