"""How long somebody stays in, and how they see and end it."""

import time

from django.conf import settings as chosen
from django.core import mail
from django.test import Client

from commitments.accounts.sessions import SEEN_AT, SIGNED_IN_AT
from tests import doorway
from tests.accounts.conftest import PASSWORD, SIGN_IN, make_staff, sign_in

SESSIONS, CHANGE = "/account/sessions/", "/account/password/"
HOUR = 3600


def shift(client: Client, *, seen: float = 0, signed_in: float = 0) -> None:
    """As if the last request and the sign-in were so many hours earlier."""
    session = client.session
    session[SEEN_AT] -= seen * HOUR
    session[SIGNED_IN_AT] -= signed_in * HOUR
    session.save()


def test_a_session_ends_after_an_hour_without_a_request_and_after_half_a_day(ana):
    for seen, signed_in, status in [(0.9, 11.9, 200), (1.1, 1.1, 302), (0.1, 12.1, 302)]:
        sign_in(client := Client())
        client.get("/admin/")
        shift(client, seen=seen, signed_in=signed_in)

        answer = client.get("/admin/changes/")

        assert answer.status_code == status, (seen, signed_in)
        if status == 302:
            page = client.get(answer["Location"], follow=True)
            assert "Your session ended" in page.content.decode()
            assert page.redirect_chain[-1][0] == f"{SIGN_IN}?next=/admin/changes/"
            assert "Your session ended" not in client.get(SIGN_IN).content.decode()


def test_nothing_stays_in_the_browser_of_somebody_who_left_or_whose_session_ended(ana, client):
    cleared = '"cache", "storage"'
    sign_in(client)
    assert "Clear-Site-Data" not in client.get("/account/sign-out/").headers
    left = client.post("/account/sign-out/")
    assert (left.status_code, left.headers["Clear-Site-Data"]) == (302, cleared)
    assert left.cookies[chosen.SESSION_COOKIE_NAME]["max-age"] == 0

    sign_in(client)
    client.get("/admin/")
    shift(client, seen=2)
    pages = [client.get(SIGN_IN), client.get(SIGN_IN)]
    assert [page.headers.get("Clear-Site-Data") for page in pages] == [cleared, None]


def test_an_administrator_signs_somebody_out_everywhere_and_the_account_stays_open(ana, caplog):
    here, there, boss = Client(), Client(), Client()
    sign_in(here)
    sign_in(there)
    chief = make_staff("chief", is_superuser=True)
    doorway.sit_down(boss, chief, minutes_ago=30)
    chosen_people = {"action": "end_sessions", "_selected_action": [ana.pk, chief.pk]}

    asked = boss.post("/admin/commitments/user/", chosen_people)
    assert asked["Location"].startswith("/account/confirm/")
    assert [each.get("/admin/").status_code for each in (here, there)] == [200, 200]
    doorway.sit_down(boss, chief)
    page = boss.post("/admin/commitments/user/", chosen_people, follow=True)

    assert [each.get("/admin/").status_code for each in (here, there, boss)] == [302, 302, 200]
    assert [str(each) for each in page.context["messages"]] == [
        "ana was signed out everywhere.",
        "chief: see your own sessions at “My account”.",
    ]
    assert "sessions ended by another" in caplog.text
    (told,) = mail.outbox
    assert (told.to, "An administrator ended all your sessions." in told.body) == ([ana.email], True)
    newest = ana.history.first()
    assert (newest.history_user, newest.history_change_reason) == (chief, "all sessions ended")
    assert sign_in(Client())["Location"] == "/admin/"


def test_reading_public_pages_as_staff_ends_with_it_too(ana, client):
    sign_in(client)
    client.get("/admin/")
    shift(client, seen=2)
    client.get("/methodology/")
    client.get("/documents/" + "0" * 64 + "/")

    assert client.get("/account/").status_code == 302


