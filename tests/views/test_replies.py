"""The answer of a State stands beside the finding, on every page that shows it and in the file."""

import csv
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commitments.models import Obligation, Reply
from commitments.rules.codes import Position
from tests.builders import PUBLISHED, make_note, make_obligation, make_reply, make_reviewer

LATER = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
TEXT = "The Ministry counts three provinces, see https://example.org/answer for each."
REASON = "The letter was not from the Ministry."

pytestmark = pytest.mark.django_db


def pages(obligation: Obligation) -> list[str]:
    """Every page on which a note stands with its evidence."""
    note = obligation.notes.get()
    return [obligation.get_absolute_url(), note.get_absolute_url(), obligation.state.get_absolute_url()]


def read(client: Client, address: str, **query: str) -> str:
    return client.get(address, query).content.decode()


def rows(client: Client, **query: str) -> list[dict[str, str]]:
    answer = b"".join(client.get("/progress.csv", query).streaming_content)
    return list(csv.DictReader(answer.decode().splitlines()))


def replies_in(client: Client, **query: str) -> list[tuple[str, ...]]:
    names = ["count", "by", "date", "position", "position_word", "text", "url"]
    return [tuple(row[f"reply_{name}"] for name in names) for row in rows(client, **query)]


def test_a_reply_stands_beside_its_finding_on_every_page(client):
    reply = make_reply(text=TEXT, url="https://example.org/letter", position=Position.DISAGREES)

    for address in pages(reply.note.obligation):
        page = read(client, address)
        assert f'id="reply-{reply.pk}"' in page
        assert "Reply of the State: Ministry of Foreign Affairs" in page
        assert "disagrees with the finding" in page
        assert "3 February 2021" in page
        assert '<a href="https://example.org/letter" rel="nofollow noopener">' in page
        assert '<a href="https://example.org/answer" rel="nofollow noopener">' in page


def test_what_a_state_says_is_text_and_never_markup(client):
    reply = make_reply(text="<script>alert(1)</script>", replied_by="<b>Ministry</b>", position="agrees")

    page = read(client, reply.note.get_absolute_url())

    assert "<script>alert(1)" not in page
    assert "<b>Ministry" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "agrees with the finding" in page


def test_both_clocks_reach_the_reply(client):
    reply = make_reply(text=TEXT, replied_date=date(2021, 2, 3))
    obligation = reply.note.obligation

    for address in pages(obligation):
        assert TEXT[:20] in read(client, address, as_of="2021-02-03", known_at="2024-01-10")
        assert TEXT[:20] not in read(client, address, as_of="2021-02-02")
        assert TEXT[:20] not in read(client, address, known_at="2024-01-09")
    assert [row[0] for row in replies_in(client, as_of="2021-02-02")] == ["0"]
    assert [row[0] for row in replies_in(client, as_of="2021-02-03")] == ["1"]


def test_a_retracted_reply_says_so_in_its_place(client):
    reply = make_reply(text=TEXT)
    reply.retract(by=make_reviewer(), at=LATER, reason=REASON)

    for address in pages(reply.note.obligation):
        page = read(client, address)
        assert TEXT[:20] not in page
        assert "was retracted here on 1 March 2024" in page
        assert REASON in page
        earlier = read(client, address, known_at="2024-02-29")
        assert TEXT[:20] in earlier
        assert REASON not in earlier
    assert replies_in(client) == [("0", "", "", "", "", "", "")]


def test_the_file_holds_the_newest_reply_and_how_many_there_are(client):
    note = make_note()
    make_reply(note=note, replied_date=date(2022, 5, 6), position="agrees", text="=1+1", url="")
    make_reply(note=note, replied_date=date(2021, 5, 6))
    make_reply(note=note, replied_date=date(2023, 5, 6), published=False)

    assert replies_in(client) == [
        ("2", "Ministry of Foreign Affairs", "2022-05-06", "agrees", "agrees", "'=1+1", "")
    ]


