"""A contributor sees and writes only for the States assigned to them, whatever they open or type."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date

import pytest
from django.contrib.admin import site
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from commitments.models import EvidenceLink, ProgressNote, Reply, State
from commitments.models.querysets import StateScopedQuerySet
from commitments.rules.roles import CONTRIBUTOR, REVIEWER
from tests.builders import (
    make_commitment,
    make_deadline,
    make_member,
    make_note,
    make_obligation,
    make_other_name,
    make_party,
    make_user,
)

LIMITED = [model for model in site._registry if isinstance(model._default_manager.all(), StateScopedQuerySet)]
NOBODY_HAS_IT = 4_000_000
NOT_YOURS = "This State is not assigned to you."


def make_world(iso3: str, name: str, region: str, year: int) -> dict[type, object]:
    """One of everything that belongs to a State, by model."""
    state = make_party(iso3=iso3, name_en=name, region=region, subregion=f"South of {region}")
    obligation = make_obligation(state=state, commitment=make_commitment(code="16b"))
    deadline = make_deadline(obligation=obligation, due_date=date(year, 3, 1))
    published = make_note(obligation=obligation, noted_date=date(year, 4, 1), text=f"Found in {name}.")
    draft = make_note(obligation=obligation, noted_date=date(year, 5, 1), published=False, links=1)
    reply = Reply(
        note=published, replied_by=f"Ministry of {name}", replied_date=date(year, 6, 1), text="Yes."
    )
    reply.position, reply.author = "agrees", draft.author
    reply.save()
    other_name = make_other_name(state, f"Republic of {name}")
    things = (state, obligation, deadline, draft, reply, other_name)
    return {type(thing): thing for thing in things}


@pytest.fixture(scope="module")
def standing_worlds(standing) -> list[dict[type, object]]:
    """Two States, stored once for the module."""
    with standing():
        return [
            make_world("COL", "Colombia", "Americas", 2019),
            make_world("KHM", "Cambodia", "Oceania", 2011),
        ]


@pytest.fixture
def own(standing_worlds, db) -> dict[type, object]:
    """What belongs to the State that is assigned."""
    return deepcopy(standing_worlds[0])


@pytest.fixture
def others(standing_worlds, db) -> dict[type, object]:
    """What belongs to a State that somebody else looks after."""
    return deepcopy(standing_worlds[1])


def sit_down(role: str, *states) -> Client:
    client = Client()
    client.person = make_member(role, *states)
    client.force_login(client.person)
    return client


@pytest.fixture
def contributor(own, others) -> Client:
    """Looks after Colombia, while Cambodia is there too."""
    return sit_down(CONTRIBUTOR, own[State])


def address(model: type, page: str = "changelist", *args: object) -> str:
    return reverse(f"admin:commitments_{model.__name__.lower()}_{page}", args=args)


def pages_of_one(model: type, pk: object) -> Iterator[str]:
    """Every address below the admin of this model that names one record."""
    for pattern in site._registry[model].get_urls():
        try:
            yield reverse(f"admin:{pattern.name}", args=[pk])
        except NoReverseMatch:
            continue


@pytest.mark.parametrize("model", LIMITED, ids=lambda model: model.__name__)
def test_a_list_and_its_counts_hold_what_is_assigned(contributor, own, others, model):
    listed = contributor.get(address(model)).context["cl"]

    assert own[model] in listed.result_list
    assert others[model] not in listed.result_list
    assert listed.result_count == listed.root_queryset.count() == model.objects.count() / 2


@pytest.mark.parametrize("model", LIMITED, ids=lambda model: model.__name__)
def test_nothing_on_a_list_names_another_state(contributor, model):
    page = contributor.get(address(model)).content.decode()

    assert "Colombia" in page
    for word in ("Cambodia", "KHM", "Oceania", "=2011"):
        assert word not in page


@pytest.mark.parametrize("model", LIMITED, ids=lambda model: model.__name__)
@pytest.mark.parametrize("query", ["q=Cambodia", "q=KHM", "state=KHM", "region=Oceania", "desk=published"])
def test_no_search_and_no_typed_filter_finds_another_state(contributor, others, model, query):
    response = contributor.get(f"{address(model)}?{query}", follow=True)

    assert others[model] not in response.context["cl"].result_list


@pytest.mark.parametrize("model", LIMITED, ids=lambda model: model.__name__)
def test_a_typed_address_is_answered_as_if_there_were_nothing(contributor, own, others, model):
    for mine, theirs, nothing in zip(
        pages_of_one(model, own[model].pk),
        pages_of_one(model, others[model].pk),
        pages_of_one(model, NOBODY_HAS_IT),
        strict=True,
    ):
        for method in (contributor.get, contributor.post):
            answer = method(theirs)
            assert answer.status_code == method(nothing).status_code, theirs
            assert answer.status_code in {403, 404}, theirs
            assert "Cambodia" not in answer.content.decode()
        assert contributor.get(mine).status_code in {200, 302, 403}, mine
    for page in ("change", "history"):
        assert contributor.get(address(model, page, own[model].pk)).status_code == 200
        assert contributor.get(address(model, page, others[model].pk)).status_code == 404


@pytest.mark.parametrize("model", LIMITED, ids=lambda model: model.__name__)
def test_no_shortcut_tells_whether_a_record_is_there(contributor, others, model):
    kind = ContentType.objects.get_for_model(model)

    assert contributor.get(f"/admin/r/{kind.pk}/{others[model].pk}/").status_code == 404


@pytest.mark.parametrize("model", LIMITED, ids=lambda model: model.__name__)
def test_a_reviewer_sees_every_state(own, others, model):
    reviewer = sit_down(REVIEWER)

    listed = reviewer.get(address(model)).context["cl"].result_list

    assert {own[model], others[model]} <= set(listed)
    assert reviewer.get(address(model, "change", others[model].pk)).status_code == 200


@pytest.mark.parametrize(
    ("model", "field"),
    [("obligation", "state"), ("assignment", "state"), ("deadline", "obligation"), ("reply", "note")],
)
@pytest.mark.parametrize("term", ["", "Cambodia", "KHM", "16b"])
def test_nothing_of_another_state_is_offered_while_typing(contributor, own, model, field, term):
    query = {"app_label": "commitments", "model_name": model, "field_name": field, "term": term}

    answer = contributor.get("/admin/autocomplete/", query)

    assert answer.status_code == 200
    assert "Cambodia" not in answer.content.decode()
    if not term:
        assert "Colombia" in answer.content.decode()


def test_people_are_not_offered_to_whoever_may_not_see_them(contributor):
    query = {"app_label": "commitments", "model_name": "assignment", "field_name": "person", "term": ""}

    assert contributor.get("/admin/autocomplete/", query).status_code == 403


def test_all_changes_are_those_of_the_assigned_states(contributor, others):
    note = others[ProgressNote]
    note.text = "A change that nobody else reads."
    note.save()

    page = contributor.get(reverse("admin:changes")).content.decode()

    assert "Colombia" in page
    assert "Cambodia" not in page
    assert note.text not in page


def test_a_note_for_another_state_is_refused_in_words(contributor, others, filled_in):
    obligation, before = others[ProgressNote].obligation, ProgressNote.objects.count()

    answer = contributor.post(
        address(ProgressNote, "add"), filled_in(obligation.state, obligation.commitment)
    )

    assert answer.context["adminform"].form.errors["state"] == [NOT_YOURS]
    assert ProgressNote.objects.count() == before


def test_a_note_is_not_moved_to_another_state(contributor, own, others, filled_in):
    note, there = own[ProgressNote], others[ProgressNote].obligation
    form = filled_in(there.state, there.commitment, version=note.version, **{"evidence-TOTAL_FORMS": "0"})

    answer = contributor.post(address(ProgressNote, "change", note.pk), form)

    assert answer.context["adminform"].form.errors["state"] == [NOT_YOURS]
    note.refresh_from_db()
    assert note.obligation.state.iso3 == "COL"


def test_the_address_prefills_no_state_that_is_not_assigned(contributor, heard):
    answer = contributor.get(f"{address(ProgressNote, 'add')}?state=KHM")

    assert "state" not in answer.context["adminform"].form.initial
    assert heard(answer) == [NOT_YOURS]


def test_evidence_of_another_state_cannot_be_drawn_into_a_form(contributor, own, others, filled_in):
    note, theirs = own[ProgressNote], others[ProgressNote].evidence.get()
    forged = {"evidence-0-id": theirs.pk, "evidence-0-note": note.pk, "evidence-0-title": "Mine now"}
    forged["evidence-INITIAL_FORMS"] = "1"
    here = note.obligation
    for deleted in ({}, {"evidence-0-DELETE": "on"}):
        form = filled_in(here.state, here.commitment, version=note.version, **forged, **deleted)
        contributor.post(address(ProgressNote, "change", note.pk), form)

    kept = EvidenceLink.objects.get(pk=theirs.pk)
    assert (kept.title, kept.note_id) == (theirs.title, theirs.note_id)


@pytest.mark.parametrize("model", LIMITED, ids=lambda model: model.__name__)
def test_many_rows_cost_a_contributor_as_many_queries_as_one(own, model):
    contributor, counts = sit_down(CONTRIBUTOR, own[State]), []

    for more in (0, 2, 9):
        for number in range(more):
            world = make_world(f"Q{'XYZ'[more % 3]}{chr(65 + number)}", f"Land {number}", "Americas", 2015)
            contributor.person.assignments.create(state=world[State])
        contributor.get(address(model))
        with CaptureQueriesContext(connection) as queries:
            contributor.get(address(model))
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2] <= 20


def test_a_person_without_a_role_sees_nothing_even_where_a_state_is_assigned(own):
    idle = make_user(is_staff=True)
    idle.assignments.create(state=own[State])
    client = Client()
    client.force_login(idle)

    for model in LIMITED:
        assert client.get(address(model)).status_code == 403
        assert client.get(address(model, "change", own[model].pk)).status_code == 403
