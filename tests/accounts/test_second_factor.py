"""Codes and keys beside the password: who needs them, how they are set up, and what if they are lost."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from commitments.models import User
from commitments.rules.roles import ADMINISTRATOR, CONTRIBUTOR, REVIEWER
from tests import doorway
from tests.accounts.conftest import sign_in
from tests.builders import make_member

FACTOR = "/account/second-factor/"
APP, CODES = f"{FACTOR}app/", f"{FACTOR}recovery-codes/"
STEP = "/account/sign-in/second-factor/"
DESK = (
    "/admin/",
    "/admin/commitments/state/",
    "/admin/numbers/work.csv",
    "/admin/jsi18n/",
    "/admin/changes/",
)


@pytest.fixture
def required(settings) -> None:
    """As on a public installation."""
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def set_up(ana) -> Callable[[Client], tuple[str, list[str]]]:
    """Sets up an app; returns its secret and the recovery codes."""

    def scan(client: Client) -> tuple[str, list[str]]:
        secret = re.search(r"account-secret\">(\w+)<", client.get(APP).content.decode()).group(1)
        shown = client.post(APP, {"code": code(secret)}, follow=True)
        return secret, re.findall(r"<code>(\d{8})</code>", shown.content.decode())

    return scan


def code(secret: str, step: int = 0) -> str:
    """What the app shows now, or one step of half a minute earlier (-1) or later (1)."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1 + step]))


def test_whoever_publishes_or_administers_sets_one_up_before_the_desk_opens(required, ana, set_up, client):
    answer = sign_in(client, then="/admin/commitments/state/")
    for address in DESK:
        assert client.get(address)["Location"].startswith(
            f"{FACTOR}?next=/admin/".replace("/admin/", "%2Fadmin%2F")
        ), address
    written = client.post("/admin/commitments/state/add/", {"name_en": "Nowhere at all"})
    assert (written.status_code, "Nowhere at all" in written.content.decode()) == (403, True)
    assert answer["Location"] == "/admin/commitments/state/"

    _secret, codes = set_up(client)

    assert len(set(codes)) == 10
    assert client.get("/admin/").status_code == 200
    assert [message.subject for message in mail.outbox] == ["Your account at Cartagena was changed"]


@pytest.mark.parametrize(("role", "status"), [(CONTRIBUTOR, 200), (REVIEWER, 302), (ADMINISTRATOR, 302)])
def test_roles_decide_by_what_they_may_do(required, client, db, role, status):
    doorway.sit_down(client, make_member(role))

    assert client.get("/admin/").status_code == status


def test_a_session_older_than_the_rule_or_than_the_factor_has_to_show_it(ana, set_up, settings):
    old, phone = Client(), Client()
    sign_in(old)
    doorway.sit_down(untracked := Client(), ana)
    sign_in(phone)
    set_up(phone)
    assert old.get("/admin/").status_code == 302

    settings.SECOND_FACTOR_REQUIRED = True

    assert phone.get("/admin/").status_code == 200
    assert untracked.get("/admin/")["Location"].startswith("/account/confirm/second-factor/")
    assert (
        untracked.get("/admin/login/?next=/admin/", follow=True)
        .redirect_chain[-1][0]
        .startswith("/account/confirm/")
    )


def test_a_code_and_a_recovery_code_sign_in_once_each(ana, set_up, client, caplog):
    sign_in(setting := Client())
    secret, codes = set_up(setting)

    def second_step(given: str) -> Client:
        person = Client()
        assert sign_in(person, then="/admin/changes/")["Location"] == STEP
        assert person.get("/admin/").status_code == 302
        person.post(STEP, {"code": given})
        return person

    fresh = code(secret, 1)
    assert [second_step(given).get("/admin/").status_code for given in (fresh, fresh)] == [200, 302]
    spaced = f"{codes[0][:4]} {codes[0][4:]}"
    assert [second_step(given).get("/admin/").status_code for given in (spaced, codes[0])] == [200, 302]
    assert "second factor failed" in caplog.text
    assert codes[0] not in caplog.text


def test_codes_cannot_be_guessed(ana, set_up, client):
    sign_in(setting := Client())
    secret, _codes = set_up(setting)
    sign_in(client)
    for number in range(6):
        answer = client.post(STEP, {"code": f"00000{number}"})
    right = client.post(STEP, {"code": code(secret, 1)})

    assert "Try again in 10 minutes." in answer.content.decode()
    assert "Somebody knows the password of ana" in mail.outbox[-1].body
    assert right.status_code == 200
    assert client.get("/admin/").status_code == 302


def test_recovery_codes_are_shown_once_and_new_ones_are_told(ana, set_up, client):
    sign_in(client)
    _secret, codes = set_up(client)
    assert codes[0] not in client.get(CODES).content.decode()

    shown = client.post(f"{CODES}new/", follow=True).content.decode()

    assert len(re.findall(r"<code>\d{8}</code>", shown)) == 10
    assert codes[0] not in shown
    assert "earlier ones no longer work" in mail.outbox[-1].body


def test_nothing_of_it_lies_open_in_the_database_and_another_key_opens_nothing(ana, set_up, client, settings):
    sign_in(client)
    secret, _codes = set_up(client)
    kept = Authenticator.objects.get(type="totp")
    assert secret not in str(kept.data)

    settings.SECRET_KEY = "another key, as long as it has to be and longer than that"
    sign_in(later := Client())

    assert later.post(STEP, {"code": code(secret, 1)}).status_code == 200


def test_the_last_one_stays_where_it_is_needed(required, ana, set_up, client):
    sign_in(client)
    set_up(client)
    assert "add another one before" in client.get(f"{APP}remove/").content.decode()
    client.post(f"{APP}remove/")
    assert Authenticator.objects.filter(type="totp").exists()

    key = Authenticator.objects.create(user=ana, type="webauthn", data={"name": "My key"})
    client.post(f"{APP}remove/")
    client.post(f"{FACTOR}keys/{key.pk}/remove/")

    assert [each.type for each in Authenticator.objects.exclude(type="recovery_codes")] == ["webauthn"]


def test_a_lost_device_is_reset_by_an_administrator_who_shows_who_they_are(ana, set_up):
    sign_in(theirs := Client())
    set_up(theirs)
    mail.outbox.clear()
    boss, chosen = Client(), {"action": "reset_second_factor", "_selected_action": [ana.pk]}
    doorway.sit_down(boss, make_member(ADMINISTRATOR, username="boss"))
    boss.post("/admin/commitments/user/", chosen)
    assert Authenticator.objects.exists()  # a superuser is reset by a superuser alone

    User.objects.filter(username="boss").update(is_superuser=True)
    boss.post("/admin/commitments/user/", chosen)

    assert not Authenticator.objects.exists()
    assert theirs.get("/admin/").status_code == 302
    assert "An administrator reset your second factor." in mail.outbox[0].body
    newest = ana.history.first()
    assert (newest.history_user.username, newest.history_change_reason) == ("boss", "second factor reset")
    assert sign_in(Client())["Location"] == "/admin/"


def test_the_last_administrator_is_helped_on_the_command_line(ana, set_up, client, capsys):
    sign_in(client)
    set_up(client)

    call_command("reset_second_factor", "ANA")

    assert not Authenticator.objects.exists()
    assert "ana signs in with the password alone" in capsys.readouterr().out
    assert client.get("/admin/").status_code == 302
    for name, said in (("ana", "no second factor"), ("nobody", "Nobody has the user name")):
        with pytest.raises(CommandError, match=said):
            call_command("reset_second_factor", name)
