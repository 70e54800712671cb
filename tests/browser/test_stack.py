"""The whole behind nginx, as `deploy/` has it: staff sign in, publish, and the public reads, over HTTPS.

It is started once for all of it, because filling PostgreSQL takes longer than everything that is asked.
"""

import http.client
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPResponse
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.note_form import TEXT, fill_in, publish
from tests.browser.product import ADMIN_PASSWORD
from tests.browser.second_factor import set_up_app
from tests.document_files import pdf
from tests.each import Failures
from tests.harness.stack import Stack, stack

pytestmark = pytest.mark.browser

TRUSTING = ssl._create_unverified_context()
# larger than what nginx lets through outside of the desk
DOCUMENT = {"name": "programme.pdf", "mimeType": "application/pdf", "buffer": pdf("A" * 300_000)}
# more stalled readers than the server has threads
HALF_OPEN, STALLED = 200, 20
# each process of the server counts for itself
API_RATE, TOO_MANY = 5, 2 * 5 + 1
GIVEN_UP = "net::ERR_ABORTED"
VIOLATIONS = """document.addEventListener("securitypolicyviolation",
    each => console.error(`CSP: ${each.violatedDirective} ${each.blockedURI}`))"""


@contextmanager
def reader(browser: Browser, running: Stack) -> Iterator[Page]:
    """A page of somebody who was never here; whatever the browser complains about fails the test."""
    complaints: list[str] = []
    context = browser.new_context(base_url=running.address, locale="en-GB", ignore_https_errors=True)
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and complaints.append(f"{said.text} {page.url}"))
    page.on("response", lambda got: got.status >= 400 and complaints.append(f"{got.status} {got.url}"))
    # what a page still loads when somebody goes on to the next one is given up, and nobody misses it
    page.on(
        "requestfailed",
        lambda lost: GIVEN_UP in lost.failure or complaints.append(f"{lost.failure} {lost.url}"),
    )
    try:
        yield page
    finally:
        context.close()
    assert complaints == [], complaints


def ask(running: Stack, path: str, *, method: str = "GET", body: bytes = b"", **headers: str) -> HTTPResponse:
    """One request as a program sends it; its body is read."""
    parts = urlsplit(running.address)
    connection = http.client.HTTPSConnection(parts.hostname, parts.port, context=TRUSTING, timeout=30)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body or None, headers=sent)
        answer = connection.getresponse()
        answer.text = answer.read().decode(errors="replace")
        return answer
    finally:
        connection.close()


def log_line(running: Stack, request_id: str) -> str:
    """What nginx wrote about one request; it does so after the answer."""
    for _ in range(50):
        found = [line for line in running.readers_log.read_text().splitlines() if request_id in line]
        if found:
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"{request_id} is not in the log")


