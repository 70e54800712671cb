"""Looks up a copy of a web page in an archive, by the Memento protocol (RFC 7089).

Only the archive that the installation names is ever asked: the address that somebody typed travels to it as
text, and no answer is followed anywhere.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import quote, urldefrag

from commitments.outgoing.request import KEPT_SIGNS, NAMED_BY_OPERATOR, NotPermitted, ask
from commitments.rules.evidence import address_refusals

SECONDS = 8.0
PRODUCT = "Cartagena (evidence of findings on the Mine Ban Convention)"
MEMENTO_LINK = re.compile(r'<([^>]*)>\s*;[^<]*?rel="[^"]*\bmemento\b[^"]*"[^<]*?datetime="([^"]*)"')
STAMP = re.compile(r"/([12][0-9]{13})[a-z_]*/")


class ArchiveSilent(Exception):
    """The archive did not answer, or not as the protocol says."""


@dataclass(frozen=True)
class ArchivedCopy:
    """A copy of a page; `made_at` is None where the archive does not say when it was made."""

    address: str
    made_at: datetime | None


def find_copy(address: str, *, timegate: str, moment: datetime) -> ArchivedCopy | None:
    """The copy of this page nearest to a moment, None if there is none; raises ArchiveSilent."""
    headers = {
        "Accept-Datetime": format_datetime(moment.astimezone(UTC), usegmt=True),
        "User-Agent": PRODUCT,
    }
    question = timegate + quote(urldefrag(address).url, safe=KEPT_SIGNS)
    try:
        answer = ask(
            question,
            method="HEAD",  # the headers say it all
            headers=headers,
            network=replace(NAMED_BY_OPERATOR, seconds=SECONDS),
        )
    except (OSError, HTTPException, ValueError, NotPermitted) as failure:
        raise ArchiveSilent from failure
    if answer.status == HTTPStatus.NOT_FOUND:
        return None
    if answer.status >= HTTPStatus.BAD_REQUEST:
        raise ArchiveSilent
    return _copy_told(answer.headers)


def _copy_told(headers: Message) -> ArchivedCopy:
    """The copy that a gate leads to: by redirect, or with its content."""
    address = headers.get("Location") or headers.get("Content-Location") or ""
    if address_refusals(address):
        raise ArchiveSilent
    return ArchivedCopy(address, _moment_told(headers, address))


def _moment_told(headers: Message, address: str) -> datetime | None:
    for found, moment in MEMENTO_LINK.findall(headers.get("Link", "")):
        if found == address:
            return _read_moment(moment)
    if told := headers.get("Memento-Datetime"):
        return _read_moment(told)
    if stamp := STAMP.search(address):
        return _read_stamp(stamp[1])
    return None


def _read_moment(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def _read_stamp(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
