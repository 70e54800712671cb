"""The form of a note, filled in as a person does."""

from playwright.sync_api import Locator, Page, expect

TEXT = "Peru opened a training centre for deminers in Arequipa; the ministry published its programme."


def choose(page: Page, field: str, typed: str) -> None:
    """Find an entry by a few letters, as one does in a field with autocomplete."""
    page.locator(f"[aria-labelledby=select2-id_{field}-container]").click()
    page.locator(".select2-search__field").fill(typed)
    page.locator(".select2-results__option--highlighted", has_text=typed).click()


def fill_in(page: Page) -> Locator:
    """What was found and where this leaves the State; returns the first source, which lacks its address."""
    page.goto("/admin/commitments/progressnote/add/")
    choose(page, "state", "Peru")
    choose(page, "commitment", "19a")
    page.get_by_label("Noted on:").fill("2026-03-09")
    page.get_by_label("Text:").fill(TEXT)
    page.get_by_label("Status:").select_option(label="in progress")
    evidence = page.locator(".inline-related").first
    evidence.get_by_label("Title:").fill("Programme of the training centre")
    return evidence


def publish(page: Page) -> None:
    """In the office of one person."""
    page.get_by_role("button", name="Save, submit and publish").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
