"""The product as `make run` starts it, and a browser in front of it."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.harness.machine import find_browser, free_port

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
ADMIN_PASSWORD = "violet-harbour-lantern"
PATIENCE = 60


@pytest.fixture(scope="session")
def variables(tmp_path_factory) -> dict[str, str]:
    """What the product is told: a database of its own, and a port nobody has."""
    folder = tmp_path_factory.mktemp("product")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cartagena.settings",
        "ENV_FILE": os.devnull,
        "DATABASE_URL": f"sqlite:///{folder}/product.sqlite3",
        "CARTAGENA_ADMIN_PASSWORD": ADMIN_PASSWORD,
        "ALLOW_SELF_PUBLICATION": "on",
        "PORT": str(free_port()),
    }


@pytest.fixture(scope="session")
def base_url(variables: dict[str, str]) -> Iterator[str]:
    """The address of the product, freshly prepared."""
    port = variables["PORT"]
    # tests run on all cores, each with a product of its own, and all collect into one folder of static files
    with (ROOT / "manage.py").open() as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=variables, check=True)
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "cartagena.wsgi"], cwd=ROOT, env=variables)
    try:
        wait_for(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Until the product answers, or has ended instead."""
    for _ in range(PATIENCE * 10):
        assert server.poll() is None, "The product ended before it answered; see what it printed."
        try:
            with urlopen(address):
                return
        except URLError:
            time.sleep(0.1)
    pytest.fail(f"The product did not answer on {address} within {PATIENCE} seconds.")


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
        opened.get_by_label("Username").fill(username)
        opened.get_by_label("Password").fill(password)
        opened.get_by_role("button", name="Log in").click()
        expect(opened.get_by_role("button", name="Log out")).to_be_visible()
        return opened

    return open_desk


@pytest.fixture
def staff_page(sign_in: Callable[[str, str], Page]) -> Page:
    """A page of somebody who signed in as the administrator."""
    return sign_in("admin", ADMIN_PASSWORD)
