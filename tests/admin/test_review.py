"""The reviewer sees what changed, what publication would show, and decides on the same page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commitments.models import EvidenceLink, ProgressNote
from commitments.rules.codes import Stage
from tests.builders import make_evidence, make_note, make_obligation, make_reviewer, make_submitted, make_user

COMMENT = "Name the page."


def page(note: ProgressNote) -> str:
    return reverse("admin:commitments_progressnote_review", args=[note.pk])


def resubmit(note: ProgressNote, **changes: object) -> None:
    """Returned with a comment, amended, and handed in again."""
    note.return_to_author(by=make_reviewer(), at=timezone.now(), comment=COMMENT)
    for name, value in changes.items():
        setattr(note, name, value)
    note.write(by=note.author)
    note.submit(by=note.author, at=timezone.now())


def changed(answer) -> list[tuple[str, str, str]]:
    return [change[:3] for change in answer.context["review"].changes]


def evidence(answer) -> list[tuple[str, str]]:
    return [(link.link.title, link.kind) for link in answer.context["review"].links]


def test_the_first_submission_says_that_everything_is_new(reviewer):
    answer = reviewer.get(page(make_submitted()))

    assert answer.context["review"].since is None
    assert "This is the first submission" in answer.content.decode()


def test_what_changed_since_the_last_submission_is_shown_field_by_field(reviewer):
    note = make_submitted(text="Two provinces were clear.", status="in_progress")
    resubmit(note, text="Three provinces were clear.", status="fulfilled", noted_date=date(2020, 7, 1))

    answer = reviewer.get(page(note))

    assert changed(answer) == [
        ("Noted on", "1 June 2020", "1 July 2020"),
        ("Text", "Two provinces were clear.", "Three provinces were clear."),
        ("Status", "in progress", "fulfilled"),
    ]
    shown = answer.content.decode()
    assert '<del><span class="visually-hidden">[removed: </span>Two ' in shown
    assert '<ins><span class="visually-hidden">[added: </span>Three ' in shown


def test_a_third_submission_is_compared_with_the_second(reviewer):
    note = make_submitted(text="One.")
    resubmit(note, text="Two.")
    resubmit(note, text="Three.")

    assert changed(reviewer.get(page(note))) == [("Text", "Two.", "Three.")]


def test_evidence_is_shown_as_added_changed_removed_or_as_it_was(reviewer):
    note = make_note(published=False)
    kept, gone, amended = [make_evidence(note=note, title=title) for title in ("Kept", "Gone", "Amended")]
    note.submit(by=note.author, at=timezone.now())
    note.return_to_author(by=make_reviewer(), at=timezone.now(), comment=COMMENT)
    gone.delete()
    amended = EvidenceLink.objects.get(pk=amended.pk)
    amended.locator = "p. 12"
    amended.save()
    make_evidence(
        note=ProgressNote.objects.get(pk=note.pk), title="New", archived_url="https://archive.example/1"
    )
    note.write(by=note.author)
    note.submit(by=note.author, at=timezone.now())

    answer = reviewer.get(page(note))

    assert kept.title == "Kept"
    assert evidence(answer) == [
        ("Kept", "unchanged"),
        ("Amended", "changed"),
        ("New", "added"),
        ("Gone", "removed"),
    ]
    shown = answer.content.decode()
    assert "p. 12" in shown
    assert 'href="https://archive.example/1"' in shown


@pytest.mark.parametrize(
    ("note", "earlier", "before", "after"),
    [
        ({"status": "fulfilled"}, {}, "not_assessed", "fulfilled"),
        ({"status": ""}, {"status": "overdue"}, "overdue", "overdue"),
        ({"status": ""}, {}, "not_assessed", "noted"),
        (
            {"noted_date": date(2010, 1, 1)},
            {"noted_date": date(2020, 1, 1), "status": "overdue"},
            "overdue",
            "overdue",
        ),
        (
            {"noted_date": date(2020, 1, 1)},
            {"noted_date": date(2020, 1, 1), "status": "overdue"},
            "overdue",
            "in_progress",
        ),
    ],
)
def test_the_status_before_and_after_publication_is_what_readers_will_see(
    reviewer, note, earlier, before, after
):
    obligation = make_obligation()
    if earlier:
        make_note(obligation=obligation, **earlier)
    submitted = make_submitted(obligation=obligation, **note)

    standing = reviewer.get(page(submitted)).context["standing"]
    assert (standing.before.status, standing.after.status) == (before, after)

    reviewer.post(page(submitted), {"_publish": "yes", "version": submitted.version})
    shown = reviewer.get(obligation.get_absolute_url()).context["obligation"]
    assert shown.status == after


def test_a_correction_counts_in_the_place_of_what_it_corrects(reviewer):
    note = make_note(status="fulfilled", noted_date=date(2020, 1, 1))
    draft = note.correct(by=note.author)
    draft.noted_date, draft.status = date(2015, 1, 1), "in_progress"
    draft.write(by=note.author)
    draft.submit(by=note.author, at=timezone.now())

    standing = reviewer.get(page(draft)).context["standing"]

    assert (standing.before.status, standing.after.status) == ("fulfilled", "in_progress")


def test_other_notes_of_the_obligation_stand_beside_it(reviewer):
    note = make_submitted()
    other = make_note(obligation=note.obligation, text="Another finding.")
    make_note(text="Of another obligation.")

    answer = reviewer.get(page(note))

    assert answer.context["others"] == [other]
    assert "Another finding." in answer.content.decode()


def test_comments_are_read_by_author_and_reviewer_and_by_nobody_else(reviewer, researcher, client):
    note = make_submitted()
    resubmit(note)

    assert [comment.words for comment in researcher.get(page(note)).context["review"].comments] == [COMMENT]
    reviewer.post(page(note), {"_publish": "yes", "version": note.version})

    assert COMMENT not in client.get(note.get_absolute_url()).content.decode()
    assert client.get(page(note)).status_code == 302


def test_an_author_answers_with_a_comment_that_the_reviewer_reads(researcher, reviewer, filled_in):
    note = make_submitted()
    note.return_to_author(by=make_reviewer(), at=timezone.now(), comment=COMMENT)
    address = reverse("admin:commitments_progressnote_change", args=[note.pk])
    form = filled_in(
        note.obligation.state,
        note.obligation.commitment,
        comment="It is page 4.",
        _submit="",
        **{"evidence-TOTAL_FORMS": "0"},
    )

    researcher.post(address, form)

    comments = reviewer.get(page(note)).context["review"].comments
    assert [(comment.words, comment.returned) for comment in comments] == [
        ("It is page 4.", False),
        (COMMENT, True),
    ]


def test_a_note_is_returned_from_the_page(reviewer):
    note = make_submitted()

    reviewer.post(page(note), {"_return": "yes", "comment": COMMENT, "version": note.version})

    note.refresh_from_db()
    assert (note.stage, note.return_comment, note.returned_by) == (Stage.RETURNED, COMMENT, reviewer.person)


def test_a_refusal_is_a_sentence_and_the_comment_stays(reviewer):
    note = make_submitted()

    answer = reviewer.post(page(note), {"_publish": "yes", "comment": COMMENT, "version": note.version})

    assert answer.context["form"].non_field_errors() == [
        "You wrote a comment. Return the note with it, or clear it to publish the note."
    ]
    assert answer.context["form"]["comment"].value() == COMMENT
    assert ProgressNote.objects.get().stage == Stage.SUBMITTED


def test_nobody_publishes_what_they_have_not_seen(reviewer):
    note = make_submitted()
    seen = note.version
    resubmit(note, text="Amended after the page was opened.")

    answer = reviewer.post(page(note), {"_publish": "yes", "version": seen})

    assert answer.context["form"].non_field_errors() == [
        "Somebody has changed it since you opened this page: look at it again, then decide."
    ]
    assert ProgressNote.objects.get().stage == Stage.SUBMITTED
    assert answer.context["form"]["version"].value() == str(note.version)


def test_a_second_click_on_publish_is_no_mistake(reviewer, heard):
    note = make_submitted()

    for _click in range(2):
        answer = reviewer.post(page(note), {"_publish": "yes", "version": note.version}, follow=True)

    assert heard(answer)[0].startswith("The note was published.")


def test_whoever_may_not_publish_reads_the_page_without_a_decision(researcher):
    note = make_submitted()

    answer = researcher.get(page(note))
    assert 'name="_publish"' not in answer.content.decode()
    assert 'name="_return"' not in answer.content.decode()
    assert researcher.post(page(note), {"_publish": "yes"}).status_code == 403
    assert ProgressNote.objects.get().stage == Stage.SUBMITTED


def test_own_notes_can_be_read_and_not_published(reviewer):
    note = make_submitted(author=reviewer.person)

    answer = reviewer.get(page(note))

    assert 'name="_publish"' not in answer.content.decode()
    assert "a second person has to publish it" in answer.content.decode()


def test_a_state_that_is_not_assigned_is_not_found(db, sit_down):
    stranger = sit_down("stranger", "view_progressnote", "change_progressnote")
    stranger.person.user_permissions.remove(
        stranger.person.user_permissions.get(codename="reach_every_state")
    )

    assert stranger.get(page(make_submitted())).status_code == 404
    assert stranger.get(page(make_submitted()).replace("/review/", "0/review/")).status_code == 404


def test_the_review_is_one_click_from_the_list_and_the_note(reviewer):
    note = make_submitted()
    change = reverse("admin:commitments_progressnote_change", args=[note.pk])

    for address in ("/admin/commitments/progressnote/", change):
        assert page(note) in reviewer.get(address).content.decode()


def test_the_page_costs_as_many_queries_with_thirty_of_everything_as_with_one(reviewer):
    counts = []
    for rows in (1, 3, 30):
        note = make_note(published=False)
        for number in range(rows):
            make_note(
                obligation=note.obligation,
                author=make_user(),
                noted_date=date(2000, 1, 1) + timedelta(number),
            )
            make_evidence(note=note)
        note.submit(by=make_reviewer(), at=timezone.now())
        for number in range(min(rows, 5)):
            resubmit(note, text=f"Version {number}.")
        reviewer.get(page(note))
        with CaptureQueriesContext(connection) as queries:
            assert len(reviewer.get(page(note)).context["review"].links) == rows
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2] <= 20
