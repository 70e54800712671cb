"""The feeds: what happened, once per note, under an identity that stays; nothing that is not published."""

import re
from datetime import UTC, date, datetime

import feedparser
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from commitments.rules.roles import BASELINE_AUTHOR
from tests.builders import (
    make_commitment,
    make_note,
    make_obligation,
    make_party,
    make_reply,
    make_returned,
    make_reviewer,
    make_submitted,
    make_writer,
)
from tests.views.site import FEEDS, address, body

# the events that feeds tell are compared on both databases in pages/test_events
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LATER = datetime(2025, 5, 5, 12, 0, tzinfo=UTC)
LATEST = datetime(2026, 6, 6, 12, 0, tzinfo=UTC)
ALL = "/feeds/progress.atom"


def read(client, path: str = ALL, **query: str) -> feedparser.FeedParserDict:
    """The feed as a feed reader understands it, without a complaint."""
    answer = client.get(path, query)
    assert answer.status_code == 200, body(answer)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content)
    assert (found.bozo, found.version) == (False, "atom10")
    return found


def notes(found: feedparser.FeedParserDict) -> list:
    """The entries without those of States that joined or left."""
    return [entry for entry in found.entries if "/progress/" in entry.link]


def titles(found: feedparser.FeedParserDict) -> list[str]:
    return [entry.title for entry in notes(found)]


@pytest.fixture
def baseline(db):
    """The author of the notes that the site starts with."""
    return get_user_model().objects.filter(username=BASELINE_AUTHOR).first() or make_writer(
        username=BASELINE_AUTHOR, public_name="Baseline import"
    )


def corrected(note, *, text: str = "Three provinces were clear.", at: datetime = LATER):
    writer = make_writer()
    draft = note.correct(by=writer)
    draft.text = text
    draft.write(by=writer)
    draft.submit(by=writer, at=at)
    draft.publish(by=make_reviewer(), at=at)
    note.refresh_from_db()
    return draft


def test_an_entry_tells_state_commitment_finding_and_where_to_read_it(client, note):
    entry = notes(read(client))[0]

    assert entry.title == "Colombia: first finding on “Clear all areas”: overdue (apparent, 2020, disputed)"
    assert entry.link == f"http://testserver/progress/{note.pk}/"
    assert entry.id == f"tag:testserver,2024-01-10:/progress/{note.pk}/"
    assert entry.author == note.author.byline
    assert (entry.published, entry.updated) == ("2024-01-10T12:00:00+00:00",) * 2
    assert [tag.term for tag in entry.tags] == ["COL", "16b", "overdue", "first_finding"]
    assert all(words in entry.summary for words in ("Two provinces were clear.", "It counts three."))
    assert 'href="https://example.org/report"' in entry.summary


def test_markup_in_a_note_stays_text(client, note):
    make_note(
        obligation=note.obligation, text="<script>alert(1)</script> A & B\x0b\ud7ff\uffff", published_at=LATER
    )

    entry = notes(read(client))[0]

    assert "<script" not in entry.summary
    assert "&lt;script&gt;alert(1)&lt;/script&gt; A &amp; B\ud7ff</p>" in entry.summary


@pytest.mark.parametrize("name", FEEDS)
def test_every_feed_is_valid_has_an_identity_and_names_its_page(name, client, note):
    path = address(name, note)

    found = read(client, path).feed

    assert found.id == f"http://testserver{path}"
    links = {link.rel: link.href for link in found.links}
    assert links["self"] == f"http://testserver{path}"
    assert client.get(links["alternate"]).status_code == 200
    # the State that left after the note was published is not in the region and the State of the note
    newest = "2026-01-10T00:00:00" if name in ("progress_feed", "commitment_feed") else "2024-01-10T12:00:00"
    assert (found.updated, found.author) == (f"{newest}+00:00", "Cartagena")
    assert "Of the findings that this site started with only the newest" in found.subtitle


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_tells_what_it_is_about_and_nothing_else(name, client, note):
    elsewhere = make_party(iso3="KHM", name_en="Cambodia", region="Asia")
    make_note(obligation=make_obligation(state=elsewhere, commitment=make_commitment(code="17")))

    found = titles(read(client, address(name, note)))

    assert len(found) == (2 if name == "progress_feed" else 1)
    assert sum("Colombia" in title for title in found) == 1


def test_identities_are_unique_and_stay(client, note):
    for _number in range(3):
        make_note(obligation=note.obligation)

    first, second = ([entry.id for entry in notes(read(client))] for _time in range(2))

    assert first == second
    assert len(set(first)) == 4


def test_an_identity_stays_under_a_clock_and_another_scheme(client, note):
    plain, known = read(client), read(client, known_at="2026-01-01")
    with override_settings(SITE_ROOT="https://testserver"):
        secure = read(client)

    assert notes(plain)[0].id == notes(known)[0].id == notes(secure)[0].id
    assert notes(known)[0].link.endswith("/?known_at=2026-01-01")
    assert notes(secure)[0].link.startswith("https://")
    assert len({plain.feed.id, known.feed.id}) == 2


