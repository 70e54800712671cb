"""Who comes in, who has to wait, and what nobody learns by trying."""

import logging
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.test.client import ClientHandler

from commitments.models import User
from tests.accounts.conftest import PASSWORD, SIGN_IN, make_staff, sign_in

FORGOTTEN = "/account/password/forgotten/"
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.77"}


def words(answer, name: str = "") -> str:
    """The page without what differs for everybody: the name that was typed, and the token of its form."""
    return re.sub(rf'value="(\w{{64}}|{name})"', "", answer.content.decode())


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_sixty_wrong_passwords_and_the_right_one_do_not_sign_in(ana, client, caplog):
    known, unknown = ([sign_in(client, name, f"wrong-{n}") for n in range(60)] for name in ("ana", "nobody"))
    right = sign_in(client)

    assert not is_in(client)
    for answers in (known, unknown):
        assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 50
    assert right.status_code == 429
    assert 0 < int(right["Retry-After"]) <= 600
    assert "Try again in 10 minutes." in right.content.decode()
    assert words(known[0], "ana") == words(unknown[0], "nobody")
    assert words(known[-1]) == words(unknown[-1])


def test_a_guesser_locks_out_neither_who_is_in_nor_who_asks_from_elsewhere(ana, client):
    inside = Client()
    sign_in(inside)
    for number in range(12):
        sign_in(client, "ANA ", f"wrong-{number}")

    assert sign_in(client).status_code == 429
    assert inside.get("/admin/").status_code == 200
    assert sign_in(other := Client(), "Ana", **ELSEWHERE).status_code == 302
    assert is_in(other)


def test_guesses_from_everywhere_close_an_account_but_not_to_where_its_owner_signed_in(ana, settings):
    home = {"REMOTE_ADDR": "198.51.100.4"}
    sign_in(Client(), **home)
    for number in range(100):
        sign_in(Client(), "ana", "wrong", REMOTE_ADDR=f"192.0.2.{number}")

    assert sign_in(Client(), **ELSEWHERE).status_code == 429
    assert sign_in(Client(), **home).status_code == 302


def test_a_success_counts_for_nothing_and_a_failing_throttle_stops_nobody(ana, monkeypatch):
    for _number in range(12):
        assert sign_in(Client()).status_code == 302

    def fail(*_args, **_options):
        raise DatabaseError("no such table")

    for name in ("get", "get_many", "add", "set", "delete_many"):
        monkeypatch.setattr(type(cache._connections["default"]), name, fail)
    assert sign_in(Client()).status_code == 302
    assert sign_in(Client(), password="wrong").status_code == 200


def test_behind_a_proxy_only_what_it_wrote_itself_is_believed(ana, settings):
    settings.BEHIND_PROXY = True
    for number in range(10):
        sign_in(Client(), password="wrong", headers={"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.1"})

    assert sign_in(Client(), headers={"X-Forwarded-For": "10.9.9.9, 192.0.2.1"}).status_code == 429
    assert sign_in(Client(), headers={"X-Forwarded-For": "192.0.2.1, 192.0.2.2"}).status_code == 302


def test_what_happens_is_in_the_log_and_what_was_typed_is_not(ana, client, caplog):
    caplog.set_level(logging.INFO, "cartagena.security")
    sign_in(client, "my-secret-typed-here", "another-secret")
    sign_in(client, "ana", "a-wrong-secret")
    sign_in(client)

    said = [
        (each.getMessage(), *each.fields.values())
        for each in caplog.records
        if each.name == "cartagena.security"
    ]
    assert said == [
        ("sign-in failed", "unknown", "127.0.0.0"),
        ("sign-in failed", ana.pk, "127.0.0.0"),
        ("signed in", ana.pk, "127.0.0.0"),
    ]
    assert "secret" not in caplog.text


def test_administrators_and_owner_hear_of_a_guesser_once(ana, client):
    root = make_staff("root", is_superuser=True)
    for number in range(30):
        sign_in(Client(), "ana", f"wrong-{number}", REMOTE_ADDR=f"192.0.2.{number % 3}")

    assert sorted(message.to[0] for message in mail.outbox) == [ana.email, root.email]
    assert "192.0.2.0" in mail.outbox[0].body


def test_a_password_of_a_megabyte_is_refused_before_it_is_hashed(ana, client, monkeypatch):
    monkeypatch.setattr(User, "check_password", lambda *_args: pytest.fail("it was hashed"))

    answer = sign_in(client, password="x" * 1_000_000)

    assert answer.status_code == 200
    assert "at most 256 characters" in answer.content.decode()


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/admin/commitments/state/", "/admin/commitments/state/"),
        ("", "/admin/"),
        ("https://evil.example/", "/admin/"),
        ("//evil.example/", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
        ("/\\evil.example", "/admin/"),
    ],
)
def test_the_desk_leads_to_the_one_door_and_back_and_never_off_the_site(ana, client, wanted, led_to):
    asked = client.get("/admin/login/", {"next": wanted})
    assert asked["Location"].startswith(f"{SIGN_IN}?next=/admin/")
    direct = sign_in(Client(), then=wanted)

    through = client.post(asked["Location"], {"login": "ana", "password": PASSWORD})

    assert (through["Location"], direct["Location"]) == (led_to, led_to)


def test_closed_accounts_and_people_without_a_desk_are_led_in_no_circle(ana, client):
    ana.is_staff = ana.is_superuser = False
    ana.save()
    sign_in(client)
    assert client.get("/admin/", follow=True).status_code == 403
    User.objects.update(is_active=False)

    assert "do not fit together" in sign_in(Client()).content.decode()
    assert not is_in(client) or client.get("/account/").status_code == 302


def test_thirty_resets_in_a_row_send_three_mails_and_all_answer_alike(ana):
    answers = [Client().post(FORGOTTEN, {"email": "Ana@example.org"}, follow=True) for _n in range(30)]
    other = Client().post(FORGOTTEN, {"email": "nobody@example.org"}, follow=True)

    assert {answer.content for answer in answers} == {other.content}
    assert len(mail.outbox) == 3


def test_the_mail_of_a_reset_leaves_after_the_answer(ana, rf):
    request = rf.post(FORGOTTEN, {"email": ana.email})
    request._dont_enforce_csrf_checks = True
    server = ClientHandler()
    server.load_middleware()

    answer = server.get_response(request)

    assert (answer.status_code, len(mail.outbox)) == (302, 0)
    answer.close()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "road", ["/account/signup/", "/account/sign-up/", "/accounts/signup/", "/account/email/"]
)
def test_nobody_makes_an_account_or_a_second_address(client, db, road):
    assert client.get(road).status_code == 404


def test_sign_out_is_a_post_and_ends_the_session(ana, client):
    sign_in(client)

    assert client.get("/account/sign-out/").status_code == 200
    assert is_in(client)
    assert client.post("/account/sign-out/")["Location"] == SIGN_IN
    assert not is_in(client)


def test_a_name_in_capitals_that_two_people_share_is_nobody(db):
    for name in ("maria", "Maria"):
        make_staff(name).save()

    assert sign_in(Client(), "maria").status_code == 302
    assert sign_in(Client(), "MARIA").status_code == 200
