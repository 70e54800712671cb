"""What can be evidence: which addresses are valid, and by what a source is told from others."""

import re
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .codes import EvidenceKind

SCHEMES = ("https://", "http://")
MAX_ADDRESS_LENGTH = 2000
COPY_AT = "copy at "  # how a publisher is written where only a copy on another site was found
SOURCELESS = _("Say where this can be checked: a web address, a document, or an archive with its number.")
ARCHIVE_AND_NUMBER = _("Say both which archive has it and under which number.")
# what stands after a publisher where the source was read elsewhere
READ_AT = re.compile(r" \(|,? (?:copy at|via|after) ")


def address_refusals(address: str) -> list[str | Promise]:
    """Why this address is not valid as evidence; empty if it is.

    Only http and https, with a host and without a user name or password; no white space, control character or
    backslash, which browsers interpret differently.
    """
    if any(character.isspace() or character == "\\" or not character.isprintable() for character in address):
        return [_("The address contains a space, a backslash or a control character.")]
    if len(address) > MAX_ADDRESS_LENGTH:
        return [_("The address is too long.")]
    try:
        parts = urlsplit(address)
        host, has_user = parts.hostname, parts.username is not None or parts.password is not None
        _port = parts.port
    except ValueError:
        return [_("This is not a web address.")]
    if not address.startswith(SCHEMES) or not host:
        return [_("Only addresses that begin with https:// or http:// can be evidence.")]
    if has_user:
        return [_("The address contains a user name or password.")]
    return []


def source_of(*, url: str, document: str, archive: str, archive_number: str) -> str:
    """By what a source is told from others: its address, else its document, else archive and number.

    `document` is the SHA-256.
    """
    return url or document or f"{archive}, {archive_number}"


def source_refusals(
    *, url: str, has_document: bool, archive: str, archive_number: str
) -> list[str | Promise]:
    """Why nobody could check this: it has no address, is no document, and lies in no archive."""
    if bool(archive) != bool(archive_number):
        return [ARCHIVE_AND_NUMBER]
    return [] if url or has_document or archive else [SOURCELESS]


def publisher_words(publisher: str) -> str:
    """Who published a source, as a sentence names it.

    “Copy at example.org” means that a copy was read there, and that its publisher is not recorded.
    """
    if not publisher.lower().startswith(COPY_AT):
        return publisher
    return gettext("copy at %(place)s, publisher not recorded") % {"place": publisher[len(COPY_AT) :]}


def publisher_name(publisher: str) -> str:
    """Who published a source, without the place where a copy of it was read; empty if not recorded.

    “Landmine Monitor, copy at docslib.org” and “GICHD (copy at fdocuments)” name the publisher first.
    """
    if publisher.lower().startswith(COPY_AT):
        return ""
    return READ_AT.split(publisher, maxsplit=1)[0].strip()


def kind_words(kind: str, address: str) -> str:
    """The kind of a source for readers; one of no listed kind is named by the site on which it stands."""
    host = host_of(address)
    if kind == EvidenceKind.OTHER and host:
        return gettext("web page at %(place)s") % {"place": host}
    return str(EvidenceKind(kind).label)


def host_of(address: str) -> str:
    """The site of an address, without www; empty where it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
