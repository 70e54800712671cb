"""The main job, end to end: a finding is logged, published, read by the public and taken away."""

import csv
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.note_form import TEXT, fill_in, publish

pytestmark = pytest.mark.browser

SOURCE = "https://example.org/arequipa?page=1"


def test_a_finding_is_logged_published_read_and_taken_away(staff_page: Page, page: Page, tmp_path):
    page.goto("/states/PER/19a/")
    expect(page.locator(".standing-status")).to_contain_text("not assessed")

    fill_in(staff_page).get_by_label("Address:").fill(SOURCE)
    publish(staff_page)

    page.reload()
    expect(page.locator(".standing-status")).to_contain_text("in progress")
    expect(page.locator(".notes")).to_contain_text(TEXT)
    assert page.locator(f'.notes a[href="{SOURCE}"]').get_attribute("rel") == "nofollow noopener"

    page.goto("/obligations/?state=PER&commitment=19a")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these rows as CSV").click()
    download.value.save_as(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["state_iso3"], row["commitment"], row["status"], row["status_date"]) for row in rows] == [
        ("PER", "19a", "in_progress", "2026-03-09")
    ]

    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    page.goto(f"/states/PER/19a/?known_at={yesterday}")
    expect(page.locator(".standing-status")).to_contain_text("not assessed")
    expect(page.locator(".notes")).not_to_contain_text(TEXT)


def test_every_page_of_the_desk_opens_without_a_complaint_of_the_browser(staff_page: Page):
    links = staff_page.locator("#content a[href^='/admin/']").all()
    addresses = {link.get_attribute("href") for link in links}

    for address in sorted(addresses):
        staff_page.goto(address)
        expect(staff_page.locator("#content h1")).to_have_count(1)

    assert "/admin/commitments/progressnote/add/" in addresses
