"""A page is asked for over real sockets: every kind of answer, and every way to a private machine."""

import socket
import ssl
import time
from collections.abc import Iterator

import pytest

from commitments.outgoing.request import INTERNET, Network, NotPermitted, ask
from commitments.outgoing.visitor import LinkAnswer, Visitor
from commitments.rules.links import LinkOutcome
from tests.each import Failures
from tests.harness.certificate import self_signed
from tests.outgoing.site import Site, permitting, running, told

AGENT = "CartagenaLinkCheck (+https://tracker.example/; office@tracker.example)"


@pytest.fixture
def site() -> Iterator[Site]:
    with running(Site()) as started:
        yield started


def visitor_of(site: Site, *, ports: tuple[int, ...] = (), **options: object) -> Visitor:
    return Visitor(AGENT, network=permitting(site.port, *ports, **options), pause=0)


def hang(site, send):
    site.over.wait(5)


def drip_headers(site, send):
    send(b"HTTP/1.1 200 OK\r\n")
    for number in range(200):
        send(b"X-%d: y\r\n" % number)
        if site.over.wait(0.1):
            return


def endless_head(site, send):
    send(b"HTTP/1.1 200 OK\r\n")
    while not site.over.is_set():
        send(b"X: " + b"y" * 60_000 + b"\r\n")


