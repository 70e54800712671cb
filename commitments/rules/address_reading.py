"""Web addresses as people type, paste and import them, in the form in which they are stored.

What was stored before is valid as it stands (`rules.evidence.address_refusals`); this is about what comes in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from .document_codes import FILE_ENDINGS, document_address
from .evidence import MAX_ADDRESS_LENGTH, address_refusals
from .hosts import DOTS, is_host, is_out_of_reach
from .problems import MAX_SHOWN_LENGTH

BEGINS = re.compile(r"https?://", re.IGNORECASE)
TWICE = re.compile(r"https?:/{0,2}https?(?::|/)", re.IGNORECASE)
ANOTHER = re.compile(
    r"(?:https?://|www\.)\S+(?:\s+(?:(?:and|or|&|\+|\|)\s+)?|[,;])(?:https?://|www\.)", re.IGNORECASE
)
AMONG_WORDS = re.compile(r"https?://[^\s<>()\[\]\"'`*]+", re.IGNORECASE)
# "(accessed 2 November 2026)", as footnotes have it
WHEN_READ = re.compile(
    r"\s+[(\[,]?\s*(?:last )?(?:accessed|consulted|retrieved|viewed|visited)\b", re.IGNORECASE
)
HTML_AMPERSAND = re.compile(r"&amp;", re.IGNORECASE)
BARE_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,24}(?::[0-9]{1,5})?(?=[/?#]|$)")
WRAPPED = re.compile(
    r"""^(?:<(?:URL:)?(?P<angle>[^<>]*)>|["“”„«‘‹'`](?P<quoted>.*)["“”»’›'`]|\((?P<round>[^()]*)\)"""
    r"""|\[(?P<square>[^\[\]]*)\])$""",
    re.IGNORECASE,
)
# Soft hyphens, zero-width signs and marks of direction come along when an address is copied from a text.
INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
JOINERS = {"\u200c": "%E2%80%8C", "\u200d": "%E2%80%8D"}  # letters of Persian and Hindi paths need them
TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|mc_cid|mc_eid"
    r"|mkt_tok|_hsenc|_hsmi|vero_id|oly_anon_id|oly_enc_id|__s)(?:=|$)",
    re.IGNORECASE,
)
DEFAULT_PORTS = {"http": 80, "https": 443}
ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
MAX_TYPED_LENGTH = 4 * MAX_ADDRESS_LENGTH


class UnreadableAddress(ValueError):
    """A text that is no address which others can open; the message says what to do."""


@dataclass(frozen=True)
class WebAddress:
    """An address as it is stored, and `notes` in words on what was completed or left out."""

    address: str
    notes: tuple[str, ...] = ()


def read_address(text: str) -> WebAddress:
    """The web address that a text means: complete, with scheme and host in small letters, without blanks.

    DOIs and symbols of United Nations documents become addresses of their resolvers. Path and query stay as
    they are, but for parameters that only follow readers around. Raises UnreadableAddress.
    """
    if len(text) > MAX_TYPED_LENGTH:
        raise UnreadableAddress(_too_long(text))
    notes: list[str] = []
    written = _visible(text, notes)
    address = _document(written, notes) or _with_host(_completed(written, notes))
    address = _without_tracking(_with_ampersands(_without_blanks(address, notes), notes), notes)
    if len(address) > MAX_ADDRESS_LENGTH:
        raise UnreadableAddress(_too_long(address))
    for refusal in address_refusals(address):
        raise UnreadableAddress(str(refusal))
    for refusal in reach_refusals(address):
        raise UnreadableAddress(refusal)
    return WebAddress(address, tuple(notes))


