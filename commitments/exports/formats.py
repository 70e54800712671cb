"""The formats of every list, and the names and addresses of its files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.lists.declaration import PublicList
from commitments.rules.clocks import Clocks

MAX_FILE_NAME_LENGTH = 120
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_name(noun: str, filters: Iterable[str], clocks: Clocks, *, suffix: str) -> str:
    """Such as `cartagena-obligations-COL-overdue-2010-01-01.csv`: noun, filter values, the day.

    `filters` are the values the reader chose; the known-at moment is added if one is set.
    """
    known = [f"known-{clocks.known_date.isoformat()}"] if clocks.known_at_given else []
    parts = ["cartagena", noun, *filters]
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", "-".join(parts)).strip("-")[:MAX_FILE_NAME_LENGTH]
    return "-".join([stem, clocks.day.isoformat(), *known]) + f".{suffix}"


# name, file extension, label, media type
FORMATS = (
    ("csv", "csv", _("CSV"), "text/csv"),
    ("xlsx", "xlsx", _("XLSX"), XLSX),
    ("json", "json", _("JSON"), "application/json"),
    ("metadata", "metadata.json", _("Metadata"), "application/json"),
)
NOT_OF_FILES = ("page", "per_page")


@dataclass(frozen=True)
class DataFile:
    """A file for download: its name, its address and its format."""

    name: str
    address: str
    words: str | Promise
    media_type: str


def files_of(public: PublicList) -> tuple[DataFile, ...]:
    """The files of a whole list, in every format."""
    return tuple(
        DataFile(f"{public.noun}.{ending}", reverse(public.file_page_name(name)), words, media)
        for name, ending, words, media in FORMATS
    )


@dataclass(frozen=True)
class Downloads:
    """The addresses of the files with the rows of a page, and of the list's dictionary."""

    csv: str
    excel: str
    xlsx: str
    json: str
    metadata: str
    dictionary: str


def downloads_of(public: PublicList, query: QueryDict, clocks: Clocks) -> Downloads:
    """The files of a list for the query string of its page."""
    asked = query.copy()
    for name in NOT_OF_FILES:
        asked.pop(name, None)
    kept = asked.urlencode()
    asked["excel"] = "1"

    def file(name: str, query: str = kept) -> str:
        address = reverse(public.file_page_name(name))
        return f"{address}?{query}" if query else address

    return Downloads(
        csv=file("csv"),
        excel=file("csv", asked.urlencode()),
        xlsx=file("xlsx"),
        json=file("json"),
        metadata=file("metadata"),
        dictionary=f"{clocks.keep(reverse('data'))}#{public.noun}",
    )
