"""States are given to people and taken from them, one by one or by whole regions, and all of it is kept."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from commitments.models import Assignment, State
from commitments.rules.roles import ADMINISTRATOR, CONTRIBUTOR, REVIEWER
from tests import doorway
from tests.builders import make_member, make_state

LIST = "/admin/commitments/assignment/"
PAGE = f"{LIST}assign/"
STATES = "/admin/commitments/state/"


@pytest.fixture
def keeper(db, client):
    """An administrator by role, who is no superuser."""
    client.person = make_member(ADMINISTRATOR, username="keeper")
    doorway.sit_down(client, client.person)
    return client


@pytest.fixture
def world(db) -> dict[str, State]:
    """Four States in two regions."""
    places = {
        "COL": ("Americas", "South America"),
        "PER": ("Americas", "South America"),
        "CAN": ("Americas", "Northern America"),
        "KHM": ("Asia", "South-eastern Asia"),
    }
    return {
        code: make_state(iso3=code, name_en=code, region=region, subregion=subregion)
        for code, (region, subregion) in places.items()
    }


def looked_after(person) -> list[str]:
    return list(person.assignments.order_by("state__iso3").values_list("state__iso3", flat=True))


def kept(person) -> list[tuple]:
    """What the history says: which State, given or taken, and by whom."""
    rows = Assignment.history.filter(person=person).order_by("history_id")
    return list(rows.values_list("state__iso3", "history_type", "history_user__username"))


def test_whole_regions_and_single_states_are_assigned_in_one_batch(keeper, world, heard):
    ana = make_member(CONTRIBUTOR, username="ana")
    sent = {"person": ana.pk, "mode": "assign", "regions": ["South America"], "states": ["KHM"]}

    response = keeper.post(PAGE, sent, follow=True)

    assert looked_after(ana) == ["COL", "KHM", "PER"]
    assert sorted(kept(ana)) == [(code, "+", "keeper") for code in ("COL", "KHM", "PER")]
    assert Assignment.history.values("batch").distinct().count() == 1
    assert Assignment.history.filter(batch=None).count() == 0
    assert heard(response) == ["3 States were assigned to ana."]


def test_to_assign_twice_changes_nothing_more(keeper, world, heard):
    ana = make_member(CONTRIBUTOR, world["COL"], username="ana")
    sent = {"person": ana.pk, "mode": "assign", "regions": ["Americas"]}

    first = heard(keeper.post(PAGE, sent, follow=True))
    second = heard(keeper.post(PAGE, sent, follow=True))

    assert looked_after(ana) == ["CAN", "COL", "PER"]
    assert len(kept(ana)) == 3
    assert (first, second) == (["2 States were assigned to ana."], ["0 States were assigned to ana."])


def test_states_are_taken_away_again(keeper, world):
    ana = make_member(CONTRIBUTOR, *world.values(), username="ana")
    other = make_member(CONTRIBUTOR, world["COL"])

    keeper.post(PAGE, {"person": ana.pk, "mode": "withdraw", "regions": ["Americas"]})

    assert looked_after(ana) == ["KHM"]
    assert looked_after(other) == ["COL"]
    taken = [row for row in kept(ana) if row[1] == "-"]
    assert sorted(taken) == [(code, "-", "keeper") for code in ("CAN", "COL", "PER")]


def test_states_chosen_on_their_list_stand_on_the_page(keeper, world):
    chosen = {"action": "assign_chosen", "_selected_action": [world["COL"].pk, world["KHM"].pk]}

    response = keeper.post(STATES, chosen, follow=True)

    assert response.redirect_chain[0][0].startswith(PAGE)
    assert set(response.context["form"]["states"].value()) == {"COL", "KHM"}
    assert all(f'<option value="{code}" selected>' in response.content.decode() for code in ("COL", "KHM"))


def test_all_states_can_be_chosen_at_once(keeper):
    for _number in range(197):
        make_state()
    chosen = {"action": "assign_chosen", "_selected_action": State.objects.first().pk, "select_across": "1"}

    response = keeper.post(STATES, chosen)

    assert len(response.url) < 4000
    assert len(keeper.get(response.url).context["form"]["states"].value()) == 197


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"mode": "assign"}, "__all__"),
        ({"mode": "assign", "regions": ["Atlantis"]}, "regions"),
        ({"mode": "delete", "regions": ["Asia"]}, "mode"),
        ({"mode": "assign", "states": ["9" * 30]}, "states"),
        ({"mode": "assign", "states": ["\x00"]}, "states"),
        ({"mode": "assign", "regions": ["Asia"], "person": "x"}, "person"),
    ],
)
def test_an_odd_choice_is_refused(keeper, world, sent, field):
    ana = make_member(CONTRIBUTOR)

    form = keeper.post(PAGE, {"person": ana.pk} | sent).context["form"]

    assert list(form.errors) == [field]
    assert not Assignment.objects.exists()


def test_a_closed_account_is_given_no_state_and_can_lose_them(keeper, world):
    ana = make_member(CONTRIBUTOR, world["COL"], is_active=False)
    sent = {"person": ana.pk, "regions": ["Americas"]}

    form = keeper.post(PAGE, sent | {"mode": "assign"}).context["form"]
    assert form.non_field_errors() == [
        "This account is closed: open it again before you assign States to it."
    ]

    keeper.post(PAGE, sent | {"mode": "withdraw"})
    assert looked_after(ana) == []


@pytest.mark.parametrize("role", [CONTRIBUTOR, REVIEWER])
def test_only_administrators_assign(client, world, role):
    person = make_member(role, world["COL"])
    client.force_login(person)
    sent = {"person": person.pk, "mode": "assign", "regions": ["Americas"]}

    assert client.post(PAGE, sent).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    client.post(STATES, {"action": "assign_chosen", "_selected_action": [world["COL"].pk]})
    assert looked_after(person) == ["COL"]
    for verb in (Assignment.objects.assign, Assignment.objects.withdraw):
        with pytest.raises(ValidationError, match="permission to assign"):
            verb(person, State.objects.all(), by=person)
    assert looked_after(person) == ["COL"]


def test_a_closed_administrator_assigns_nothing(world):
    closed = make_member(ADMINISTRATOR, is_active=False)

    with pytest.raises(ValidationError, match="permission to assign"):
        Assignment.objects.assign(make_member(CONTRIBUTOR), State.objects.all(), by=closed)


def test_the_page_of_a_person_shows_and_changes_their_states(keeper, world):
    ana = make_member(CONTRIBUTOR, world["COL"], username="ana", email="ana@example.org")
    address = reverse("admin:commitments_user_change", args=[ana.pk])
    assert "COL" in keeper.get(address).content.decode()
    first = ana.assignments.get()
    sent = {
        "username": "ana",
        "email": "ana@example.org",
        "is_active": "on",
        "is_staff": "on",
        "groups": [group.name for group in ana.groups.all()],
        "assignments-TOTAL_FORMS": "2",
        "assignments-INITIAL_FORMS": "1",
        "assignments-0-id": first.pk,
        "assignments-0-person": ana.pk,
        "assignments-0-state": world["COL"].pk,
        "assignments-0-DELETE": "on",
        "assignments-1-person": ana.pk,
        "assignments-1-state": world["KHM"].pk,
    }

    keeper.post(address, sent)

    assert looked_after(ana) == ["KHM"]
    assert kept(ana)[1:] == [("COL", "-", "keeper"), ("KHM", "+", "keeper")]


def test_chosen_assignments_are_ended_in_one_batch(keeper, world):
    ana = make_member(CONTRIBUTOR, *world.values())
    chosen = {
        "action": "delete_selected",
        "_selected_action": list(ana.assignments.values_list("pk", flat=True)),
    }

    keeper.post(LIST, chosen | {"post": "yes"})

    ended = Assignment.history.filter(history_type="-")
    assert (looked_after(ana), ended.count(), ended.values("batch").distinct().count()) == ([], 4, 1)
