"""Which addresses may stand as evidence."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.evidence import MAX_ADDRESS_LENGTH, address_refusals, kind_words, publisher_words

CHARACTER = "The address contains a space, a backslash or a control character."
LONG = "The address is too long."
NO_ADDRESS = "This is not a web address."
SCHEME = "Only addresses that begin with https:// or http:// can be evidence."
PERSON = "The address contains a user name or password."


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org/",
        "https://example.org:8443/a/b.pdf?page=2&lang=en#p16",
        "https://example.org/sacré-bleu",
        "https://пример.example/отчёт",
        "https://[2001:db8::1]/report",
        "https://192.0.2.1/report",
        "https://example.org/a%20b",
        "https://example.org/@minister/1",
        "https://example.org/" + "a" * (MAX_ADDRESS_LENGTH - 20),
    ],
)
def test_a_plain_web_address_is_evidence(address):
    assert address_refusals(address) == []


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        ("", SCHEME),
        ("example.org", SCHEME),
        ("javascript:alert(1)", SCHEME),
        ("JavaScript:alert(1)", SCHEME),
        ("data:text/html,<script>alert(1)</script>", SCHEME),
        ("ftp://example.org/report", SCHEME),
        ("file:///etc/passwd", SCHEME),
        ("mailto:someone@example.org", SCHEME),
        ("//example.org/report", SCHEME),
        ("/report", SCHEME),
        ("https:", SCHEME),
        ("https://", SCHEME),
        ("https:///report", SCHEME),
        ("https:example.org", SCHEME),
        ("https://:443/", SCHEME),
        ("https://user@example.org/", PERSON),
        ("https://user:pw@example.org/", PERSON),
        ("https://:pw@example.org/", PERSON),
        ("https://@example.org/", PERSON),
        ("https://example.org\\@evil.example/", CHARACTER),
        ("https:\\\\example.org", CHARACTER),
        (" https://example.org", CHARACTER),
        ("https://example.org ", CHARACTER),
        ("https://example.org/a b", CHARACTER),
        ("https://example.org/a\u00a0b", CHARACTER),
        ("https://example.org/a\u2028b", CHARACTER),
        ("https://example.org/a\u202eb", CHARACTER),
        ("https://example.org/a\tb", CHARACTER),
        ("https://example.org/\n", CHARACTER),
        ("java\nscript:alert(1)", CHARACTER),
        ("https://example.org/\x00", CHARACTER),
        ("\x01https://example.org/", CHARACTER),
        ("https://example.org/\x7f", CHARACTER),
        ("https://[2001:db8::1/report", NO_ADDRESS),
        ("https://[nonsense]/report", NO_ADDRESS),
        ("https://example.org:port/", NO_ADDRESS),
        ("https://example.org:99999/", NO_ADDRESS),
        ("https://example.org/" + "a" * MAX_ADDRESS_LENGTH, LONG),
        ("https://example.org/" + "a" * 100_000, LONG),
    ],
)
def test_anything_else_is_refused_in_words(address, refusal):
    assert address_refusals(address) == [refusal]


@given(st.text(max_size=80) | st.text(max_size=60).map(lambda rest: f"https://{rest}"))
def test_whatever_is_accepted_is_a_web_address_with_a_host_and_no_person(address):
    if address_refusals(address) == []:
        parts = urlsplit(address)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname
        assert "@" not in parts.netloc
        assert not set(address) & set(" \\\t\r\n\x00")


@pytest.mark.parametrize(
    ("publisher", "words"),
    [
        ("Copy at jrsap.org", "copy at jrsap.org, publisher not recorded"),
        ("Landmine Monitor, copy at docslib.org", "Landmine Monitor, copy at docslib.org"),
        ("Copyright Office", "Copyright Office"),
        ("", ""),
    ],
)
def test_publisher_of_a_copy_is_not_the_site_of_the_copy(publisher, words):
    assert publisher_words(publisher) == words


@pytest.mark.parametrize(
    ("kind", "address", "words"),
    [
        ("other", "http://www.icbl.org/en-gb/news", "web page at icbl.org"),
        ("other", "https://[broken", "other"),
        ("press", "http://www.icbl.org/en-gb/news", "press"),
    ],
)
def test_kind_of_an_unlisted_source_names_its_site(kind, address, words):
    assert kind_words(kind, address) == words
