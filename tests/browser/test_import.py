"""A spreadsheet comes back: the file of the desk, changed, looked at, confirmed, found in the history."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.product import ADMIN_PASSWORD
from tests.browser.test_every_page import WIDTHS

pytestmark = pytest.mark.browser


def found_by_axe(page: Page) -> list[str]:
    """What axe finds in the content of a page, at each width; what stands around it is Django's."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += violations(page, context="#content")
    return found


def taken_away(page: Page) -> list[dict[str, str]]:
    """The rows of the file that the desk gives."""
    page.goto("/admin/commitments/progressnote/")
    page.get_by_role("link", name="Import and export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    return [*csv.DictReader(io.StringIO(text, newline=""))]


def send(page: Page, path: Path, rows: list[dict[str, str]]) -> None:
    """Brings the rows back."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    page.get_by_label("File:").set_input_files(path)
    page.get_by_role("button", name="Look at the file").click()


def test_a_changed_file_is_looked_at_and_imported(staff_page: Page, tmp_path: Path):
    rows = taken_away(staff_page)
    draft = next(row for row in rows if row["stage"] == "draft")
    draft["text"] += " Waxwing."

    send(staff_page, tmp_path / "notes.csv", rows)
    expect(staff_page.get_by_role("heading", name="Changed drafts (1)")).to_be_visible()
    expect(staff_page.locator(".import-rows ins")).to_contain_text("Waxwing.")

    staff_page.get_by_role("button", name="Import as drafts").click()
    expect(staff_page.get_by_text("1 note was made or changed.")).to_be_visible()

    staff_page.get_by_role("link", name="All changes of this import in the history").click()
    expect(staff_page.locator(".history > li")).to_have_count(1)
    expect(staff_page.get_by_text("Import of notes.csv (SHA-256")).to_be_visible()


def test_an_error_is_shown_with_its_row_and_nothing_can_be_confirmed(staff_page: Page, tmp_path: Path):
    rows = taken_away(staff_page)
    rows[4]["status"] = "waxwing"

    send(staff_page, tmp_path / "notes.csv", rows)

    expect(staff_page.get_by_role("heading", name="Rows with errors (1)")).to_be_visible()
    expect(staff_page.get_by_role("row", name="“waxwing” is not one of the choices")).to_be_visible()
    expect(staff_page.get_by_role("button", name="Import as drafts")).to_have_count(0)


def test_dates_that_can_be_read_in_two_ways_are_asked_about_once(staff_page: Page, tmp_path: Path):
    row = taken_away(staff_page)[0]
    new = {**row, "note": "", "version": "", "stage": "", "noted_date": "03/02/2020", "text": "Waxwing."}

    send(staff_page, tmp_path / "asked.csv", [new])
    expect(staff_page.get_by_role("row", name="03/02/2020 3 February 2020 2 March 2020")).to_be_visible()
    staff_page.get_by_label("month, day, year (2 March 2026)").check()
    staff_page.get_by_role("button", name="Look at the file again").click()

    expect(staff_page.get_by_text("2020-03-02", exact=True)).to_be_visible()
    expect(staff_page.get_by_role("button", name="Import as drafts")).to_be_visible()


def test_a_file_comes_back_with_its_errors_marked(staff_page: Page, tmp_path: Path):
    rows = taken_away(staff_page)
    rows[4]["status"] = "waxwing"

    send(staff_page, tmp_path / "wrong.csv", rows)
    with staff_page.expect_download() as download:
        staff_page.get_by_role("button", name="Take the file with its errors marked").click()
    marked = tmp_path / "wrong-errors.xlsx"
    download.value.save_as(marked)
    staff_page.get_by_role("link", name="Another file").click()
    staff_page.get_by_label("File:").set_input_files(marked)
    staff_page.get_by_role("button", name="Look at the file").click()

    expect(staff_page.get_by_role("row", name="“waxwing” is not one of the choices")).to_be_visible()


def test_axe_finds_nothing_on_any_page_of_an_import(any_page: Page, tmp_path: Path):
    any_page.goto("/admin/")
    any_page.get_by_label("User name").fill("admin")
    any_page.get_by_label("Password").fill(ADMIN_PASSWORD)
    any_page.get_by_role("button", name="Sign in").click()
    rows = taken_away(any_page)
    found = [found_by_axe(any_page)]

    rows[4]["status"] = "waxwing"
    rows[5]["text"] += " Waxwing."
    send(any_page, tmp_path / "wrong.csv", rows)
    found.append(found_by_axe(any_page))
    any_page.get_by_role("link", name="Another file").click()
    send(any_page, tmp_path / "asked.csv", [{**rows[5], "noted_date": "03/02/2020"}])
    found.append(found_by_axe(any_page))
    any_page.get_by_role("link", name="Another file").click()
    send(any_page, tmp_path / "right.csv", [rows[5]])
    found.append(found_by_axe(any_page))
    any_page.get_by_role("button", name="Import as drafts").click()
    expect(any_page.get_by_text("1 note was made or changed.")).to_be_visible()
    found.append(found_by_axe(any_page))

    assert found == [[], [], [], [], []]