def sign_in(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password").fill(ADMIN_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    set_up_app(page)
    page.get_by_role("link", name="to my desk").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def publish_note(page: Page) -> None:
    fill_in(page).locator("input[type=file]").set_input_files(DOCUMENT)
    publish(page)


def a_note_is_published_and_read(running: Stack, browser: Browser) -> None:
    with reader(browser, running) as public, reader(browser, running) as staff:
        public.goto("/states/PER/19a/")
        expect(public.locator(".standing-status")).to_contain_text("not assessed")
        assert public.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol") == "h2"

        sign_in(staff)
        publish_note(staff)
        for cookie in staff.context.cookies():
            assert cookie["secure"], cookie
            assert cookie["httpOnly"], cookie
            assert cookie["name"].startswith("__Host-"), cookie
            assert cookie["path"] == "/", cookie

        public.reload()
        expect(public.locator(".standing-status")).to_contain_text("in progress")
        expect(public.locator(".notes")).to_contain_text(TEXT)
        document = public.locator(".notes a[href^='/documents/']").first.get_attribute("href")
        assert ask(running, document).text.encode() == DOCUMENT["buffer"]
        assert public.context.cookies() == []
        for address in ("/", "/map/", "/matrix/", "/search/?q=Arequipa", "/data/"):
            public.goto(address)


def https_is_the_only_way(running: Stack, browser: Browser) -> None:
    plain = urlsplit(running.plain_address)
    connection = http.client.HTTPConnection(plain.hostname, plain.port, timeout=10)
    connection.request("GET", "/map/?commitment=17", headers={"X-Forwarded-Proto": "https"})
    led = connection.getresponse()
    connection.close()
    answer = ask(running, "/methodology/", X_Forwarded_Proto="http")

    assert (led.status, led.headers["Location"]) == (301, "https://127.0.0.1/map/?commitment=17")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert answer.headers["Server"] == led.headers["Server"] == "nginx"
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-ID"])


def what_readers_claim_about_themselves_is_not_believed(running: Stack, browser: Browser) -> None:
    # with a cookie, nothing of it comes from the cache
    claims = [{"X_Forwarded_For": f"203.0.113.{n}", "Cookie": "any=1"} for n in range(TOO_MANY)]
    found = [ask(running, "/api/v1/states/COL/", **claim).status for claim in claims]

    assert 429 in found, found
    assert ask(running, "/", Host="evil.example").status == 400
    assert "evil" not in ask(running, "/robots.txt", X_Forwarded_Host="evil.example").text


def the_log_knows_no_reader(running: Stack, browser: Browser) -> None:
    answer = ask(running, "/search/?q=waxwing", Referer="https://example.org/waxwing", User_Agent="waxwing")

    line = log_line(running, answer.headers["X-Request-ID"])
    assert line.startswith("127.0.0.0 ["), line
    assert '"GET /search/ HTTP/1.1" 200' in line
    secret = ask(running, "/admin/reset/MQ/a-secret-key/")
    assert '"GET /admin/* HTTP/1.1"' in log_line(running, secret.headers["X-Request-ID"])
    assert not {"127.0.0.1", "waxwing"} & set(re.findall(r"[\w.]+", running.readers_log.read_text()))


def only_what_is_public_is_kept(running: Stack, browser: Browser) -> None:
    def cached(**headers: str) -> str:
        answer = ask(running, "/feeds/progress.atom", **headers)
        assert answer.status == 200
        return re.search(r"cache=(\S+)", log_line(running, answer.headers["X-Request-ID"]))[1]

    assert cached(Cookie="__Host-sessionid=x") == "BYPASS"
    assert (cached(), cached(), cached(Cookie="any=1")) == ("MISS", "HIT", "BYPASS")


def what_is_not_for_readers_is_refused_in_words(running: Stack, browser: Browser) -> None:
    assert [ask(running, path).status for path in ("/readyz", "/metrics", "/errors/busy.html")] == [404] * 3
    assert ask(running, "/healthz").status == 200
    large = ask(running, "/search/", method="POST", body=b"x" * 100_000)
    assert (large.status, "What you sent is too large" in large.text) == (413, True)
    upload = ask(running, "/admin/commitments/progressnote/add/", method="POST", body=b"x" * 100_000)
    assert (upload.status, "could not read this request" in upload.text) == (403, True)
    assert "script" not in large.headers["Content-Security-Policy"]


def slow_people_silence_nobody(running: Stack, browser: Browser) -> None:
    """Half-open connections, bodies that never come, and readers who take a file and stop reading."""
    parts = urlsplit(running.address)
    half_sent = b"POST /account/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nx"
    whole = f"GET /progress.csv HTTP/1.1\r\nHost: {parts.netloc}\r\nCookie: any=1\r\n\r\n".encode()
    with ExitStack() as opened:

        def connect(sent: bytes = b"") -> None:
            raw = socket.socket()
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            opened.enter_context(raw).connect((parts.hostname, parts.port))
            if sent:
                opened.enter_context(TRUSTING.wrap_socket(raw)).sendall(sent)

        for number in range(HALF_OPEN):
            connect(half_sent if number % 4 == 0 else b"")
        for _ in range(STALLED):
            connect(whole)
        began = time.monotonic()
        assert ask(running, "/healthz").status == ask(running, "/methodology/").status == 200
        assert time.monotonic() - began < 5


def without_the_product_a_page_says_so(running: Stack, browser: Browser) -> None:
    """As during an upgrade: nginx finds nobody on the socket."""
    door = running.folder / "web.sock"
    away = door.rename(running.folder / "away.sock")
    try:
        page, problem = ask(running, "/methodology/"), ask(running, "/api/v1/states/COL/")
        assert (page.status, page.headers["Retry-After"]) == (503, "30")
        assert "The site is not available just now" in page.text
        assert (problem.status, problem.headers["Content-Type"]) == (503, "application/problem+json")
        context = browser.new_context(base_url=running.address, ignore_https_errors=True)
        shown = context.new_page()
        complaints: list[str] = []
        shown.on("console", lambda said: "503" not in said.text and complaints.append(said.text))
        shown.goto("/states/")
        assert shown.evaluate("getComputedStyle(document.body).borderTopWidth") == "6px"
        assert complaints == []
        context.close()
    finally:
        away.rename(door)
    assert ask(running, "/methodology/").status == 200


CHECKS = (
    a_note_is_published_and_read,
    https_is_the_only_way,
    the_log_knows_no_reader,
    only_what_is_public_is_kept,
    what_is_not_for_readers_is_refused_in_words,
    slow_people_silence_nobody,
    without_the_product_a_page_says_so,
    # the last: from here on the API is closed to this address
    what_readers_claim_about_themselves_is_not_believed,
)


@pytest.fixture(scope="module")
def running() -> Iterator[Stack]:
    """The whole, freshly prepared."""
    chosen = {"API_RATE": f"{API_RATE}/hour", "CARTAGENA_ADMIN_PASSWORD": ADMIN_PASSWORD}
    with stack(ALLOW_SELF_PUBLICATION="on", **chosen) as found:
        yield found


def test_the_whole_starts(running: Stack):
    """Apart from the rest, so that a busy machine has the time of two tests for it."""
    assert running.seconds_to_answer < 60


def test_the_whole_serves_readers_and_staff(running: Stack, browser: Browser):
    failures = Failures()
    for check in CHECKS:
        with failures.kept(check.__name__):
            check(running, browser)

    assert not failures, failures
