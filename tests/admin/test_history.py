"""One history, which people can read: who, when, from what to what, why, and in which batch."""

from datetime import date

import pytest
from django.contrib.admin import site
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commitments.models import Assignment, Obligation, ProgressNote, User
from commitments.models.history import change_batch
from commitments.rules.codes import Stage
from tests.builders import (
    make_commitment,
    make_deadline,
    make_evidence,
    make_membership,
    make_note,
    make_obligation,
    make_reviewer,
    make_state,
    make_submitted,
    make_user,
    make_writer,
)

ALL = "/admin/changes/"


def page(record) -> str:
    return reverse(f"admin:commitments_{record._meta.model_name}_history", args=[record.pk])


def entries(client, address: str) -> list:
    return [entry for entry, _address in client.get(address).context["entries"]]


def told(entry) -> list[tuple[str, str, str]]:
    return [change[:3] for change in entry.changes]


def test_a_change_says_who_from_what_to_what_and_why(administrator):
    writer = make_writer(username="ana")
    note = make_note(published=False, author=writer, status="in_progress", noted_date=date(2020, 6, 1))
    note.status, note.noted_date = "fulfilled", date(2020, 7, 2)
    note.write(by=writer, reason="The report says so.")

    newest, first = entries(administrator, page(note))

    assert (newest.by, newest.kind, newest.reason) == (writer, "~", "The report says so.")
    assert told(newest) == [
        ("Noted on", "1 June 2020", "2 July 2020"),
        ("Status", "in progress", "fulfilled"),
    ]
    assert first.kind == "+"
    assert ("Obligation", "", str(note.obligation)) in told(first)


def test_the_steps_of_a_note_are_in_its_history(administrator):
    note = make_submitted()
    note.return_to_author(by=make_reviewer(username="rita"), at=timezone.now(), comment="Name the page.")

    returned, submitted = entries(administrator, page(note))[:2]

    assert (returned.by.username, returned.reason) == ("rita", "Name the page.")
    assert told(returned) == [("Stage", "submitted", "returned")]
    assert told(submitted) == [("Stage", "draft", "submitted")]


def test_the_history_of_a_note_holds_its_evidence(administrator):
    note = make_note(published=False)
    link = make_evidence(note=note, title="Report", locator="")
    link.locator = "p. 4"
    link.save()
    link.delete()

    gone, amended, added = [
        entry for entry in entries(administrator, page(note)) if entry.noun == "evidence link"
    ]

    assert (gone.kind, amended.kind, added.kind) == ("-", "~", "+")
    assert told(amended) == [("Page or paragraph", "", "p. 4")]
    assert {gone.name, amended.name, added.name} == {"Report"}


def test_the_groups_of_a_user_are_in_the_history(administrator):
    person = make_user(username="ana")
    first, second = Group.objects.get(name="Contributor"), Group.objects.get(name="Reviewer")
    person.groups.add(first)
    person.groups.set([second])

    changes = [told(entry) for entry in entries(administrator, page(person))]

    assert changes[0] == [("Groups", "", "Reviewer")] or changes[:2] == [
        [("Groups", "", "Reviewer")],
        [("Groups", "Contributor", "")],
    ]
    assert [("Groups", "", "Contributor")] in changes


def test_states_are_told_by_name(administrator):
    state = make_state(iso3="COL", name_en="Colombia")
    assignment = Assignment.objects.create(person=make_user(username="ana"), state=state)

    (entry,) = entries(administrator, page(assignment))

    assert told(entry) == [("Person", "", "ana"), ("State", "", "Colombia")]


def test_the_newest_entry_comes_first_and_a_save_without_a_change_is_none(administrator):
    commitment = make_commitment(code="16b", title="First")
    for title in ("Second", "Second", "Third"):
        commitment.title = title
        commitment.save()

    assert [told(entry)[0][2] for entry in entries(administrator, page(commitment))[:2]] == [
        "Third",
        "Second",
    ]
    assert len(entries(administrator, page(commitment))) == 3


def test_a_sign_in_is_no_change_and_a_new_password_is_told_without_it(administrator):
    person = make_user(username="ana")
    person.last_login = timezone.now()
    person.save(update_fields=["last_login"])
    person.set_password("correct-horse-battery")
    person.save()

    newest, first = entries(administrator, page(person))

    assert (newest.reason, newest.changes, first.kind) == ("password set", [], "+")


def test_a_batch_leads_to_all_its_changes(reviewer):
    notes = [make_submitted() for _number in range(3)]
    reviewer.post(
        "/admin/commitments/progressnote/",
        {"action": "publish_chosen", "_selected_action": [note.pk for note in notes]},
    )
    (batch,) = set(ProgressNote.history.exclude(batch=None).values_list("batch", flat=True))

    assert f"{ALL}?batch={batch}" in reviewer.get(page(notes[0])).content.decode()
    of_batch = entries(reviewer, f"{ALL}?batch={batch}")
    assert {entry.pk for entry in of_batch if entry.model is ProgressNote} == {note.pk for note in notes}
    assert {entry.pk for entry in of_batch if entry.model is Obligation} == {
        note.obligation_id for note in notes
    }
    assert {entry.batch for entry in of_batch} == {batch}


@pytest.mark.parametrize(
    "odd", ["batch=x", "before=x", "before=2020-13-45T00:00", "before=2020-01-01", "batch=%00"]
)
def test_an_odd_address_is_not_found(administrator, odd):
    assert administrator.get(f"{ALL}?{odd}").status_code == 404


