"""The people at the door."""

import pytest
from django.test import Client

from commitments.models import User
from tests.builders import make_user

PASSWORD = "violet-harbour-lantern"
SIGN_IN = "/account/sign-in/"


@pytest.fixture
def ana(db) -> User:
    """Works at the desk, with a password and an address."""
    return make_staff("ana", is_superuser=True)


def make_staff(name: str, **fields: object) -> User:
    person = make_user(username=name, email=f"{name}@example.org", is_staff=True, **fields)
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client, name: str = "ana", password: str = PASSWORD, *, then: str = "", **sent: str):
    """As the form of the sign-in page sends it."""
    return client.post(
        f"{SIGN_IN}?next={then}" if then else SIGN_IN, {"login": name, "password": password}, **sent
    )


@pytest.fixture(autouse=True)
def _commits(monkeypatch) -> None:
    """A test is one transaction that never ends; what waits for its end is done at once."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda work, **_options: work())
