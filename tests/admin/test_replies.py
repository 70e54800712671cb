"""Replies in the admin: found from the note, written by who reaches it, reviewed like notes."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments.models import Assignment, ProgressNote, Reply
from commitments.rules.codes import Stage
from tests.builders import make_note, make_reply, make_submitted, make_user

LIST = "/admin/commitments/reply/"
NOT_PERMITTED = "Nobody publishes their own note: ask a second person to review it."

pytestmark = pytest.mark.django_db


def sit_down(role: str, *notes: ProgressNote) -> Client:
    """A signed-in client of somebody with this role, who looks after the States of these notes."""
    person = make_user(is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    for note in notes:
        Assignment.objects.create(person=person, state=note.obligation.state)
    client = Client()
    client.force_login(person)
    client.person = person
    return client


def form(note: ProgressNote, /, **changes: object) -> dict[str, object]:
    return {
        "note": note.pk,
        "replied_by": "Ministry of Defence",
        "replied_date": "2024-02-03",
        "position": "disagrees",
        "text": "The Ministry counts three provinces.",
        "url": "https://example.org/letter",
        **changes,
    }


def change(reply: Reply) -> str:
    return reverse("admin:commitments_reply_change", args=[reply.pk])


def make_submitted_reply(**fields) -> Reply:
    reply = make_reply(published=False, **fields)
    reply.submit(by=reply.author, at=timezone.now())
    return reply


def heard(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_published_note_leads_to_the_form_of_its_reply():
    note = make_note()
    contributor = sit_down("Contributor", note)
    page = contributor.get(reverse("admin:commitments_progressnote_change", args=[note.pk])).content.decode()

    assert f'href="{LIST}add/?note={note.pk}"' in page
    assert "Add a reply of the State" in page
    prefilled = contributor.get(f"{LIST}add/?note={note.pk}")
    assert prefilled.context["adminform"].form.initial["note"] == note.pk
    assert f'<option value="{note.pk}" selected>' in prefilled.content.decode()


def test_a_draft_note_has_no_reply():
    note = make_submitted()
    page = sit_down("Reviewer").get(reverse("admin:commitments_progressnote_change", args=[note.pk]))

    assert "Add a reply" not in page.content.decode()


@pytest.mark.parametrize("typed", ["0", "999999999999999999", "9" * 40, "x", "1'", "²", "%00"])
def test_an_address_that_names_no_note_says_so(typed):
    response = sit_down("Reviewer").get(f"{LIST}add/?note={typed}")

    assert response.status_code == 200
    assert heard(response) == ["The address names no published note that you reach, so choose it yourself."]


def test_a_reply_is_written_submitted_published_and_read():
    note = make_note()
    contributor, reviewer = sit_down("Contributor", note), sit_down("Reviewer")

    response = contributor.post(f"{LIST}add/", form(note, _submit=""), follow=True)
    reply = Reply.objects.get()
    assert (reply.author, reply.stage) == (contributor.person, Stage.SUBMITTED)
    assert heard(response) == ["The reply was submitted."]

    response = reviewer.post(change(reply), {"_publish": ""}, follow=True)
    assert heard(response)[0].startswith("The reply was published.")
    assert "The Ministry counts three provinces." in Client().get(note.get_absolute_url()).content.decode()


def test_a_reply_is_returned_with_a_comment_amended_and_retracted_with_a_reason():
    note = make_note()
    contributor, reviewer = sit_down("Contributor", note), sit_down("Reviewer")
    reply = make_submitted_reply(note=note, author=contributor.person)

    reviewer.post(reverse("admin:commitments_reply_return", args=[reply.pk]), {"reason": "Who signed it?"})
    page = contributor.get(change(reply))
    assert "Who signed it?" in page.content.decode()

    version = page.context["adminform"].form.initial["version"]
    contributor.post(change(reply), form(note, replied_by="The Minister", version=version, _submit=""))
    reviewer.post(change(reply), {"_publish": ""})
    reply.refresh_from_db()
    assert (reply.replied_by, reply.stage) == ("The Minister", Stage.PUBLISHED)

    reviewer.post(reverse("admin:commitments_reply_retract", args=[reply.pk]), {"reason": "It was forged."})
    assert "It was forged." in Client().get(note.get_absolute_url()).content.decode()


def test_nobody_publishes_their_own_reply():
    note = make_note()
    reviewer = sit_down("Reviewer")
    reply = make_submitted_reply(note=note, author=reviewer.person)

    response = reviewer.post(change(reply), {"_publish": ""}, follow=True)

    assert heard(response) == [NOT_PERMITTED]


def test_a_contributor_finds_only_replies_and_notes_of_assigned_states():
    mine, other = make_note(), make_note()
    contributor = sit_down("Contributor", mine)
    hidden = make_reply(note=other, published=False, text="hidden")
    make_reply(note=mine, published=False)

    assert contributor.get(LIST).context["cl"].result_count == 1
    assert contributor.get(change(hidden)).status_code == 404
    assert (
        contributor.get(f"{LIST}add/?note={other.pk}").context["adminform"].form.initial.get("note") is None
    )
    source = {"app_label": "commitments", "model_name": "reply", "field_name": "note", "term": "Land"}
    found = contributor.get("/admin/autocomplete/", source).json()["results"]
    assert [row["id"] for row in found] == [str(mine.pk)]

    response = contributor.post(f"{LIST}add/", form(other))
    assert list(response.context["adminform"].form.errors) == ["note"]
    assert Reply.objects.count() == 2


def test_only_notes_that_the_public_can_read_are_offered():
    make_submitted()
    published = make_note()
    source = {"app_label": "commitments", "model_name": "reply", "field_name": "note", "term": ""}

    found = sit_down("Reviewer").get("/admin/autocomplete/", source).json()["results"]

    assert [row["id"] for row in found] == [str(published.pk)]


def test_one_form_sent_twice_makes_one_reply():
    note = make_note()
    contributor = sit_down("Contributor", note)
    key = contributor.get(f"{LIST}add/").context["adminform"].form.initial["entry_key"]

    for _click in range(2):
        contributor.post(f"{LIST}add/", form(note, entry_key=str(key)))

    assert Reply.objects.count() == 1


def test_the_second_to_save_is_told_and_keeps_what_was_typed():
    note = make_note()
    contributor = sit_down("Contributor", note)
    reply = make_reply(note=note, published=False, author=contributor.person)
    reply.text = "Saved meanwhile."
    reply.write(by=reply.author)

    response = contributor.post(change(reply), form(note, text="Typed here.", version=1))

    page = response.content.decode()
    assert "Saved meanwhile." in page
    assert "Typed here." in page
    assert Reply.objects.get().text == "Saved meanwhile."


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "https://user:pw@example.org/"),
        ("replied_date", "2999-01-01"),
        ("replied_date", "1990-01-01"),
        ("position", "perhaps"),
        ("text", ""),
        ("note", "999999"),
    ],
)
def test_what_cannot_be_a_reply_is_refused_at_its_field(field, value):
    note = make_note()
    response = sit_down("Contributor", note).post(f"{LIST}add/", form(note, **{field: value}))

    assert list(response.context["adminform"].form.errors) == [field]
    assert not Reply.objects.exists()


def test_chosen_replies_are_published_each_by_its_verb():
    replies = [make_submitted_reply(), make_submitted_reply()]
    chosen = {"action": "publish_chosen", "_selected_action": [reply.pk for reply in replies]}

    response = sit_down("Reviewer").post(LIST, chosen, follow=True)

    assert heard(response) == ["2 replies were published."]
    assert set(Reply.objects.values_list("stage", flat=True)) == {Stage.PUBLISHED}


def test_a_published_reply_is_read_and_not_written():
    reply = make_reply()
    reviewer = sit_down("Reviewer")

    page = reviewer.get(change(reply))
    reviewer.post(change(reply), form(reply.note, text="Something else."))

    assert "Open a correction" not in page.content.decode()
    assert Reply.objects.get().text == "The Ministry counts three provinces."


def test_the_list_costs_as_many_queries_for_many_replies(django_assert_max_num_queries):
    for _number in range(8):
        make_reply()
    reviewer = sit_down("Reviewer")

    with django_assert_max_num_queries(9):
        assert reviewer.get(LIST).context["cl"].result_count == 8
