"""What no form of the door sends: refused in words, never an error of the server."""

import json

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from commitments.models import User
from tests.accounts.conftest import SIGN_IN, sign_in
from tests.each import Failures, rolled_back

ODD = ("", "\x00", "x" * 100_000, "9" * 5_000, "%", "🙂" * 300, "[]", "null", "1", '{"id": 1}')
CREDENTIALS = (
    *ODD,
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}),
    json.dumps({"id": "AA", "rawId": "AB", "type": "public-key", "response": None}),
    json.dumps({"id": [], "rawId": {}, "type": 7, "response": {"clientDataJSON": 1}}),
    json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "attestationObject": "oA",
                "authenticatorData": "AA",
                "signature": "AA",
            },
        }
    ),
    "[" * 10_000,
)
ASKED = {
    SIGN_IN: ("login", "password"),
    "/account/password/forgotten/": ("email",),
    "/account/password/": ("oldpassword", "password1", "password2"),
    "/account/confirm/": ("password",),
    "/account/second-factor/app/": ("code",),
    "/account/sessions/": ("session",),
}


def keep_a_key(person: User) -> None:
    """An app, so that the sign-in has a second step."""
    TOTP.activate(person, generate_totp_secret())


def test_odd_values_are_refused_in_words(ana):
    failures = Failures()
    sign_in(inside := Client())
    inside.get("/account/second-factor/app/")
    for address, fields in ASKED.items():
        for number, value in enumerate(ODD):
            with failures.kept(f"{address} {number}"), rolled_back():
                client = Client() if address == SIGN_IN else inside
                answer = client.post(f"{address}?next=/admin/", dict.fromkeys(fields, value))
                assert answer.status_code in {200, 302, 429}
    assert not failures, failures


def test_odd_credentials_are_refused_in_words(ana):
    failures = Failures()
    sign_in(client := Client())
    for number, value in enumerate(CREDENTIALS):
        with failures.kept(f"add {number}"), rolled_back():
            client.get("/account/second-factor/keys/add/")
            assert client.post("/account/second-factor/keys/add/", {"credential": value}).status_code == 200
    keep_a_key(ana)
    for number, value in enumerate(CREDENTIALS):
        with failures.kept(f"sign in {number}"), rolled_back():
            sign_in(stranger := Client())
            stranger.get("/account/sign-in/second-factor/")
            assert stranger.post("/account/sign-in/second-factor/", {"credential": value}).status_code == 200
    assert not failures, failures
