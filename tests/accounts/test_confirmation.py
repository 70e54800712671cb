"""The password asked again before accounts are changed, and who hears of it."""

import pytest
from django.core import mail
from django.test import Client

from commitments.models import User
from commitments.rules.roles import ADMINISTRATOR, CONTRIBUTOR, REVIEWER
from tests import doorway
from tests.accounts.conftest import PASSWORD, make_staff
from tests.builders import make_member

CONFIRM = "/account/confirm/"


@pytest.fixture
def boss(db) -> Client:
    """An administrator who signed in twenty minutes ago."""
    client = Client()
    client.person = make_member(ADMINISTRATOR, username="boss", email="boss@example.org")
    client.person.set_password(PASSWORD)
    client.person.save()
    doorway.sit_down(client, client.person, minutes_ago=20)
    return client


def form_of(person: User, **changes: object) -> dict[str, object]:
    sent = {
        "username": person.username,
        "email": person.email,
        "groups": [group.name for group in person.groups.all()],
        "is_active": "on",
        "is_staff": "on",
        "assignments-TOTAL_FORMS": "0",
        "assignments-INITIAL_FORMS": "0",
    }
    return {name: value for name, value in {**sent, **changes}.items() if value is not None}


@pytest.mark.parametrize("filters", ["", "?_changelist_filters=is_active__exact%3D1"])
def test_a_change_waits_for_the_password_and_then_goes_on_where_it_stopped(boss, filters):
    ana = make_staff("ana")
    page = f"/admin/commitments/user/{ana.pk}/change/{filters}"

    asked = boss.post(page, form_of(ana, email="new@example.org", groups=[REVIEWER]))
    assert asked["Location"].startswith(CONFIRM)
    assert User.objects.get(pk=ana.pk).email == "ana@example.org"
    wrong = boss.post(asked["Location"], {"password": "wrong"})
    assert "This is not your password." in wrong.content.decode()
    done = boss.post(asked["Location"], {"password": PASSWORD})

    ana = User.objects.get(pk=ana.pk)
    assert (ana.email, [group.name for group in ana.groups.all()]) == ("new@example.org", [REVIEWER])
    assert done["Location"].startswith("/admin/commitments/user/")
    assert [message.to for message in mail.outbox] == [["ana@example.org"], ["new@example.org"]]
    for said in ("changed to new@example.org", f"Your roles were changed: {REVIEWER}."):
        assert said in mail.outbox[0].body
    assert ana.history.first().history_user == boss.person


def test_an_invitation_and_an_action_of_the_list_wait_as_well(boss):
    new = {"username": "eva", "email": "eva@example.org", "groups": [CONTRIBUTOR]}
    asked = boss.post("/admin/commitments/user/add/", new)
    assert not User.objects.filter(username="eva").exists()
    boss.post(asked["Location"], {"password": PASSWORD})
    eva = User.objects.get(username="eva")
    assert [message.to for message in mail.outbox] == [["eva@example.org"]]
    doorway.sit_down(boss, boss.person, minutes_ago=20)

    asked = boss.post("/admin/commitments/user/", {"action": "invite_again", "_selected_action": [eva.pk]})
    assert len(mail.outbox) == 1
    boss.post(asked["Location"], {"password": PASSWORD})

    assert len(mail.outbox) == 2


def test_closing_an_account_is_told_and_a_change_of_a_name_alone_is_not(boss):
    ana = make_staff("ana")
    doorway.sit_down(boss, boss.person)
    page = f"/admin/commitments/user/{ana.pk}/change/"

    boss.post(page, form_of(ana, first_name="Ana"))
    assert mail.outbox == []
    boss.post(page, form_of(ana, first_name="Ana", is_active=None))

    assert "Your account was closed." in mail.outbox[0].body


def test_reading_and_other_work_ask_for_nothing(boss):
    for address in ("/admin/commitments/user/", "/admin/commitments/user/add/", "/account/"):
        assert boss.get(address).status_code == 200
    assert boss.get("/account/second-factor/app/")["Location"].startswith(CONFIRM)


def test_an_invitation_is_sent_five_times_a_day(boss, heard):
    eva = make_member(CONTRIBUTOR, username="eva", email="eva@example.org", password="!")
    doorway.sit_down(boss, boss.person)
    chosen = {"action": "invite_again", "_selected_action": [eva.pk]}
    for _number in range(6):
        said = heard(boss.post("/admin/commitments/user/", chosen, follow=True))

    assert len(mail.outbox) == 5
    assert "Wait until tomorrow." in said[0]


@pytest.fixture
def heard():
    return lambda response: [str(message) for message in response.context["messages"]]