def address_key(address: str) -> str:
    """The form by which two addresses are those of one source.

    Scheme, `www.`, port, final slash, fragment, tracking parameters, the order of parameters and the way in
    which signs are escaped do not count. A fragment that is a route of its own (`#/…`, `#!…`) does.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        return address.strip()
    if port and port != DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    path = _escaped(parts.path).rstrip("/")
    if host == "dx.doi.org":
        host = "doi.org"
    if host == "doi.org":
        path = path.lower()
    query = "&".join(sorted(_escaped(piece) for piece in _pieces(parts.query, keep_tracking="://" in path)))
    route = _escaped(parts.fragment) if parts.fragment.startswith(("/", "!")) else ""
    return f"{host}{path}{'?' if query else ''}{query}{'#' if route else ''}{route}"


def reach_refusals(address: str) -> list[str]:
    """Why readers could not open a valid address; empty if they can, and where there is none."""
    if not address or address_refusals(address) or not is_out_of_reach(urlsplit(address).hostname or ""):
        return []
    return [_("Only your own machine or network could open this address: give one that readers can open.")]


def _visible(text: str, notes: list[str]) -> str:
    """Without invisible signs, blanks at the ends and what a text puts around an address."""
    seen = INVISIBLE.sub("", text).strip()
    if seen != text.strip():
        notes.append(_("Invisible signs in the address were left out."))
    wrapped = WRAPPED.match(seen)
    inner = "".join(filter(None, wrapped.groups())) if wrapped else seen
    if not inner.strip():
        raise UnreadableAddress(_("There is no address here."))
    return "".join(JOINERS.get(sign, sign) for sign in inner.strip())


def _document(written: str, notes: list[str]) -> str:
    """The address of a document that is given by its DOI or its symbol; empty if it is not."""
    address = document_address(written)
    if address and address != written:
        notes.append(_("The document was given its address, %(address)s.") % {"address": address})
    return address


def _completed(written: str, notes: list[str]) -> str:
    """With https:// before a host that stands alone; refuses two schemes and two addresses."""
    if ANOTHER.search(written):
        raise UnreadableAddress(_("These are two addresses: give each a row of its own."))
    if TWICE.match(written):
        raise UnreadableAddress(_("The address begins twice with https:// or http://: leave one out."))
    bare = written.removeprefix("//")
    found = BARE_HOST.match(bare)
    if WHEN_READ.search(written):
        raise UnreadableAddress(_("Give the address alone, without the words about when it was read."))
    if BEGINS.match(written) or not found:
        return written
    is_file = found.end() == len(bare) and found[0].rpartition(".")[2].lower() in FILE_ENDINGS
    if is_file:
        raise UnreadableAddress(_("This is the name of a file: give the address at which it stands."))
    address = f"https://{bare}"
    notes.append(_("The address was completed with https://."))
    return address


def _with_host(address: str) -> str:
    """With scheme and host in small letters; everything after the host stays."""
    found = re.match(r"(https?://)([^/?#]*)(.*)", address, re.IGNORECASE | re.DOTALL)
    if not found:
        if among := AMONG_WORDS.search(address):
            words = _("Give the address alone, without what stands around it: %(address)s.")
            raise UnreadableAddress(words % {"address": among[0][:MAX_SHOWN_LENGTH]})
        shown = {"text": address[:MAX_SHOWN_LENGTH]}
        raise UnreadableAddress(
            _("“%(text)s” is no web address: one begins with https:// or http://.") % shown
        )
    scheme, host, rest = found.groups()
    if "@" in host:
        return address  # the user name is refused, and a password says something else in small letters
    if re.search(r"\s", host):
        raise UnreadableAddress(_("The name of the site holds a blank: leave it out."))
    host = host.translate(DOTS).lower()
    if not is_host(host):
        raise UnreadableAddress(_("“%(host)s” is no name of a site.") % {"host": host[:MAX_SHOWN_LENGTH]})
    return f"{scheme.lower()}{host}{rest}"


def _without_blanks(address: str, notes: list[str]) -> str:
    """With blanks written as %20, as a browser does."""
    if re.search(r"[\n\r\t\v\f]", address):
        raise UnreadableAddress(_("The address goes over several lines: put it on one."))
    encoded = re.sub(r"\s", "%20", address)
    if encoded != address:
        notes.append(_("Blanks in the address were written as %20."))
    return encoded


def _with_ampersands(address: str, notes: list[str]) -> str:
    """With & where the address was copied from the source of a page, which writes it as &amp;."""
    read = HTML_AMPERSAND.sub("&", address)
    if read != address:
        notes.append(_("“&amp;” in the address was read as “&”."))
    return read


def _without_tracking(address: str, notes: list[str]) -> str:
    """Without parameters by which readers are followed; an archived copy keeps those of its original."""
    before, hash_mark, fragment = address.partition("#")
    path, question, query = before.partition("?")
    kept = list(_pieces(query, keep_tracking="http" in path.partition("://")[2]))
    dropped = [piece for piece in query.split("&") if piece and piece not in kept]
    if not dropped:
        return address
    names = ", ".join(dict.fromkeys(piece.partition("=")[0] for piece in dropped))
    notes.append(_("Left out, because it only follows readers around: %(names)s.") % {"names": names})
    return f"{path}{question if kept else ''}{'&'.join(kept)}{hash_mark}{fragment}"


def _pieces(query: str, *, keep_tracking: bool) -> Iterator[str]:
    return (piece for piece in query.split("&") if piece and (keep_tracking or not TRACKING.match(piece)))


def _ascii_host(host: str) -> str:
    """Without `www.` and a final dot; names of other scripts in the form of the name system."""
    name = host.lower().rstrip(".").removeprefix("www.")
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def _escaped(text: str) -> str:
    """One way of escaping: what needs it, in capitals, and nothing else."""
    raw = ESCAPE.sub(_one_escape, text)
    return quote(raw, safe="/%:@!$&'()*+,;=~[]|?")


def _one_escape(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return sign if sign in UNRESERVED else found[0].upper()


def _too_long(address: str) -> str:
    refusal = _("The address is too long: %(length)s characters, and %(most)s fit.")
    return refusal % {"length": len(address), "most": MAX_ADDRESS_LENGTH}
