"""Staff come in with a second factor: by the code of an app, a recovery code, and a passkey."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.product import ROOT
from tests.browser.second_factor import code, set_up_app

pytestmark = pytest.mark.browser

PASSWORD = "amber-lighthouse-ferry"
PERSON = f"""
from commitments.models import User
User.objects.create_user("door", password={PASSWORD!r}, is_staff=True, is_superuser=True)
"""
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at_localhost(base_url: str, variables: dict[str, str], open_page: Callable[[], Page]) -> Callable:
    """Opens addresses under a name: a passkey belongs to one, and never to a number."""
    command = [sys.executable, "manage.py", "shell", "-c", PERSON]
    subprocess.run(command, cwd=ROOT, env=variables, check=True)
    root = base_url.replace("127.0.0.1", "localhost")

    def visit(page: Page, address: str) -> None:
        page.goto(f"{root}{address}")
        assert list(violations(page)) == []

    return visit


def enter(page: Page) -> None:
    page.get_by_label("User name").fill("door")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def leave(page: Page) -> None:
    page.context.clear_cookies()


def add_passkey(page: Page) -> None:
    """One that the browser itself keeps, as a telephone does."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.get_by_role("link", name="Add a key").click()
    page.get_by_label("Name of the key").fill("My telephone")
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_text("My telephone")).to_be_visible()


def test_a_person_comes_in_by_app_recovery_code_and_passkey(at_localhost, open_page):
    page = open_page()
    at_localhost(page, "/account/sign-in/?next=/account/second-factor/")
    enter(page)
    secret, recovery = set_up_app(page)
    assert len(recovery) == 10

    for given in (code(secret, later=1), recovery[0]):
        leave(page)
        at_localhost(page, "/admin/")
        enter(page)
        page.get_by_label("Code").fill(given)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="My desk")).to_be_visible()

    at_localhost(page, "/account/second-factor/")
    add_passkey(page)
    leave(page)
    at_localhost(page, "/admin/")
    enter(page)
    page.get_by_role("button", name="Use a security key or passkey").click()
    expect(page.get_by_role("heading", name="My desk")).to_be_visible()
