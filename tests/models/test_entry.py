"""What is refused before anything is stored, whichever road it comes by."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from commitments.models import EvidenceLink, ProgressNote
from tests.builders import (
    PUBLISHED,
    SUBMITTED,
    make_evidence,
    make_note,
    make_obligation,
    make_reply,
    make_reviewer,
    make_submitted,
    make_writer,
)

pytestmark = pytest.mark.django_db

TOO_LONG = {
    "text": (5000, "“text” is too long: 5001 characters, and 5000 fit."),
    "dispute": (2000, "“what is disputed” is too long: 2001 characters, and 2000 fit."),
    "disputed_by": (200, "“disputed by” is too long: 201 characters, and 200 fit."),
}
FUTURE = "This day lies in the future: log what has happened."
TODAY_IN_THE_EAST = date(2024, 1, 11)  # it is PUBLISHED there
AFTER = date(2024, 1, 12)


@pytest.fixture(params=TOO_LONG)
def too_long(request) -> tuple[dict[str, str], str]:
    longest, refusal = TOO_LONG[request.param]
    said = {"disputed_by": "The State", "dispute": "It says no.", request.param: "x" * (longest + 1)}
    return said, refusal


def test_a_text_that_is_too_long_is_not_written(too_long):
    said, refusal = too_long
    note = ProgressNote(obligation=make_obligation(), noted_date=date(2020, 6, 1), **{"text": "x", **said})

    with pytest.raises(ValidationError, match=refusal):
        note.write(by=make_writer())

    assert not ProgressNote.objects.exists()


def test_the_longest_text_is_written(too_long):
    said, _refusal = too_long
    fitting = {field: text[:-1] if len(text) > 100 else text for field, text in said.items()}
    note = ProgressNote(obligation=make_obligation(), noted_date=date(2020, 6, 1), **{"text": "x", **fitting})

    note.write(by=make_writer())

    assert ProgressNote.objects.filter(**fitting).exists()


def test_a_text_that_came_in_too_long_by_another_way_is_not_submitted():
    note = make_note(published=False, links=1)
    ProgressNote.objects.filter(pk=note.pk).update(text="x" * 5001)

    with pytest.raises(ValidationError, match="too long"):
        note.submit(by=note.author, at=SUBMITTED)


def test_a_quotation_that_is_too_long_is_not_written():
    note, writer = make_note(published=False), make_writer()
    link = EvidenceLink(note=note, url="https://example.org/a", title="A", quotation="x" * 1001)

    with pytest.raises(ValidationError, match="“short quotation” is too long"):
        link.write(by=writer)

    assert not note.evidence.exists()


def test_evidence_is_written_and_taken_away_in_the_name_of_a_person():
    link, writer = make_evidence(), make_writer()

    link.title = "Another title"
    link.write(by=writer, reason="mended")
    link.take_away(by=writer, reason="wrong")

    told = EvidenceLink.history.order_by("history_id").values_list(
        "history_type", "history_user", "history_change_reason"
    )
    assert [*told][1:] == [("~", writer.pk, "mended"), ("-", writer.pk, "wrong")]


def test_a_dispute_without_a_name_and_an_alleged_contradiction_are_not_written():
    said = {"dispute": "It says no.", "status": "contradicted", "certainty": "alleged", "text": "x"}
    note = ProgressNote(obligation=make_obligation(), noted_date=date(2020, 6, 1), **said)

    with pytest.raises(ValidationError) as refused:
        note.write(by=make_writer())

    assert refused.value.messages == [
        "An allegation does not contradict a promise: log it without a status.",
        "Say who disputes the finding.",
    ]


def test_what_lies_in_the_future_is_neither_submitted_nor_published():
    draft = make_note(published=False, links=1, noted_date=AFTER)
    submitted = make_submitted()
    ProgressNote.objects.filter(pk=submitted.pk).update(noted_date=AFTER)

    with pytest.raises(ValidationError, match=FUTURE):
        draft.submit(by=draft.author, at=PUBLISHED)
    with pytest.raises(ValidationError, match=FUTURE):
        submitted.publish(by=make_reviewer(), at=PUBLISHED)


def test_what_is_today_furthest_east_is_submitted_and_published():
    draft = make_note(published=False, links=1, noted_date=TODAY_IN_THE_EAST)

    draft.submit(by=draft.author, at=PUBLISHED)
    draft.publish(by=make_reviewer(), at=PUBLISHED)

    assert draft.noted_date == TODAY_IN_THE_EAST


def test_a_reply_of_tomorrow_is_not_submitted():
    reply = make_reply(published=False, replied_date=AFTER)

    with pytest.raises(ValidationError, match=FUTURE):
        reply.submit(by=reply.author, at=PUBLISHED)