def endless_continue(site, send):
    while not site.over.is_set():
        send(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


def endless_body(site, send):
    send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n")
    while not site.over.is_set():
        send(b"ffff\r\n" + b"0" * 0xFFFF + b"\r\n")


R = LinkOutcome
# how the path answers, and what is made of it
CASES = {
    "there": (told(200), LinkAnswer(R.REACHED, 200)),
    "no content": (b"HTTP/1.0 204 No Content\r\n\r\n", LinkAnswer(R.REACHED, 204)),
    "missing": (told(404), LinkAnswer(R.GONE, 404)),
    "gone": (told(410), LinkAnswer(R.GONE, 410)),
    "forbidden": (told(403), LinkAnswer(R.CLOSED, 403)),
    "sign in": (told(401), LinkAnswer(R.CLOSED, 401)),
    "too many": (told(429, Retry_After="120"), LinkAnswer(R.CLOSED, 429, retry_after=120)),
    "later": (
        told(503, Retry_After="Fri, 01 Jan 2027 00:00:00 GMT"),
        LinkAnswer(R.ERROR, 503, retry_after=3600),
    ),
    "broken": (told(500), LinkAnswer(R.ERROR, 500)),
    "hangs": (hang, LinkAnswer(R.TIMEOUT)),
    "drips": (drip_headers, LinkAnswer(R.TIMEOUT)),
    "endless head": (endless_head, LinkAnswer(R.UNREADABLE)),
    "endless 100": (endless_continue, LinkAnswer(R.UNREADABLE)),
    "endless body": (endless_body, LinkAnswer(R.REACHED, 200)),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n", LinkAnswer(R.UNREADABLE)),
    "nothing": (lambda site, send: None, LinkAnswer(R.REFUSED)),
    "loop": (told(302, Location="/loop"), LinkAnswer(R.UNREADABLE, 302)),
    "no address": (told(302, Location="javascript:alert(1)"), LinkAnswer(R.UNREADABLE)),
    "password": (told(302, Location="http://me:secret@site.example/"), LinkAnswer(R.UNREADABLE)),
    "to nowhere": (told(302), LinkAnswer(R.ERROR, 302)),
}


def test_every_answer_is_said_by_its_outcome(site):
    failures, visitor = Failures(), visitor_of(site, seconds=0.5)
    for name, (reply, answer) in CASES.items():
        path = f"/{name.replace(' ', '-')}"
        site.replies[path] = reply
        begun = time.monotonic()
        with failures.kept(name):
            assert visitor.check(f"http://site.example:{site.port}{path}#part") == answer
            assert time.monotonic() - begun < 3
    assert not failures, str(failures)


def test_head_that_is_refused_is_followed_by_a_small_get(site):
    site.replies = {"HEAD /report": told(405), "GET /report": told(206, b"x" * 1024)}
    assert visitor_of(site).check(f"http://site.example:{site.port}/report") == LinkAnswer(R.REACHED, 206)
    assert site.asked == [("GET", "/robots.txt"), ("HEAD", "/report"), ("GET", "/report")]
    assert "Range: bytes=0-1023\r\n" in site.heads[-1]


def test_request_names_us_and_brings_nothing_along(site, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    site.replies["/a%20b?c=d%C3%A9"] = told(200, Set_Cookie="a=b")
    visitor = visitor_of(site)
    for _time in range(2):
        assert visitor.check(f"http://site.example:{site.port}/a b?c=dé").outcome == R.REACHED
    head = site.heads[-1]
    assert f"User-Agent: {AGENT}\r\n" in head
    assert f"Host: site.example:{site.port}\r\n" in head
    assert "cookie" not in head.lower()
    assert "Accept-Encoding: identity\r\n" in head


def test_permanent_redirect_says_where_the_page_is_now(site):
    here = f"http://site.example:{site.port}"
    site.replies = {
        "/old": told(301, Location="/newer"),
        "/newer": told(308, Location="/new#top"),
        "/new": told(200),
        "/today": told(302, Location="/new"),
        "/then": told(301, Location="/today"),
        "/lost": told(301, Location="/nowhere"),
        "/old/": told(301, Location="/old//"),
        "/1": told(301, Location="/2"),
        **{f"/{number}": told(301, Location=f"/{number + 1}") for number in range(1, 9)},
    }
    found = {path: visitor_of(site).check(here + path) for path in ("/old", "/today", "/then", "/lost", "/1")}
    assert found == {
        "/old": LinkAnswer(R.MOVED, 200, moved_to=f"{here}/new"),
        "/today": LinkAnswer(R.REACHED, 200),
        "/then": LinkAnswer(R.REACHED, 200),
        "/lost": LinkAnswer(R.GONE, 404),
        "/1": LinkAnswer(R.UNREADABLE, 301),
    }


def test_robots_txt_is_asked_once_and_obeyed(site):
    site.replies = {
        "/robots.txt": told(200, b"User-agent: CartagenaLinkCheck\nDisallow: /private/\n"),
        "/private/x": told(200),
        "/open": told(302, Location="/private/x"),
        "/fine": told(200),
    }
    visitor, here = visitor_of(site), f"http://site.example:{site.port}"
    found = [visitor.check(here + path).outcome for path in ("/private/x", "/open", "/fine")]
    assert found == [R.ROBOTS, R.ROBOTS, R.REACHED]
    assert [path for _method, path in site.asked] == ["/robots.txt", "/open", "/fine"]


def test_redirect_to_a_private_machine_is_not_followed(site):
    """Another site of this machine, on a number that the guard does not let pass, hears nothing."""
    names = {"private.example": ["127.0.0.9"], "both.example": ["127.0.0.1", "127.0.0.9"]}
    hosts = ("127.0.0.9", *names, "[::ffff:127.0.0.9]", "2130706441", "0x7f.9", "127.9")
    targets = [f"http://{host}:{site.port}/" for host in hosts]
    failures = Failures()
    with running(Site("127.0.0.9", site.port)) as secret:
        for target in (*targets, "http://169.254.169.254/meta-data/", "http://site.example:22/"):
            site.replies["/open"] = told(302, Location=target)
            visitor = visitor_of(site, names=names, ports=(80,))
            with failures.kept(target):
                assert visitor.check(f"http://site.example:{site.port}/open").outcome == R.PRIVATE
        assert secret.asked == []
    assert not failures, str(failures)


def test_name_that_changes_its_answer_gains_nothing(site):
    """First public, then private: the second answer is judged anew, and between the two nobody asks again."""
    answers = iter([["127.0.0.1"], ["169.254.169.254"], ["127.0.0.1", "10.0.0.7"]])
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    network = Network(
        is_host_refused=lambda host: False,
        resolve=resolve,
        is_number_permitted=lambda number: number == "127.0.0.1",
        ports=frozenset({site.port}),
    )
    site.replies["/x"] = told(200)
    address = f"http://rebinding.example:{site.port}/x"
    asking = {"method": "HEAD", "headers": {}, "network": network}
    assert ask(address, **asking).status == 200
    assert asked == ["rebinding.example"]
    for _time in range(2):
        with pytest.raises(NotPermitted):
            ask(address, **asking)
    assert site.asked == [("HEAD", "/x")]


def test_internet_as_it_is_shipped_refuses_this_machine(site):
    """Without the permission that tests give themselves, nothing of this machine is ever reached."""
    hosts = (
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "127.1",
        "0.0.0.0",
    )
    found = {host: Visitor(AGENT, pause=0).check(f"http://{host}:8080/").outcome for host in hosts}
    assert set(found.values()) == {R.PRIVATE}
    assert Visitor(AGENT, pause=0).check("http://1.1.1.1:22/").outcome == R.PRIVATE
    assert Network() == INTERNET


def test_site_without_a_name_or_a_server_is_told_apart(site):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    nowhere = Visitor(AGENT, network=permitting(port), pause=0)
    assert nowhere.check(f"http://site.example:{port}/").outcome == R.REFUSED
    assert nowhere.check("http://" + "a" * 64 + "é.example/").outcome == R.NAME


def test_secure_site_needs_a_certificate_of_its_name(site, tmp_path):
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    self_signed(certificate, key, name="DNS:site.example")
    site.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    site.tls.load_cert_chain(certificate, key)
    site.replies["/x"] = told(200)
    trusting = ssl.create_default_context(cafile=certificate)
    names = {"other.example": ["127.0.0.1"]}
    secure = visitor_of(site, trusted=lambda: trusting, names=names)

    assert secure.check(f"https://site.example:{site.port}/x") == LinkAnswer(R.REACHED, 200)
    assert secure.check(f"https://other.example:{site.port}/x").outcome == R.CERTIFICATE
    assert visitor_of(site).check(f"https://site.example:{site.port}/x").outcome == R.CERTIFICATE


def test_site_of_ipv6_is_asked_too():
    Site.address_family = socket.AF_INET6
    try:
        with running(Site("::1")) as site:
            site.replies["/x"] = told(200)
            network = permitting(site.port, names={"six.example": ["::1"]})
            answer = Visitor(AGENT, network=network, pause=0).check(f"http://six.example:{site.port}/x")
            assert answer == LinkAnswer(R.REACHED, 200)
    finally:
        Site.address_family = socket.AF_INET


def test_requests_to_one_host_keep_a_pause(site):
    site.replies["/x"] = told(200)
    visitor = Visitor(AGENT, network=permitting(site.port), pause=0.1)
    begun = time.monotonic()
    for _time in range(2):
        visitor.check(f"http://site.example:{site.port}/x")
    assert time.monotonic() - begun >= 0.2