def test_a_correction_moves_the_note_and_is_told_itself(client, note):
    before = read(client)

    correction = corrected(note)

    after = read(client)
    assert titles(after) == [
        "Colombia: first finding on “Clear all areas”: overdue (apparent, 2020, disputed)",
        "Colombia: a finding on “Clear all areas” was corrected",
    ]
    assert [entry.updated for entry in notes(after)] == ["2025-05-05T12:00:00+00:00"] * 2
    assert notes(after)[0].updated > notes(before)[0].updated
    old = notes(after)[1]
    assert old.id == notes(before)[0].id
    assert old.published == notes(before)[0].published
    assert f'href="http://testserver/progress/{correction.pk}/"' in old.summary
    assert [tag.term for tag in old.tags] == ["COL", "16b", "overdue", "corrected"]


def test_a_retraction_tells_reason_and_day_and_not_the_words(client, note):
    make_reply(note=note, text="The Ministry objects.")
    note.retract(by=make_reviewer(), at=LATER, reason="Nobody counted.")

    entry = notes(read(client))[0]

    assert entry.title == "Colombia: a finding on “Clear all areas” was retracted"
    assert "This finding was retracted on 5 May 2025." in entry.summary
    assert "Nobody counted." in entry.summary
    assert not any(words in entry.summary for words in ("provinces", "Ministry", "example.org"))
    assert [tag.term for tag in entry.tags] == ["COL", "16b", "retracted"]
    assert entry.updated == "2025-05-05T12:00:00+00:00"


def test_a_clock_before_the_retraction_reads_what_was_said_then(client, note):
    note.retract(by=make_reviewer(), at=LATER, reason="Nobody counted.")

    found = read(client, known_at="2025-05-04")

    assert "Two provinces were clear." in notes(found)[0].summary
    assert notes(found)[0].updated == "2024-01-10T12:00:00+00:00"
    assert "As known on 4 May 2025." in found.feed.subtitle
    assert notes(read(client, known_at="2024-01-09")) == []
    assert notes(read(client, as_of="2019-01-01")) == []


def test_a_reply_moves_the_note_it_answers(client, note):
    make_note(obligation=note.obligation, published_at=datetime(2024, 6, 1, tzinfo=UTC))
    make_reply(note=note, text="The Ministry counts three.", published_at=LATER)

    entry = notes(read(client))[0]

    assert entry.link.endswith(f"/progress/{note.pk}/")
    assert "The Ministry counts three." in entry.summary
    assert entry.updated == "2025-05-05T12:00:00+00:00"


def test_a_retracted_reply_moves_it_again_and_is_silent(client, note):
    reply = make_reply(note=note, text="The Ministry counts three.", published_at=LATER)
    reply.retract(by=make_reviewer(), at=LATEST, reason="It was another note.")

    entry = notes(read(client))[0]

    assert "The Ministry counts three." not in entry.summary
    assert "It was another note." in entry.summary
    assert entry.updated == "2026-06-06T12:00:00+00:00"


def test_the_notes_that_the_site_started_with_come_once_something_becomes_of_them(client, baseline, note):
    here = {"obligation": note.obligation, "author": baseline, "status": ""}
    make_note(**here, text="Nothing became of it.")
    taken_back, mended, answered = (make_note(**here, text=text) for text in ("one", "two", "three"))

    assert len(notes(read(client))) == 1
    taken_back.retract(by=make_reviewer(), at=LATER, reason="Nobody counted.")
    corrected(mended)
    make_reply(note=answered, published_at=LATER)

    links = {entry.link.split("/")[-2] for entry in notes(read(client))[:4]}
    assert {str(one.pk) for one in (taken_back, mended, answered)} < links
    assert len(notes(read(client))) == 5


def test_newest_findings_of_the_baseline_are_told_from_the_start(client, baseline):
    obligation = make_obligation(
        state=make_party(iso3="SEN", name_en="Senegal"), commitment=make_commitment()
    )
    for year in range(2010, 2024):
        make_note(
            obligation=obligation,
            author=baseline,
            noted_date=date(year, 5, 1),
            status="in_progress" if year % 2 else "fulfilled",
        )

    found = read(client, "/states/SEN/feed.atom")

    promise = obligation.commitment.title
    assert titles(found) == [
        *(
            f"Senegal: “{promise}” is now {became} (was {was})"
            for year in range(2023, 2013, -1)
            for became, was in [("in progress", "fulfilled") if year % 2 else ("fulfilled", "in progress")]
        ),
        f"Senegal: first finding on “{promise}”: fulfilled",
    ]
    assert {entry.updated for entry in notes(found)} == {found.feed.updated} == {"2024-01-10T12:00:00+00:00"}


