"""Where people report a weakness."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.dateparse import parse_datetime

from tests.views.site import body

ADDRESS = "/.well-known/security.txt"

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_security_txt_names_who_reads_reports(client, settings):
    settings.CONTACT, settings.SITE_ROOT = "mailto:office@example.org", "https://cartagena.example"

    answer = client.get(ADDRESS)

    fields = dict(line.split(": ", 1) for line in body(answer).splitlines())
    expires = parse_datetime(fields.pop("Expires"))
    assert fields == {
        "Contact": "mailto:office@example.org",
        "Preferred-Languages": "en",
        "Canonical": f"https://cartagena.example{ADDRESS}",
        "Policy": "https://cartagena.example/methodology/#security",
    }
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    policy = body(client.get("/methodology/"))
    assert 'id="security"' in policy
    assert 'href="mailto:office@example.org"' in policy


def test_security_txt_is_found_where_programs_looked_earlier(client):
    assert client.get("/security.txt").headers["Location"] == ADDRESS


def test_security_txt_without_a_contact_is_not_there_and_the_page_promises_nothing(client, settings):
    settings.CONTACT = ""

    assert client.get(ADDRESS).status_code == 404
    assert 'id="security"' not in body(client.get("/methodology/"))
