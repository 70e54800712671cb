"""`check_links` asks what the public record cites, and stores each answer beside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.core.management.base import CommandParser
from django.utils import timezone

from commitments.management.commands import check_links
from commitments.models import EvidenceLink, LinkCheck
from commitments.models.fields import WebAddressField, WebAddressListField
from commitments.models.public_links import WITH_SOURCE, WITH_SOURCES, public_links
from commitments.outgoing.request import INTERNET
from commitments.outgoing.visitor import LinkAnswer
from commitments.rules.clocks import read_clocks
from commitments.rules.links import LinkOutcome
from tests.builders import (
    make_deadline,
    make_evidence,
    make_link_check,
    make_meeting,
    make_note,
    make_reply,
    the_reviewer,
)
from tests.outgoing.site import Site, permitting, running, told

pytestmark = pytest.mark.django_db
HERE = ("--host", "site.example")
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture
def site(monkeypatch) -> Iterator[Site]:
    with running(Site()) as started:
        monkeypatch.setattr(check_links.Command, "network", permitting(started.port))
        monkeypatch.setattr(check_links.Command, "pause", 0)
        yield started


def cite(*addresses: str, published: bool = True) -> list[EvidenceLink]:
    note = make_note(published=False)
    links = [make_evidence(note=note, url=address) for address in addresses]
    if published:
        note.submit(by=note.author, at=NOW - timedelta(days=40))
        note.publish(by=the_reviewer(), at=NOW - timedelta(days=40))
    return links


def run(*options: str) -> str:
    said = StringIO()
    # with the checks of the project, as from the command line
    call_command("check_links", *options, stdout=said, skip_checks=False)
    return said.getvalue()


def states() -> dict[str, str]:
    return dict(LinkCheck.objects.values_list("address", "outcome"))


def test_every_public_address_is_asked_and_no_draft(site):
    here = f"http://site.example:{site.port}"
    site.replies = {"/report": told(200), "/lost": told(404), "/moved": told(301, Location="/report")}
    cite(f"{here}/report#page=3", f"{here}/report#page=4", f"{here}/lost", f"{here}/moved")
    cite(f"{here}/draft", published=False)
    frozen = list(EvidenceLink.objects.order_by("pk").values())

    words = run(*HERE)

    assert states() == {f"{here}/report": "reached", f"{here}/lost": "gone", f"{here}/moved": "moved"}
    assert "3 addresses asked." in words
    assert "1: the site says that the page is not there" in words
    assert LinkCheck.objects.get(outcome="moved").moved_to == f"{here}/report"
    assert [path for _method, path in site.asked if "draft" in path] == []
    assert list(EvidenceLink.objects.order_by("pk").values()) == frozen
    site.asked.clear()
    assert "to be asked now: 0." in run(*HERE)
    assert site.asked == []
    later = timezone.now() + timedelta(days=4)
    due = LinkCheck.objects.due_of(set(states()), now=later, older_than=timedelta(days=30))
    assert due == [f"{here}/lost"], "what failed is asked again sooner"


class Killed(BaseException):
    """As a signal ends a process."""


def test_run_that_was_killed_goes_on_where_it_was(site, monkeypatch):
    here = f"http://site.example:{site.port}"
    pages = [f"/{number}" for number in range(6)]
    site.replies = {page: told(200) for page in pages}
    cite(*(here + page for page in pages))
    learn, kept = LinkCheck.learn, []

    def learn_three(check: LinkCheck, *args, **told_of) -> None:
        if len(kept) == 3:
            raise Killed
        kept.append(check.address)
        learn(check, *args, **told_of)

    monkeypatch.setattr(LinkCheck, "learn", learn_three)
    with pytest.raises(Killed):
        run(*HERE)
    monkeypatch.setattr(LinkCheck, "learn", learn)
    assert sorted(states()) == sorted(kept)

    assert "to be asked now: 3." in run(*HERE)
    assert sorted(states()) == [here + page for page in pages]


def test_options_bound_a_run(site):
    here = f"http://site.example:{site.port}"
    cite(f"{here}/1", f"{here}/2", "http://other.example/3")
    assert "to be asked now: 1." in run("--limit", "1", "--host", "SITE.example")
    with pytest.raises(CommandError, match=r"No public address is on nowhere\.example"):
        run("--host", "nowhere.example")
    for option, value in (("--limit", "0"), ("--older-than", "x"), ("--minutes", "-5")):
        with pytest.raises(CommandError, match="whole number"):
            run(f"{option}={value}")


def test_machine_without_a_network_stores_nothing(monkeypatch):
    cite("http://one.example/", "http://two.example/")
    make_link_check("http://one.example/")
    before = list(LinkCheck.objects.values())

    def unknown(host: str, port: int) -> list[str]:
        return []

    monkeypatch.setattr(check_links.Command, "network", permitting(80, resolve=unknown))
    with pytest.raises(CommandError, match="no network"):
        run("--older-than", "1")
    assert list(LinkCheck.objects.values()) == before


def test_dead_links_alone_become_dead_while_a_site_reached_before_answers(site):
    """Days later only what failed is due, and none of it answers."""
    site.replies["/there"] = told(200)
    gone = f"http://gone.example:{site.port}/"
    cite(gone)
    with pytest.raises(CommandError, match="no network"):
        run("--host", "gone.example")
    make_link_check(f"http://site.example:{site.port}/there")

    cite(f"http://site.example:{site.port}/there")
    assert "1: the name of the site leads nowhere" in run("--host", "gone.example")
    assert states()[gone] == LinkOutcome.NAME


def test_command_as_it_is_shipped_asks_the_internet_alone():
    """No option leads elsewhere: a setting of this kind would be a hole."""
    assert check_links.Command.network is INTERNET
    parser = CommandParser()
    check_links.Command().add_arguments(parser)
    options = {action.dest for action in parser._actions} - {"help"}
    assert options == {"limit", "older_than", "host", "minutes"}


def test_another_run_at_work_is_left_alone(monkeypatch):
    @contextmanager
    def held(connection, *, on_wait: Callable[[], None], name: str) -> Iterator[None]:
        on_wait()
        yield

    monkeypatch.setattr(check_links, "installation_lock", held)
    cite("http://one.example/")
    assert "Another check of links is at work" in run()
    assert not LinkCheck.objects.exists()


def test_what_nothing_cites_any_more_is_forgotten(site):
    here = f"http://site.example:{site.port}"
    site.replies["/kept"] = told(200)
    cite(f"{here}/kept")
    make_link_check(f"{here}/corrected")
    assert "No longer cited, and taken off the list: 1." in run(*HERE)
    assert list(states()) == [f"{here}/kept"]


def test_every_kind_of_public_address_is_known():
    """A new field with an address is asked too, or stands here with its reason."""
    left_out = {
        ("evidencelink", "archived_url"),  # its archive looks after it
        ("linkcheck", "address"),
        ("linkcheck", "moved_to"),
    }
    known = {("evidencelink", "url"), ("reply", "url")}
    known |= {(model._meta.model_name, "source_url") for model in WITH_SOURCE}
    known |= {(model._meta.model_name, "sources") for model in WITH_SOURCES}
    stored = {
        (model._meta.model_name, field.name)
        for model in apps.get_app_config("commitments").get_models()
        if not hasattr(model, "history_object")
        for field in model._meta.get_fields()
        if isinstance(field, WebAddressField | WebAddressListField)
    }
    assert stored - left_out == known


def test_public_links_are_those_of_today():
    make_deadline(source_url="https://example.org/deadline")
    make_meeting(sources="https://example.org/meeting\nhttps://example.org/report#top")
    note = make_note()
    make_reply(note=note, url="https://example.org/reply")
    make_reply(note=note, url="https://example.org/secret", published=False)
    retracted = make_note(evidence_url="https://example.org/retracted") if False else make_note()
    retracted.retract(by=the_reviewer(), at=NOW, reason="Wrong.")
    found = public_links(read_clocks({}, now=timezone.now()))
    assert {
        "https://example.org/deadline",
        "https://example.org/meeting",
        "https://example.org/reply",
    } <= found
    assert "https://example.org/report" in found
    assert "https://example.org/secret" not in found


def test_failures_in_a_row_are_counted_until_an_answer():
    """Dead after two failures with days between; a page that programs may not read is not dead."""
    day = timedelta(days=1)
    steps = (
        (0, LinkOutcome.REACHED, 0, False),
        (30, LinkOutcome.TIMEOUT, 1, False),
        (30.1, LinkOutcome.GONE, 2, False),
        (33, LinkOutcome.GONE, 3, True),
        (36, LinkOutcome.CLOSED, 0, False),
        (66, LinkOutcome.NAME, 1, False),
        (69, LinkOutcome.NAME, 2, True),
        (72, LinkOutcome.MOVED, 0, False),
        (10, LinkOutcome.ERROR, 1, False),
    )
    for after, outcome, failures, dead in steps:
        check = LinkCheck.objects.keep("https://example.org/", outcome, at=NOW + after * day)
        standing = (check.failures, check.is_dead, LinkCheck.objects.dead().exists())
        assert (after, standing) == (after, (failures, dead, dead))
        if dead:
            check.set_aside(by=the_reviewer(), at=NOW + after * day)
    check.refresh_from_db()
    assert (check.reached_at, check.set_aside_by) == (NOW + 72 * day, None)
    assert check.asked_at == NOW + 72 * day, "a clock that was set back takes nothing back"


def test_answers_are_stored_with_their_status():
    answer = LinkAnswer(LinkOutcome.GONE, 410)
    check = LinkCheck.objects.keep("https://example.org/", answer.outcome, at=NOW, http_status=answer.status)
    assert (check.http_status, check.failing_since, check.first_asked_at) == (410, NOW, NOW)
