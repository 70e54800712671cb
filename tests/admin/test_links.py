"""Dead links wait at the desk of whoever looks after the States that cite them."""

import pytest
from django.test import Client

from commitments.models import LinkCheck, ProgressNote, State
from commitments.rules.roles import CONTRIBUTOR, REVIEWER
from tests.builders import (
    PUBLISHED,
    make_dead_link,
    make_deadline,
    make_evidence,
    make_link_check,
    make_member,
    make_note,
    make_obligation,
    make_party,
    make_reply,
    the_reviewer,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/commitments/linkcheck/"
QUEUE = f"{LIST}?desk=dead_links"
NAMES = {"COL": "Colombia", "KHM": "Cambodia"}
SOURCES = ("colombia", "cambodia", "reply", "deadline", "draft", "alive")
TAKE_OFF = {"action": "set_aside_chosen", "index": "0"}


@pytest.fixture
def world() -> dict[str, LinkCheck]:
    """Colombia cites two sources and a reply, Cambodia one, a deadline another, a draft one of its own."""
    colombia, cambodia = (make_party(iso3=iso3, name_en=name) for iso3, name in NAMES.items())
    note = make_note(obligation=make_obligation(state=colombia))
    make_reply(note=note, url="https://example.org/reply")
    cite(make_note(obligation=make_obligation(state=colombia), published=False, links=0), "draft")
    for state, name in ((colombia, "colombia#page=2"), (cambodia, "cambodia"), (colombia, "alive")):
        published = make_note(obligation=make_obligation(state=state), published=False, links=0)
        cite(published, name)
        publish(published)
    make_deadline(source_url="https://example.org/deadline")
    dead = ("colombia", "cambodia", "reply", "deadline", "draft")
    return {
        **{name: make_dead_link(f"https://example.org/{name}") for name in dead},
        "alive": make_link_check("https://example.org/alive"),
    }


def cite(note, name: str) -> None:
    make_evidence(note=note, url=f"https://example.org/{name}", title=f"Report on {name}")


def publish(note) -> None:
    note.submit(by=note.author, at=PUBLISHED)
    note.publish(by=the_reviewer(), at=PUBLISHED)


def sit(role: str, *states: str) -> Client:
    client = Client()
    client.person = make_member(role, *State.objects.filter(iso3__in=states))
    client.force_login(client.person)
    return client


def shown(page: str) -> set[str]:
    return {name for name in SOURCES if f"example.org/{name}" in page}


def test_each_sees_the_dead_links_of_their_states(world):
    ann, rita = sit(CONTRIBUTOR, "COL"), sit(REVIEWER)
    everything = {"colombia", "cambodia", "reply", "deadline", "draft"}
    assert shown(ann.get("/admin/").content.decode()) == {"colombia", "reply"}
    assert shown(ann.get(QUEUE).content.decode()) == {"colombia", "reply"}
    assert shown(ann.get(LIST).content.decode()) == {"colombia", "reply", "alive"}
    assert shown(rita.get(QUEUE).content.decode()) == everything
    assert shown(sit(CONTRIBUTOR).get("/admin/").content.decode()) == set()
    assert "Dead links" not in sit(CONTRIBUTOR).get("/admin/").content.decode(), (
        "left out while there is none"
    )
    assert ann.get(f"{LIST}?outcome__exact=reached").status_code == 200
    assert shown(ann.get(f"{LIST}?q=reply").content.decode()) == {"reply"}


def test_page_of_a_dead_link_leads_to_the_findings_and_says_what_to_do(world):
    ann = sit(CONTRIBUTOR, "COL")
    page = ann.get(f"{LIST}{world['colombia'].pk}/change/").content.decode()
    assert "What you can do" in page
    assert "Colombia" in page
    assert "Report on colombia#page=2" in page
    assert "Take off the desk" in page
    assert "What you can do" not in ann.get(f"{LIST}{world['alive'].pk}/change/").content.decode()
    assert "deadlines: 1" in sit(REVIEWER).get(f"{LIST}{world['deadline'].pk}/change/").content.decode()


def test_link_out_of_reach_is_not_there(world):
    ann, outsider = sit(CONTRIBUTOR, "COL"), sit(CONTRIBUTOR)
    for client, name in ((ann, "cambodia"), (ann, "draft"), (ann, "deadline"), (outsider, "colombia")):
        key = world[name].pk
        assert (name, client.get(f"{LIST}{key}/change/").status_code) == (name, 404)
        client.post(LIST, {**TAKE_OFF, "_selected_action": key})
    assert not LinkCheck.objects.filter(set_aside_at__isnull=False).exists()
    assert Client().get(LIST).status_code == 302


def test_known_to_be_down_leaves_the_desk_and_names_who_said_so(world):
    ann = sit(CONTRIBUTOR, "COL")
    keys = [world["colombia"].pk, world["alive"].pk]
    answer = ann.post(LIST, {**TAKE_OFF, "_selected_action": keys}, follow=True).content.decode()
    assert "1 link was taken off the desk." in answer
    assert "This link is not dead" in answer
    check = LinkCheck.objects.get(pk=world["colombia"].pk)
    assert (check.set_aside_by, check.is_dead) == (ann.person, True)
    assert shown(ann.get(QUEUE).content.decode()) == {"reply"}


def test_link_leaves_the_desk_once_every_finding_has_a_copy(world):
    """Two findings cite it: a copy for one of them alone leaves readers of the other without."""
    ann = sit(CONTRIBUTOR, "COL")
    first = ProgressNote.objects.get(evidence__url__contains="/colombia")
    second = make_note(obligation=first.obligation, published=False, links=0)
    cite(second, "colombia")
    publish(second)
    for note, left in ((first, {"colombia", "reply"}), (second, {"reply"})):
        correction = note.correct(by=note.author)
        correction.evidence.get().delete()
        copy = {"archived_url": "https://archive.example/colombia", "title": "Copy"}
        make_evidence(note=correction, url="https://example.org/colombia", **copy)
        publish(correction)
        assert shown(ann.get(QUEUE).content.decode()) == left


def test_links_are_read_and_never_written_by_hand(world):
    key = world["colombia"].pk
    for client in (sit(CONTRIBUTOR, "COL"), sit(REVIEWER)):
        answers = {
            "add": client.get(f"{LIST}add/").status_code,
            "change": client.post(f"{LIST}{key}/change/", {"address": "https://example.org/x"}).status_code,
            "delete": client.post(f"{LIST}{key}/delete/", {"post": "yes"}).status_code,
            "history": client.get(f"{LIST}{key}/history/").status_code,
        }
        assert answers == {"add": 403, "change": 403, "delete": 403, "history": 404}
    assert LinkCheck.objects.get(pk=key).address == "https://example.org/colombia"
