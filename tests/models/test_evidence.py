"""Where a finding can be checked."""

import pytest
from django.core.exceptions import ValidationError

from commitments.models import EvidenceLink
from tests.builders import make_evidence, make_note, make_reviewer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["url", "archived_url"])
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "https://user:pw@example.org",
        "https://example.org\\x",
        "//example.org",
        "HTTPS://example.org/a",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_both_addresses_are_web_addresses(field, address):
    link = make_evidence()
    setattr(link, field, address)

    with pytest.raises(ValidationError) as refusal:
        link.full_clean()

    assert field in refusal.value.message_dict


def test_no_new_evidence_stands_where_only_one_machine_finds_it():
    link = make_evidence()
    for field in ("url", "archived_url"):
        for address in ("http://localhost/a", "https://10.0.0.1/a", "https://nas.local/a"):
            setattr(link, field, address)
            with pytest.raises(ValidationError, match="Only your own machine"):
                link.write(by=make_reviewer(username=f"{field} {address}"))
        link.refresh_from_db()


def test_evidence_is_read_as_it_was_entered():
    note = make_note(published=False)
    titles = ["Second report", "First report", "Another report"]
    for title in titles:
        make_evidence(note=note, title=title)

    assert [link.title for link in EvidenceLink.objects.in_reading_order()] == titles
    assert [str(link) for link in note.evidence.all()] == titles


def test_a_draft_that_is_thrown_away_takes_its_evidence_along():
    note = make_note(published=False, links=2)

    note.delete()

    assert not EvidenceLink.objects.exists()
