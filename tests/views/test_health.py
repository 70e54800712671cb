"""What monitoring is told."""

from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.test import Client

pytestmark = pytest.mark.django_db


def test_both_answer_by_any_name_of_the_machine_and_are_never_kept(settings):
    settings.ALLOWED_HOSTS = ["cartagena.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    for address in ("/healthz", "/readyz"):
        answer = Client().get(address, headers={"host": "10.0.0.7:8000"})

        assert answer.status_code == 200, address
        assert "no-store" in answer.headers["Cache-Control"], address


def test_ready_names_each_part_that_is_missing():
    client = Client(raise_request_exception=False)
    ready = {"database": "ok", "migrations": "ok", "disk": "ok"}
    assert client.get("/readyz").json() == ready

    with mock.patch.object(CursorWrapper, "execute", side_effect=OperationalError("away")):
        away, alive = client.get("/readyz"), client.get("/healthz")
    with mock.patch("commitments.views.health.MIN_FREE_BYTES", 10**18):
        full = client.get("/readyz")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'commitments' AND name LIKE '0002%'")
    behind = client.get("/readyz")

    assert (away.status_code, away.json()) == (503, {**ready, "database": "away", "migrations": "unknown"})
    assert (alive.status_code, alive.headers["Retry-After"]) == (503, "5")
    assert (full.status_code, full.json()) == (503, {**ready, "disk": "full"})
    assert (behind.status_code, behind.json()) == (503, {**ready, "migrations": "missing"})
