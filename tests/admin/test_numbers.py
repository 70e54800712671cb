"""The numbers of the office: every figure leads to exactly its rows."""

import csv
import io
import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commitments.staff.throughput import WEEKS_SHOWN, Weeks
from tests.builders import make_note, make_reviewer, make_writer
from tests.triggers import without_triggers

NUMBERS = "/admin/numbers/"
WORK, COVERAGE = "/admin/numbers/work.csv", "/admin/numbers/coverage.csv"
NOTES = "/admin/commitments/progressnote/"


@pytest.fixture
def monday():
    """The first day of this week."""
    today = timezone.now().date()
    return today - timedelta(days=today.weekday())


def noon(day) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def rows(client: Client, address: str) -> list[dict[str, str]]:
    content = b"".join(client.get(address).streaming_content).decode()
    return list(csv.DictReader(io.StringIO(content)))


def counts(client: Client, table: str) -> list[dict[str, int]]:
    return [work.counts for work, _figures in client.get(NUMBERS).context[table]]


def found_behind(client: Client, address: str) -> int:
    return client.get(address).context["cl"].result_count


def returned_twice(author, reviewer, day):
    """Submitted and returned on one day, again the next, and published the day after."""
    note = make_note(published=False, author=author, links=1)
    for later in (0, 1):
        note.submit(by=author, at=noon(day + timedelta(days=later)))
        note.return_to_author(by=reviewer, at=noon(day + timedelta(days=later)), comment="Name the page.")
    note.submit(by=author, at=noon(day + timedelta(days=2)))
    note.publish(by=reviewer, at=noon(day + timedelta(days=2)))
    return note


@pytest.mark.parametrize("address", [NUMBERS, WORK, COVERAGE])
def test_only_whom_they_are_meant_for_see_the_numbers(researcher, address):
    assert researcher.get(address).status_code == 403
    assert Client().get(address)["Location"].startswith("/admin/login/")


def test_the_desk_leads_to_the_numbers_for_whom_they_are_meant(head, researcher):
    assert f'href="{NUMBERS}"' in head.get("/admin/").content.decode()
    assert f'href="{NUMBERS}"' not in researcher.get("/admin/").content.decode()


def test_a_step_that_a_later_step_wiped_out_is_counted_once(head, monday):
    author, reviewer = make_writer(username="author"), make_reviewer(username="reviewer")
    returned_twice(author, reviewer, monday)

    by_person = {
        work.person.username: work.counts for work, _figures in head.get(NUMBERS).context["by_person"]
    }

    assert by_person == {
        "author": {"drafted": 1, "submitted": 1, "returned": 0, "published": 0},
        "reviewer": {"drafted": 0, "submitted": 0, "returned": 1, "published": 1},
    }


def test_a_week_without_work_is_shown_as_such(head, monday):
    author, reviewer = make_writer(), make_reviewer()
    returned_twice(author, reviewer, monday - timedelta(weeks=2))

    shown = counts(head, "by_week")

    assert len(shown) == WEEKS_SHOWN
    assert shown[1] == {"drafted": 0, "submitted": 0, "returned": 0, "published": 0}
    assert shown[2] == {"drafted": 0, "submitted": 1, "returned": 1, "published": 1}


def test_what_lies_before_the_weeks_and_the_baseline_are_left_out(head, monday):
    returned_twice(make_writer(), make_reviewer(), monday - timedelta(weeks=WEEKS_SHOWN))
    baseline = make_writer(username="baseline-import")
    returned_twice(baseline, make_reviewer(), monday)

    assert [work.person.username for work, _figures in head.get(NUMBERS).context["by_person"]] != []
    assert all(figures["submitted"] == figures["published"] == 0 for figures in counts(head, "by_person"))


def test_every_figure_of_work_leads_to_exactly_its_notes(head, monday):
    author, reviewer = make_writer(), make_reviewer()
    for week in range(3):
        returned_twice(author, reviewer, monday - timedelta(weeks=week))
    make_note(published=False, author=reviewer)

    context = head.get(NUMBERS).context
    linked = [figure for table in ("by_week", "by_person", "by_week_and_person") for figure in context[table]]

    for _work, figures in linked:
        for count, address in figures:
            assert found_behind(head, address) == count, address
    assert sum(count for _work, figures in linked for count, _address in figures) > 20


def test_the_list_says_which_figure_led_to_it(head, monday):
    author = make_writer(username="Ada")
    returned_twice(author, make_reviewer(), monday)

    page = head.get(f"{NOTES}?step=submitted.{author.pk}.{monday}.{monday}").content.decode()

    assert "Submitted by Ada" in page


@pytest.mark.parametrize(
    "odd",
    [
        "submitted",
        "submitted.1.2026-01-01",
        "submitted.1.2026-13-01.2026-12-01",
        "submitted.1.2026-12-01.2026-01-01",
        "submitted.1.9999-12-31.9999-12-31",
        "stolen.1.2026-01-01.2026-01-07",
        "submitted.x.2026-01-01.2026-01-07",
    ],
)
def test_a_figure_that_cannot_be_read_is_refused(head, heard, odd):
    response = head.get(NOTES, {"step": odd}, follow=True)

    assert heard(response) == [
        "The address asked for something that cannot be looked up, so this is the whole list."
    ]


def test_work_comes_as_a_file(head, monday):
    returned_twice(make_writer(username="author"), make_reviewer(username="reviewer"), monday)

    assert rows(head, WORK)[-2:] == [
        {
            "week": monday.isoformat(),
            "person": "author",
            "drafted": "1",
            "submitted": "1",
            "returned": "0",
            "published": "0",
        },
        {
            "week": monday.isoformat(),
            "person": "reviewer",
            "drafted": "0",
            "submitted": "0",
            "returned": "1",
            "published": "1",
        },
    ]


def test_the_page_of_numbers_costs_as_many_queries_however_much_there_is(
    head, monday, django_assert_max_num_queries
):
    for week in range(4):
        returned_twice(make_writer(), make_reviewer(), monday - timedelta(weeks=week))

    with django_assert_max_num_queries(24) as spent:
        head.get(NUMBERS)

    few = len(spent)
    for week in range(4):
        returned_twice(make_writer(), make_reviewer(), monday - timedelta(weeks=week))
    with django_assert_max_num_queries(few):
        head.get(NUMBERS)


def test_weeks_run_from_monday_to_sunday(monday):
    weeks = Weeks.up_to(monday + timedelta(days=6))

    assert (weeks.first.weekday(), weeks.last) == (0, monday + timedelta(days=6))
    assert next(week.first for week in weeks) == monday
    assert len(list(weeks)) == WEEKS_SHOWN


def test_an_office_that_did_nothing_is_told_so(head):
    page = head.get(NUMBERS).content.decode()

    assert re.search("Nobody has logged, submitted, returned or published a note", page)
    assert "No obligation binds today." in page


def test_notes_that_were_published_without_evidence_are_counted_and_listed(administrator):
    bare, _cited = make_note(), make_note()
    make_note(status="no_evidence", links=0, text="We read the reports of 2010 to 2025.")
    with without_triggers():
        bare.evidence.all()._raw_delete("default")  # as it could be published before notes needed evidence

    page, listed = administrator.get(NUMBERS), administrator.get(f"{NOTES}?desk=without_evidence")

    assert "1 published note cites no evidence." in page.content.decode()
    assert f'href="{NOTES}?desk=without_evidence"' in page.content.decode()
    assert list(listed.context["cl"].result_list) == [bare]
