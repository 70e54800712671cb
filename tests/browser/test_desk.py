"""The desk, end to end: a contributor and a reviewer at two browsers, and a reader at a third."""

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.product import ROOT

pytestmark = pytest.mark.browser

PASSWORD = "amber-lighthouse-ferry"
TEXT = "Peru told the Meeting of the States Parties that its national plan was under way."
AMENDED = f"{TEXT} The report names the page."
SOURCES = ("https://example.org/meeting/report", "https://example.org/peru/plan?page=2")
TITLES = ("Report of the Meeting", "National plan of Peru")
COMMENT = "Name the page of the report."
PEOPLE = """
from django.contrib.auth.models import Group
from commitments.models import Assignment, State, User
for username, role in (("ana", "Contributor"), ("rosa", "Reviewer")):
    person = User.objects.create_user(username, password={password!r}, is_staff=True)
    person.groups.add(Group.objects.get(name=role))
Assignment.objects.create(person=User.objects.get(username="ana"), state=State.objects.get(iso3="PER"))
"""


@pytest.fixture(scope="module")
def colleagues(base_url: str, variables: dict[str, str]) -> None:
    """A contributor who looks after Peru, and a reviewer."""
    script = PEOPLE.format(password=PASSWORD)
    subprocess.run([sys.executable, "manage.py", "shell", "-c", script], cwd=ROOT, env=variables, check=True)


@pytest.fixture
def contributor(colleagues: None, sign_in: Callable[[str, str], Page]) -> Page:
    """The browser of the contributor."""
    return sign_in("ana", PASSWORD)


@pytest.fixture
def reviewer(colleagues: None, sign_in: Callable[[str, str], Page]) -> Page:
    """The browser of the reviewer."""
    return sign_in("rosa", PASSWORD)


def fill_in_source(row: Locator, number: int) -> None:
    """One piece of evidence with the place in it."""
    row.get_by_label("Address:").fill(SOURCES[number])
    row.get_by_label("Title:").fill(TITLES[number])
    row.get_by_label("Page or paragraph:").fill(f"p. {number + 3}")


def log_finding(page: Page) -> str:
    """From the public page of the obligation to a submitted note with two links; returns its address."""
    page.goto("/states/PER/20a/")
    page.get_by_role("link", name="Log progress").click()
    expect(page.locator("#select2-id_state-container")).to_contain_text("Peru")
    expect(page.locator("#select2-id_commitment-container")).to_contain_text("20a")
    page.get_by_label("Noted on:").fill("2026-03-09")
    page.get_by_label("Text:", exact=True).fill(TEXT)
    page.get_by_label("Status:").select_option(label="in progress")
    rows = page.locator(".inline-related:not(.empty-form)")
    fill_in_source(rows.nth(0), 0)
    page.locator(".add-row a").click()
    fill_in_source(rows.nth(1), 1)
    page.get_by_role("button", name="Save and submit").click()
    expect(page.locator(".messagelist .success")).to_contain_text("The note was submitted.")
    return page.url


def open_from_desk(page: Page, panel: str, words: str = TEXT[:20]) -> None:
    """The one row of a list on the desk, which says already what it is about."""
    page.goto("/admin/")
    row = page.locator(f'[aria-labelledby="desk-{panel}"] li', has_text=words)
    row.get_by_role("link", name="Peru · 20a").click()


def give_back(page: Page) -> None:
    """From the reviewer's desk to the note, which goes back with a comment."""
    open_from_desk(page, "to_review")
    page.get_by_role("link", name="Review: see what changed").click()
    expect(page.locator("#content")).to_contain_text(TEXT)
    expect(page.locator("#content")).to_contain_text(TITLES[1])
    page.get_by_label("What should the author change?").fill(COMMENT)
    page.get_by_role("button", name="Return with this comment").click()
    expect(page.locator(".messagelist .success")).to_contain_text("returned to the author")


def amend(page: Page) -> None:
    """The author reads the comment on the desk, amends the text and submits again."""
    open_from_desk(page, "returned", COMMENT)
    expect(page.locator(".note-returned")).to_contain_text(COMMENT)
    page.get_by_label("Text:", exact=True).fill(AMENDED)
    page.get_by_role("button", name="Save and submit").click()
    expect(page.locator(".messagelist .success")).to_contain_text("The note was submitted.")


def publish(page: Page, note: str) -> None:
    """The reviewer sees what changed, and what publication will do, and publishes."""
    page.goto(note)
    page.get_by_role("link", name="Review: see what changed").click()
    expect(page.locator("#content ins")).to_contain_text("The report names the page.")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist .success")).to_contain_text("The note was published.")


def rows_of(page: Page, folder: Path) -> list[dict[str, str]]:
    """The file that the list of notes offers."""
    page.goto("/progress/?state=PER&commitment=20a")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these rows as CSV").click()
    download.value.save_as(folder / "rows.csv")
    with (folder / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_two_people_bring_a_finding_to_the_public(contributor: Page, reviewer: Page, page: Page, tmp_path):
    note = log_finding(contributor)
    page.goto("/states/PER/20a/")
    expect(page.locator("main")).not_to_contain_text(TEXT)
    expect(page.get_by_role("link", name="Log progress")).to_have_count(0)

    give_back(reviewer)
    amend(contributor)
    publish(reviewer, note)

    page.reload()
    expect(page.locator(".standing-status")).to_contain_text("in progress")
    expect(page.locator(".notes")).to_contain_text(AMENDED)
    for source, title in zip(SOURCES, TITLES, strict=True):
        expect(page.locator(f'.notes a[href="{source}"]')).to_have_text(title)
    change = page.locator('[aria-labelledby="status-changes"] tbody tr').first
    expect(change).to_contain_text("noted")
    expect(change).to_contain_text("in progress")
    expect(page.locator("main")).not_to_contain_text(COMMENT)

    newest = rows_of(page, tmp_path)[0]
    assert (newest["text"], newest["status"], newest["evidence_count"], newest["evidence_url"]) == (
        AMENDED,
        "in_progress",
        "2",
        SOURCES[0],
    )


def test_a_contributor_is_not_led_to_what_is_not_theirs(contributor: Page):
    contributor.goto("/states/COL/16b/")
    expect(contributor.get_by_role("link", name="Log progress")).to_have_count(0)

    contributor.goto("/admin/")
    expect(contributor.get_by_role("link", name="Users")).to_have_count(0)