def test_state_that_joined_or_left_has_entry_with_identity_that_stays(client, note):
    make_obligation(state=make_party(iso3="LKA", name_en="Sri Lanka", since=date(2018, 6, 1)))
    left, joined = (entry for entry in read(client).entries if "/states/" in entry.link)

    assert (left.title, joined.title) == (
        "Finland left: 1 promise no longer binds it",
        "Sri Lanka joined: 1 promise binds it",
    )
    stay = note.obligation.state.memberships.model.objects.get(state__iso3="FIN")
    assert left.id == f"tag:testserver,2009-12-04:/memberships/{stay.pk}/left/"
    assert (left.updated, left.link) == (
        "2026-01-10T00:00:00+00:00",
        "http://testserver/states/FIN/#membership",
    )
    assert "took effect on 10 January 2026" in left.summary
    assert left.summary.count("Source:") == len(stay.sources.splitlines()) > 0
    assert [tag.term for tag in left.tags] == ["FIN", "left"]
    assert [entry.title for entry in read(client, as_of="2026-01-09").entries if "FIN" in entry.link] == []


@pytest.mark.parametrize("name", FEEDS)
def test_what_is_not_published_is_not_told_and_moves_nothing(name, client, note):
    before = client.get(address(name, note))
    here = {"obligation": note.obligation, "text": "unseen words"}
    make_note(published=False, **here)
    make_submitted(**here)
    make_returned(**here)
    note.correct(by=make_writer())
    make_reply(note=note, published=False, text="unseen answer")

    after = client.get(address(name, note))

    assert after.content == before.content
    assert after.headers["ETag"] == before.headers["ETag"]
    assert after.headers["Last-Modified"] == before.headers["Last-Modified"]


def test_fifty_notes_are_told_and_the_last_moved_are_they(client, note):
    first = [make_note(obligation=note.obligation, published_at=LATER) for _number in range(55)]
    note.retract(by=make_reviewer(), at=LATEST, reason="Nobody counted.")

    found = notes(read(client, address("state_feed", note)))

    assert [entry.link.split("/")[-2] for entry in found] == [str(one.pk) for one in [note, *first[:5:-1]]]
    assert len(found) == 50


def test_thirty_notes_cost_as_many_queries_as_one(client, note):
    def spent() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(client)
        return len(queries)

    few = spent()
    for _number in range(30):
        there = make_note(obligation=make_obligation(), links=2)
        make_reply(note=there)
        corrected(there)

    assert spent() == few <= 12


def test_a_feed_that_tells_nothing_is_valid_and_the_same_every_time(client, db):
    first, second = (client.get(ALL) for _time in range(2))

    assert notes(read(client)) == []
    assert read(client).feed.updated == "2009-12-04T00:00:00+00:00"
    assert first.headers["ETag"] == second.headers["ETag"]


@pytest.mark.parametrize("name", FEEDS)
def test_a_reader_who_has_it_already_gets_nothing(name, client, note):
    path = address(name, note)
    first = client.get(path)

    by_tag = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    by_moment = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    make_note(obligation=note.obligation, published_at=LATER)
    afterwards = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (by_tag.status_code, by_tag.content) == (by_moment.status_code, by_moment.content) == (304, b"")
    assert afterwards.status_code == 200
    for answer in (first, by_tag):
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("known_at=yesterday", "known_at: “yesterday” is not a date."),
        ("as_of=2015-13-01", "as_of: “2015-13-01” is not a date."),
        ("status=overdue", "“status” means nothing here."),
    ],
)
def test_what_nobody_can_read_is_named_in_plain_words(query, told, client, note):
    answer = client.get(f"{ALL}?{query}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert told in body(answer)


def test_a_campaign_in_the_address_changes_nothing(client, note):
    assert client.get(ALL, {"utm_source": "mail"}).content == client.get(ALL).content


@pytest.mark.parametrize(
    "path", ["/feeds/regions/atlantis.atom", "/states/XXX/feed.atom", "/commitments/99z/feed.atom"]
)
def test_what_does_not_exist_has_no_feed(path, client, note):
    assert client.get(path).status_code == 404


PAGES = {
    "/": [ALL],
    "/progress/": [ALL],
    "/progress/?region=Americas": ["/feeds/regions/americas.atom", ALL],
    "/progress/?region=waxwing": [ALL],
    "/states/COL/": ["/states/COL/feed.atom", "/feeds/regions/americas.atom"],
    "/commitments/16b/": ["/commitments/16b/feed.atom"],
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_leads_readers_and_programs_to_its_feeds(path, client, note):
    page = body(client.get(path))
    head, _mark, rest = page.partition("<body")

    told = re.findall(
        r'<link rel="alternate"\s+type="application/atom\+xml"\s+title="([^"]+)"\s+href="([^"]+)">', head
    )
    assert [address for _title, address in told] == PAGES[path]
    assert [title for title, _address in told] == [read(client, each).feed.title for each in PAGES[path]]
    shown = re.findall(
        r'<a href="([^"]+\.atom)" type="application/atom\+xml">.*?Follow by feed', rest, re.DOTALL
    )
    assert shown == PAGES[path][:1]
