"""Who sits at the desk, and the forms as a browser sends them."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from commitments.models import Commitment, State
from tests import doorway
from tests.builders import make_user

FIRST_LINK = {"evidence-0-url": "https://example.org/report", "evidence-0-title": "Report of the State"}


@pytest.fixture
def sit_down() -> Callable[..., Client]:
    """A signed-in client of a person with these permissions, such as `add_progressnote`."""

    def sign_in(username: str, *permissions: str, **fields: object) -> Client:
        person = make_user(username=username, is_staff=True, **fields)
        person.user_permissions.set(
            Permission.objects.filter(codename__in=[*permissions, "reach_every_state"])
        )
        client = Client()
        doorway.sit_down(client, person)
        client.person = person
        return client

    return sign_in


@pytest.fixture
def researcher(db, sit_down) -> Client:
    """Writes notes and can do nothing else."""
    rights = ("add_progressnote", "change_progressnote", "delete_progressnote")
    return sit_down("researcher", *rights)


@pytest.fixture
def reviewer(db, sit_down) -> Client:
    """Reads notes and publishes them."""
    return sit_down("reviewer", "view_progressnote", "publish_progressnote")


@pytest.fixture
def administrator(db, sit_down) -> Client:
    """May do everything that the rules allow."""
    return sit_down("administrator", is_superuser=True)


@pytest.fixture
def head(db, sit_down) -> Client:
    """Sees the numbers of the office and all notes."""
    return sit_down("head", "view_progressnote", "publish_progressnote", "see_office_numbers")


@pytest.fixture
def filled_in() -> Callable[..., dict[str, object]]:
    """The form of a note with one link, as it is sent; keywords change fields."""

    def form(state: State, commitment: Commitment, **changes: object) -> dict[str, object]:
        return {
            "state": state.pk,
            "commitment": commitment.pk,
            "noted_date": "2025-03-09",
            "noted_precision": "day",
            "text": "The State told the meeting that it had cleared two provinces.",
            "status": "in_progress",
            "certainty": "confirmed",
            "disputed_by": "",
            "dispute": "",
            "version": "1",
            "evidence-TOTAL_FORMS": "1",
            "evidence-INITIAL_FORMS": "0",
            "evidence-0-kind": "state_report",
            "evidence-0-published_precision": "day",
            **FIRST_LINK,
            **changes,
        }

    return form


@pytest.fixture
def heard() -> Callable[..., list[str]]:
    """What the desk said on the page that an answer leads to."""

    def messages(response) -> list[str]:
        return [str(message) for message in response.context["messages"]]

    return messages