def test_what_was_written_meanwhile_is_shown_again(ana, client):
    sign_in(client)
    client.get("/admin/")
    shift(client, seen=2)

    answer = client.post(
        "/admin/commitments/progressnote/add/",
        {"text": "Two <b>provinces</b>\nwere cleared.", "evidence-TOTAL_FORMS": "1", "password": "secret"},
    )

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Two &lt;b&gt;provinces&lt;/b&gt;\nwere cleared." in page
    assert f"{SIGN_IN}?next=/admin/commitments/progressnote/add/" in page
    assert "TOTAL_FORMS" not in page
    assert "secret" not in page


def test_sign_in_brings_a_new_session_and_somebody_active_is_written_down_seldom(
    ana, client, django_assert_num_queries
):
    client.get(SIGN_IN)
    client.session.save()
    before = client.session.session_key
    sign_in(client)
    after = client.session.session_key
    client.get("/admin/")
    seen = client.session[SEEN_AT]
    client.get("/admin/")

    assert before != after
    assert client.session[SEEN_AT] == seen
    assert time.time() - seen < 60
    cookies = client.cookies[chosen.SESSION_COOKIE_NAME], client.cookies[chosen.CSRF_COOKIE_NAME]
    assert cookies[0]["max-age"] == 12 * HOUR
    assert [(each["samesite"], each["httponly"]) for each in cookies] == [("Lax", True)] * 2


def test_who_copied_a_session_is_out_once_its_owner_shows_who_they_are(ana, client):
    sign_in(client)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= HOUR
    session.save()
    sign_in(phone := Client())
    stolen = Client()
    stolen.cookies[chosen.SESSION_COOKIE_NAME] = session.session_key
    ending = {"session": client.get(SESSIONS).context["sessions"][1].pk}
    assert stolen.get("/admin/").status_code == 200

    asked = client.post(SESSIONS, ending)["Location"]
    client.post(asked, {"password": "not-hers"})
    assert stolen.get("/admin/").status_code == 200
    client.post(asked, {"password": PASSWORD})

    assert [each.get("/admin/").status_code for each in (client, stolen, phone)] == [200, 302, 302]
    listed = [each.session_key for each in client.get(SESSIONS).context["sessions"]]
    assert listed == [client.session.session_key]


def test_one_session_or_all_others_are_signed_out(ana):
    here, phone, library = Client(), Client(), Client()
    agents = (
        "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605 Version/18.1 Safari/604",
        "curl",
    )
    for client, agent in zip((here, phone, library), agents, strict=True):
        sign_in(client, REMOTE_ADDR="203.0.113.77", headers={"User-Agent": agent})
    page = here.get(SESSIONS)
    shown = [each.browser for each in page.context["sessions"]]
    assert shown == ["Firefox, Windows", "Safari, iPhone", "an unknown browser"]
    assert "203.0.113.0" in page.content.decode()
    assert "203.0.113.77" not in page.content.decode()

    doorway.sit_down(found_open := Client(), ana, minutes_ago=30)
    refused = found_open.post(SESSIONS, {"session": page.context["sessions"][1].pk})
    assert refused["Location"].startswith("/account/confirm/")
    assert phone.get("/admin/").status_code == 200
    here.post(SESSIONS, {"session": page.context["sessions"][1].pk})
    assert [each.get("/admin/").status_code for each in (here, phone, library)] == [200, 302, 200]
    here.post(SESSIONS)
    assert [each.get("/admin/").status_code for each in (here, phone, library)] == [200, 302, 302]
    for odd in ("9" * 5000, "x", "-1"):
        assert here.post(SESSIONS, {"session": odd}).status_code == 302


def test_a_password_change_asks_for_the_old_one_ends_other_sessions_and_is_told(ana):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    new = {"password1": "amber-lighthouse-ferry", "password2": "amber-lighthouse-ferry"}

    wrong = here.post(CHANGE, {"oldpassword": "not-mine", **new})
    assert "This is not your present password." in wrong.content.decode()
    here.post(CHANGE, {"oldpassword": PASSWORD, **new})

    assert [each.get("/admin/").status_code for each in (here, there)] == [200, 302]
    assert (mail.outbox[0].to, "Your password was changed" in mail.outbox[0].body) == ([ana.email], True)
    assert here.get("/admin/password_change/")["Location"] == CHANGE