def test_older_entries_follow_on_the_next_page(administrator, monkeypatch):
    monkeypatch.setattr("commitments.staff.history.ROWS_A_PAGE", 2)
    commitment = make_commitment(code="16b", title="0")
    for number in range(1, 5):
        commitment.title = str(number)
        commitment.save()

    address, seen = page(commitment), []
    while address:
        context = administrator.get(address).context
        seen += [entry.changes[-1].after for entry, _address in context["entries"] if entry.kind == "~"]
        address = f"{page(commitment)}?{context['older']}" if context["older"] else ""

    assert seen == ["4", "3", "2", "1"]


def test_a_deleted_draft_keeps_its_history(administrator, researcher):
    note = make_note(published=False, links=1, text="Thrown away.")
    address = page(note)
    researcher.post(reverse("admin:commitments_progressnote_delete", args=[note.pk]), {"post": "yes"})

    found = entries(administrator, address)

    assert not ProgressNote.objects.exists()
    assert {(entry.noun, entry.kind) for entry in found} >= {("progress note", "-"), ("evidence link", "-")}
    assert {entry.by for entry in found if entry.kind == "-"} == {researcher.person}
    assert address in administrator.get(ALL).content.decode()


# ---------------------------------------------------------------- who reads what


@pytest.fixture
def contributor(db, sit_down):
    """Looks after no State yet."""
    client = sit_down("contributor", "view_progressnote", "add_progressnote", "change_progressnote")
    client.person.user_permissions.remove(client.person.user_permissions.get(codename="reach_every_state"))
    client.person = User.objects.get(pk=client.person.pk)
    return client


def test_a_contributor_reads_the_history_of_assigned_states_only(contributor):
    here, elsewhere = make_submitted(), make_submitted()
    with change_batch() as batch:
        for note in (here, elsewhere):
            note.return_to_author(by=make_reviewer(), at=timezone.now(), comment="Name the page.")
    Assignment.objects.create(person=contributor.person, state=here.obligation.state)

    assert contributor.get(page(here)).status_code == 200
    assert contributor.get(page(elsewhere)).status_code == 404
    assert {entry.pk for entry in entries(contributor, f"{ALL}?batch={batch}")} == {here.pk}
    assert elsewhere.obligation.state.name not in contributor.get(ALL).content.decode()


def test_a_contributor_reads_no_history_of_accounts(contributor):
    person = make_user(username="secretly-renamed")

    assert contributor.get(page(person)).status_code in {403, 404}
    assert "secretly-renamed" not in contributor.get(ALL).content.decode()


def test_a_deleted_draft_of_another_state_is_not_found(contributor, researcher):
    note = make_note(published=False)
    address = page(note)
    note.discard(by=make_writer(codenames=("delete_progressnote",)))

    assert contributor.get(address).status_code == 404


def test_whoever_has_no_task_reads_no_history(sit_down, db):
    assert sit_down("idle").get(ALL).status_code == 403


@pytest.mark.parametrize("odd", ["0", "x", "99999999999999999999999", "%00", "-1"])
def test_a_record_that_never_was_has_no_history(administrator, odd):
    assert administrator.get(f"/admin/commitments/progressnote/{odd}/history/").status_code == 404


# ---------------------------------------------------------------- one history, for good


def test_every_list_of_the_desk_has_a_readable_history(administrator):
    note = make_note(obligation=make_obligation(commitment=make_commitment(code="16b")))
    make_membership(state=make_state())
    things = {
        type(thing): thing
        for thing in (
            note,
            note.author,
            note.obligation,
            note.obligation.state,
            note.obligation.commitment,
            note.obligation.commitment.paragraph,
            make_deadline(obligation=note.obligation),
            Assignment.objects.create(person=note.author, state=note.obligation.state),
        )
    }

    for model in site._registry:
        if model._meta.app_label == "commitments" and model in things:
            assert entries(administrator, page(things[model])), model
            assert (
                administrator.get(page(things[model])).templates[0].name == "admin/commitments/history.html"
            )


def test_django_keeps_no_second_history(researcher, filled_in):
    obligation = make_obligation()

    researcher.post(
        "/admin/commitments/progressnote/add/", filled_in(obligation.state, obligation.commitment, _submit="")
    )

    note = ProgressNote.objects.get()
    assert note.stage == Stage.SUBMITTED
    assert note.history.count() >= 2
    assert not LogEntry.objects.exists()


def test_nothing_in_the_admin_changes_a_history(administrator):
    note = make_note()
    before = note.history.count()

    administrator.post(page(note), {"history": note.history.first().pk, "_change_history": "1"})

    assert note.history.count() == before
    assert not [
        model for model in site._registry if "history_id" in {field.name for field in model._meta.fields}
    ]


def test_thirty_entries_cost_as_many_queries_as_one(administrator):
    counts = []
    for rows in (1, 3, 30):
        note = make_note(published=False)
        for number in range(rows):
            note.obligation, note.text = make_obligation(), f"Version {number}"
            note.write(by=make_writer())
            make_evidence(note=note, title=f"Source {number}")
        administrator.get(page(note))
        with CaptureQueriesContext(connection) as queries:
            assert len(entries(administrator, page(note))) == 2 * rows + 1
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2] <= 20
