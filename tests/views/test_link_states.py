"""When a source was last reached stands beside it on pages of today, and nowhere else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from commitments.models import LinkCheck
from commitments.rules.links import LinkOutcome
from tests.builders import make_dead_link, make_evidence, make_link_check, make_note, the_reviewer
from tests.each import Failures

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 12, 12, tzinfo=UTC)
REACHED, DEAD = "last reached on 12 November 2026", "not reached since 9 February 2024"
COPY, ORIGINAL = "https://archive.example/web/2020/report", "https://example.org/gone"


@pytest.fixture
def note():
    note = make_note(published=False, text="Two provinces were clear.")
    note.evidence.all().delete()
    for url, title in ((f"{ORIGINAL}#page=2", "Lost report"), ("https://example.org/there", "Kept report")):
        make_evidence(note=note, url=url, title=title, archived_url=COPY if "gone" in url else "")
    make_evidence(note=note, url="https://example.org/unasked", title="New report")
    note.submit(by=note.author, at=NOW - timedelta(days=900))
    note.publish(by=the_reviewer(), at=NOW - timedelta(days=900))
    return note


def pages_of(note) -> tuple[str, ...]:
    obligation = note.obligation
    state = f"/states/{obligation.state.iso3}/"
    return (note.get_absolute_url(), obligation.get_absolute_url(), state, "/evidence/", "/evidence/sources/")


def answers(note, query: str = "") -> dict[str, str]:
    return {path: Client().get(path + query).content.decode() for path in pages_of(note)}


def store_checks() -> None:
    make_dead_link(ORIGINAL)
    make_link_check("https://example.org/there", asked_at=NOW, reached_at=NOW)


def test_pages_say_when_a_source_was_reached_and_since_when_it_was_not(note):
    before, failures = answers(note), Failures()
    assert not any("reached" in page for page in before.values()), "where nobody has looked nothing is said"
    store_checks()
    for path, page in answers(note).items():
        with failures.kept(path):
            assert DEAD in page
            assert f'href="{COPY}" rel="nofollow noopener">Lost report</a>' in page
            assert f'href="{ORIGINAL}#page=2" rel="nofollow noopener">original address' in page
            assert (REACHED in page) == ("/states/" not in path or note.obligation.get_absolute_url() == path)
            assert page.count("reached") == page.count(DEAD) + page.count(REACHED)
    assert not failures, str(failures)


def test_one_failure_and_a_page_closed_to_programs_are_not_dead(note):
    for check in (
        {"failures": 1, "asked_at": NOW, "failing_since": NOW},
        {"failures": 0, "failing_since": None, "outcome": LinkOutcome.CLOSED, "http_status": 403},
    ):
        LinkCheck.objects.all().delete()
        make_dead_link(ORIGINAL, **check)
        page = answers(note)[note.get_absolute_url()]
        assert "not reached" not in page
        assert "last reached on 10 January 2024" in page
        assert f'href="{ORIGINAL}#page=2" rel="nofollow noopener">Lost report</a>' in page


def test_dead_source_without_a_copy_says_when_it_was_there(note):
    make_dead_link("https://example.org/there")
    page = answers(note)[note.get_absolute_url()]
    assert f"{DEAD}, last reached on 10 January 2024" in " ".join(page.split())
    assert 'href="https://example.org/there" rel="nofollow noopener">Kept report</a>' in page


def test_cited_addresses_files_and_feeds_stay_the_same_bytes(note):
    """Whatever is found out about links: a page under `known_at`, and every file, API answer and feed."""
    files = ("/evidence.csv", "/evidence.json", "/progress.csv", "/api/v1/evidence/", "/feeds/progress.atom")

    def read() -> dict[str, bytes]:
        cited = {path: f"{path}?known_at=2026-11-20" for path in (*pages_of(note), *files)}
        found = {path: Client().get(address).getvalue() for path, address in cited.items()}
        # a JSON file says when it was made
        return {path: answer.partition(b'"rows"')[2] or answer for path, answer in found.items()}

    before = read()
    store_checks()
    assert read() == before


def test_link_states_cost_one_query(note, django_assert_num_queries):
    links = note.evidence.all()
    clocks = Client().get("/evidence/").wsgi_request.clocks
    store_checks()
    with django_assert_num_queries(2):
        found = [link.link_check and link.link_check.outcome for link in links.with_link_checks(clocks)]
    assert found == ["gone", "reached", None]
