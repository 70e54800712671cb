"""The product as `make run` starts it, and a browser in front of it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.product import ADMIN_PASSWORD, FLAGS, serving, variables_for
from tests.harness.machine import find_browser


@pytest.fixture(scope="session")
def variables(tmp_path_factory) -> dict[str, str]:
    """What the product of this run is told."""
    return variables_for(tmp_path_factory.mktemp("product"))


@pytest.fixture(scope="session")
def base_url(variables: dict[str, str]) -> Iterator[str]:
    """The address of the product, freshly prepared."""
    with serving(variables) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=[*FLAGS])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, base_url: str) -> Iterator[Callable[[], Page]]:
    """Opens pages of people who were never here; in the end the browser has nothing to complain about."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def open_one() -> Page:
        context = browser.new_context(base_url=base_url, locale="en-GB")
        contexts.append(context)
        opened = context.new_page()
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on(
            "console", lambda said: said.type == "error" and complaints.append(f"{said.text} {opened.url}")
        )
        return opened

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: Callable[[], Page]) -> Page:
    """A page of a reader."""
    return open_page()


@pytest.fixture
def any_page(browser: Browser, base_url: str) -> Iterator[Page]:
    """A page of a reader who also asks for what is refused, which every browser complains about."""
    context = browser.new_context(base_url=base_url, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def sign_in(open_page: Callable[[], Page]) -> Callable[[str, str], Page]:
    """Opens the desk as somebody, in a browser context of their own."""

    def open_desk(username: str, password: str) -> Page:
        opened = open_page()
        opened.goto("/admin/")
        opened.get_by_label("User name").fill(username)
        opened.get_by_label("Password").fill(password)
        opened.get_by_role("button", name="Sign in").click()
        expect(opened.get_by_role("button", name="Sign out")).to_be_visible()
        return opened

    return open_desk


@pytest.fixture
def staff_page(sign_in: Callable[[str, str], Page]) -> Page:
    """A page of somebody who signed in as the administrator."""
    return sign_in("admin", ADMIN_PASSWORD)
