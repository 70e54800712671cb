"""People are invited by mail, given roles by administrators, and closed; nobody is deleted."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments.models import User
from commitments.rules.roles import ADMINISTRATOR, CONTRIBUTOR, REVIEWER
from tests import doorway
from tests.builders import make_member, make_user

LIST = "/admin/commitments/user/"
FORGOTTEN = "/account/password/forgotten/"
SET = "/account/password/set/"
PASSWORD = "correct-horse-battery"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/account/password/set/[^/]+/)\n")


@pytest.fixture
def keeper(db, client):
    """An administrator by role, who is no superuser."""
    client.person = make_member(ADMINISTRATOR, username="keeper", email="keeper@example.org")
    doorway.sit_down(client, client.person)
    return client


def form_of(person: User, **changes: object) -> dict[str, object]:
    """The page of a person as a browser sends it; None is a box without its tick."""
    sent = {
        "username": person.username,
        "email": person.email,
        "groups": [group.name for group in person.groups.all()],
        "is_active": "on",
        "is_staff": "on",
        "assignments-TOTAL_FORMS": "0",
        "assignments-INITIAL_FORMS": "0",
        **changes,
    }
    return {name: value for name, value in sent.items() if value is not None}


def new_person(**changes: object) -> dict[str, object]:
    names = {"username": "ana", "first_name": "Ana", "email": "ana@example.org"}
    return {**names, "groups": [CONTRIBUTOR], **changes}


def page(person: User, name: str = "change") -> str:
    return reverse(f"admin:commitments_user_{name}", args=[person.pk])


def link_in(message: mail.EmailMessage) -> str:
    return LINK.search(message.body).group(1)


def set_password(address: str, client: Client | None = None):
    """Follow the link of a mail, and set a password there."""
    client = client or Client()
    form = client.get(address, follow=True)
    if not form.redirect_chain:
        return form
    sent = {"password1": PASSWORD, "password2": PASSWORD}
    return client.post(form.redirect_chain[-1][0], sent, follow=True)


def test_an_invited_person_sets_a_password_and_signs_in(keeper, heard):
    response = keeper.post(f"{LIST}add/", new_person(), follow=True)
    ana = User.objects.get(username="ana")
    assert (ana.is_staff, ana.is_superuser, ana.has_usable_password()) == (True, False, False)
    assert [group.name for group in ana.groups.all()] == [CONTRIBUTOR]
    assert "1 invitation was sent." in heard(response)
    (message,) = mail.outbox
    assert message.to == ["ana@example.org"]
    assert {"Hello Ana,", "Your user name: ana"} <= set(message.body.splitlines())

    set_password(link_in(message))

    assert Client().login(username="ana", password=PASSWORD)
    assert 'name="password1"' not in Client().get(link_in(message), follow=True).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "KEEPER@example.org"}, "email"),
        ({"username": "KEEPER"}, "username"),
        ({"groups": []}, "groups"),
        ({"groups": ["9" * 30]}, "groups"),
        ({"groups": ["\x00"]}, "groups"),
    ],
)
def test_an_invitation_needs_an_address_of_its_own_and_a_role(keeper, changes, field):
    answer = keeper.post(f"{LIST}add/", new_person(**changes))

    assert list(answer.context["adminform"].form.errors) == [field]
    assert not User.objects.filter(username="ana").exists()


def test_a_mail_that_fails_is_told_and_the_invitation_is_sent_again(keeper, heard, monkeypatch):
    def fail(*_args, **_options):
        raise ConnectionRefusedError("the server of the office")

    with monkeypatch.context() as broken:
        broken.setattr("commitments.accounts.events.send_mail", fail)
        response = keeper.post(f"{LIST}add/", new_person(), follow=True)
    ana = User.objects.get(username="ana")
    assert "ana: The mail could not be sent. Send the invitation again later." in heard(response)

    keeper.post(LIST, {"action": "invite_again", "_selected_action": [ana.pk]})

    assert [message.to for message in mail.outbox] == [["ana@example.org"]]


def test_an_invitation_is_sent_again_only_where_it_makes_sense(keeper, heard):
    closed = make_member(CONTRIBUTOR, username="closed", email="c@example.org", is_active=False, password="!")
    silent = make_member(CONTRIBUTOR, username="silent", password="!")
    settled = make_member(CONTRIBUTOR, username="settled", email="s@example.org", password="md5$a$b")
    chosen = {"action": "invite_again", "_selected_action": [closed.pk, silent.pk, settled.pk]}

    refusals = heard(keeper.post(LIST, chosen, follow=True))

    assert sorted(refusals) == [
        "closed: This account is closed.",
        "settled: They have set a password; the sign-in page sends them a new link.",
        "silent: This account has no e-mail address.",
    ]
    assert mail.outbox == []


def test_a_link_expires_and_stays_shut_for_a_closed_account(db, settings, monkeypatch):
    ana = make_member(CONTRIBUTOR, email="ana@example.org", password="!")
    Client().post(FORGOTTEN, {"email": ana.email})
    address = link_in(mail.outbox[0])
    late = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + 60)
    with monkeypatch.context() as later:
        later.setattr(PasswordResetTokenGenerator, "_now", lambda _self: late.replace(tzinfo=None))
        assert 'name="password1"' not in set_password(address).content.decode()
    User.objects.filter(pk=ana.pk).update(is_active=False)

    set_password(address)

    assert not User.objects.get(pk=ana.pk).has_usable_password()


def test_the_page_for_forgotten_passwords_never_tells_who_has_an_account(db):
    make_member(CONTRIBUTOR, email="ana@example.org", password="!")
    make_member(CONTRIBUTOR, email="closed@example.org", is_active=False)
    answers = [
        Client().post(FORGOTTEN, {"email": address}, follow=True, HTTP_HOST="localhost")
        for address in ("ana@example.org", "closed@example.org", "nobody@example.org")
    ]

    assert len({answer.content for answer in answers}) == 1
    assert {tuple(answer.redirect_chain) for answer in answers} == {((f"{FORGOTTEN}sent/", 302),)}
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]
    assert LINK.search(mail.outbox[0].body)


def test_the_sign_in_page_leads_to_the_link_and_the_pages_look_like_the_desk(client, db):
    assert FORGOTTEN in client.get("/admin/login/", follow=True).content.decode()
    for address in (FORGOTTEN, f"{FORGOTTEN}sent/", f"{SET}done/", f"{SET}1-x-y/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "masthead__name" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"


def test_nobody_sets_the_password_of_another(keeper):
    ana = make_member(CONTRIBUTOR, username="ana")

    assert "password" not in keeper.get(page(ana)).context["adminform"].form.fields
    assert keeper.post(f"{LIST}{ana.pk}/password/", {"password1": PASSWORD}).status_code in {302, 404}
    assert not Client().login(username="ana", password=PASSWORD)


def test_a_change_of_roles_leaves_a_history(keeper):
    ana = make_member(CONTRIBUTOR, username="ana")

    keeper.post(page(ana), form_of(ana, groups=[REVIEWER]))

    newest = ana.history.first()
    assert [row.group.name for row in newest.groups.all()] == [REVIEWER]
    assert newest.history_user == keeper.person


def test_an_administrator_makes_no_superuser_and_does_not_touch_one(keeper):
    ana, root = make_member(CONTRIBUTOR, username="ana"), make_user(username="root", is_superuser=True)

    keeper.post(page(ana), form_of(ana, is_superuser="on"))
    keeper.post(page(keeper.person), form_of(keeper.person, is_superuser="on"))
    answer = keeper.post(page(root), form_of(root, email="mine@example.org"))

    assert answer.status_code == 403
    assert list(User.objects.filter(is_superuser=True)) == [root]
    assert User.objects.get(pk=root.pk).email == ""


def test_an_account_is_closed_at_once_and_its_owner_cannot_close_it(keeper):
    ana, theirs = make_member(CONTRIBUTOR, username="ana"), Client()
    theirs.force_login(ana)

    keeper.post(page(ana), form_of(ana, is_active=None))
    own = keeper.post(page(keeper.person), form_of(keeper.person, is_active=None))

    assert theirs.get("/admin/").status_code == 302
    assert list(own.context["adminform"].form.errors) == ["is_active"]
    assert User.objects.get(pk=keeper.person.pk).is_active


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_is_deleted(client, db, is_superuser):
    doorway.sit_down(client, make_member(ADMINISTRATOR, is_superuser=is_superuser))
    ana = make_member(CONTRIBUTOR)

    assert client.get(page(ana, "delete")).status_code == 403
    assert client.post(page(ana, "delete"), {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [ana.pk], "post": "yes"})
    assert 'class="deletelink"' not in client.get(page(ana)).content.decode()
    for road in (ana.delete, User.objects.filter(pk=ana.pk).delete):
        with pytest.raises(ValidationError, match="never deleted"):
            road()
    assert User.objects.filter(pk=ana.pk).exists()


def test_roles_are_changed_by_nobody_at_the_desk(administrator):
    assert administrator.get("/admin/auth/group/").status_code == 404
    assert "user_permissions" not in administrator.get(page(make_user())).content.decode()
