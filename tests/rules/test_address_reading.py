"""Web addresses in the forms in which people type and paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.address_reading import UnreadableAddress, address_key, read_address
from commitments.rules.evidence import MAX_ADDRESS_LENGTH, address_refusals
from commitments.rules.hosts import is_out_of_reach
from tests.value_cases import ADDRESSES

TWICE, OWN = "begins twice", "Only your own machine"
REFUSED = {
    "": "no address here",
    "<>": "no address here",
    "see below": "is no web address",
    "See https://example.org/a": "Give the address alone, without what stands around it: https://example.org/a.",
    "[Monitor](https://example.org/a)": "Give the address alone",
    '<a href="https://example.org/a">Monitor</a>': "around it: https://example.org/a.",
    "https://example.org/a (accessed 2 November 2026)": "about when it was read",
    "http:/example.org/a": "is no web address",
    "https//example.org/a": "is no web address",
    "ftp://example.org/a": "is no web address",
    "javascript:alert(1)": "is no web address",
    "mailto:a@example.org": "is no web address",
    "a@example.org": "is no web address",
    "file:///etc/passwd": "is no web address",
    "report.pdf": "name of a file",
    "https://": "Only addresses that begin",
    "https:///a": "Only addresses that begin",
    "https://[bad": "not a web address",
    "https://example.org:99999/": "not a web address",
    "https://https://example.org/a": TWICE,
    "https://http//example.org": TWICE,
    "http:https://example.org": TWICE,
    "https://a.example.org https://b.example.org": "two addresses",
    "https://a.example.org/;https://b.example.org/": "two addresses",
    "https://a.example.org/,https://b.example.org/": "two addresses",
    "https://a.example.org/ & www.b.example.org": "two addresses",
    "https://example..org/": "no name of a site",
    "https://*.example.org/": "no name of a site",
    "https://example.org%2fa": "no name of a site",
    "https://example.org&a=1": "no name of a site",
    "https://" + "a" * 64 + ".org": "no name of a site",
    "https://example .org/": "holds a blank",
    "https://example.org/a\nb": "several lines",
    "https://example.org/\x01": "control character",
    "https://example.org\\a": "backslash",
    "https://me:word@example.org/": "user name or password",
    "https://example.org@evil.example.org/": "user name or password",
    "http://localhost/a": OWN,
    "http://localhost:8000/a": OWN,
    "http://127.0.0.1:8080/": OWN,
    "http://127.1/": OWN,
    "http://0x7f.1/": OWN,
    "http://2130706433/": OWN,
    "http://127。0。0。1/": OWN,
    "http://224.0.0.1/": OWN,
    "http://tracker.test/": OWN,
    "https://10.0.0.1/a": OWN,
    "https://192.168.1.20/a": OWN,
    "https://169.254.1.1/": OWN,
    "https://[::1]/": OWN,
    "https://[fe80::1]/": OWN,
    "https://nas.local/a": OWN,
    "https://files.internal/a": OWN,
    "https://intranet/a": OWN,
    "https://example.org/" + "a" * MAX_ADDRESS_LENGTH: "too long",
    "x" * 100_000: "too long",
}
SAME = (
    ("http://www.example.org/report/?id=1", "https://example.org/report?id=1"),
    ("https://example.org:443/a", "http://EXAMPLE.org:80/a/"),
    ("https://example.org./a#page=3", "https://example.org/a"),
    ("https://example.org/a?b=1&a=2&utm_source=x", "https://example.org/a?a=2&b=1"),
    ("https://example.org/r%65p%d0%b0", "https://example.org/repа"),
    ("https://пример.рф/а", "https://xn--e1afmkfd.xn--p1ai/%D0%B0"),
    ("http://dx.doi.org/10.1000/AbC", "https://doi.org/10.1000/abc"),
)
OTHER = (
    ("https://example.org/a", "https://example.org/A"),
    ("https://example.org/a", "https://example.org:8443/a"),
    ("https://example.org/a?b=1", "https://example.org/a?b=2"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/#/a", "https://example.org/#/b"),
    ("https://a.example.org/", "https://b.example.org/"),
    ("not an address", "no address either"),
)


def test_addresses_are_read_into_one_form_with_a_word_on_each_change():
    for text, (address, word) in ADDRESSES.items():
        read = read_address(text)
        assert read.address == address, text
        assert word in " ".join(read.notes) if word else read.notes == (), (text, read.notes)


def test_what_no_reader_can_open_is_refused_with_words():
    for text, reason in REFUSED.items():
        with pytest.raises(UnreadableAddress) as refused:
            read_address(text)
        assert reason in str(refused.value), text[:100]


def test_the_longest_address_fits():
    address = "https://example.org/".ljust(MAX_ADDRESS_LENGTH, "ä")

    assert read_address(address).address == address


def test_one_source_has_one_key():
    assert [pair for pair in SAME if address_key(pair[0]) != address_key(pair[1])] == []
    assert [pair for pair in OTHER if address_key(pair[0]) == address_key(pair[1])] == []


typed = st.text(alphabet=st.sampled_from("htps:/.www@exampl e?&=#%20utm_[]\\دа\u200c\u00ad\n"), max_size=40)


@given(st.one_of(typed, typed.map("https://example.org/".__add__), st.text(max_size=40)))
def test_what_was_read_is_valid_and_reads_as_itself(text):
    try:
        read = read_address(text)
    except UnreadableAddress:
        return
    assert address_refusals(read.address) == []
    assert not is_out_of_reach(read.address.split("/")[2].rpartition(":")[0] or "example.org")
    again = read_address(read.address)
    assert (again.address, again.notes) == (read.address, ())
    assert address_key(read.address) == address_key(again.address)