def test_new_columns_stand_at_the_end(client):
    header = b"".join(client.get("/progress.csv").streaming_content).decode().split("\r\n")[0]

    assert header.endswith(
        ",path,reply_count,reply_by,reply_date,reply_position,reply_position_word,reply_text,reply_url,corrects"
    )
    assert "reply_position_word" in read(client, "/data/")


def test_no_page_shows_another_status_because_of_a_reply(client):
    note = make_note(status="in_progress")
    before = rows(client)[0]["status"], csv_of_obligations(client)

    make_reply(note=note, position="disagrees")

    assert (rows(client)[0]["status"], csv_of_obligations(client)) == before


def csv_of_obligations(client: Client) -> bytes:
    return b"".join(client.get("/obligations.csv").streaming_content)


def test_three_notes_with_replies_cost_as_many_queries_as_one(client):
    obligation = make_obligation()
    note = make_note(obligation=obligation)
    make_reply(note=note)
    addresses = [*pages(obligation), "/progress.csv"]

    def queries() -> list[int]:
        counted = []
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address)
                b"".join(answer)
            counted.append(len(captured))
        return counted

    one = queries()
    for day in range(3):
        other = make_note(obligation=obligation, noted_date=date(2021, 1, 1) + timedelta(days=day))
        for _number in range(3):
            make_reply(note=other)

    assert queries() == one


def test_a_reply_does_not_move_the_date_of_a_note(client):
    note = make_note()
    make_reply(note=note, published_at=PUBLISHED + timedelta(days=10))

    assert Reply.objects.count() == 1
    assert rows(client)[0]["published_at"] == PUBLISHED.isoformat(timespec="seconds")


LIST_MARKS = "goosander"


def listed(client: Client, **query: str) -> list[dict[str, str]]:
    answer = b"".join(client.get("/replies.csv", query).streaming_content)
    return list(csv.DictReader(answer.decode().splitlines()))


def test_the_list_tells_every_reply_and_leads_to_its_note(client):
    reply = make_reply(text=TEXT, position=Position.AGREES)

    page = read(client, "/replies/")

    assert f'href="{reply.get_absolute_url()}"' in page
    assert "agrees with the finding" in page
    assert "1 reply" in page
    assert TEXT[:20] in page


def test_a_retracted_reply_is_listed_with_day_and_reason_and_found_by_nothing_it_said(client):
    reply = make_reply(text=f"{LIST_MARKS} counted three.", url=f"https://example.org/{LIST_MARKS}")
    reply.retract(by=make_reviewer(), at=LATER, reason=REASON)

    page = read(client, "/replies/")
    assert "Retracted here on 1 March 2024" in page
    assert REASON in page
    channels = ["/replies/", *(f"/replies.{kind}" for kind in ("csv", "json", "metadata.json"))]
    assert not any(LIST_MARKS in b"".join(client.get(path)).decode() for path in channels)
    assert listed(client, q=LIST_MARKS) == listed(client, position="disagrees") == []
    assert [row["retraction_reason"] for row in listed(client)] == [REASON]
    assert [row["text"][:9] for row in listed(client, known_at="2024-02-29", q=LIST_MARKS)] == [LIST_MARKS]


def test_a_reply_that_is_not_published_is_in_no_list(client):
    reply = make_reply()
    make_reply(note=reply.note, published=False, text=f"{LIST_MARKS} counted three.", replied_by=LIST_MARKS)

    channels = ["/replies/", *(f"/replies.{kind}" for kind in ("csv", "json", "metadata.json"))]
    assert not any(LIST_MARKS in b"".join(client.get(path)).decode() for path in channels)
    assert [row["reply"] for row in listed(client)] == [str(reply.pk)]
    assert listed(client, q=LIST_MARKS) == []


def test_the_list_of_notes_leads_to_the_list_of_replies(client):
    assert 'href="/replies/?as_of=2021-02-03"' in read(client, "/progress/", as_of="2021-02-03")
