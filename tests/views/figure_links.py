"""The links of a page that are marked as figures, and how many rows stand behind them."""

import csv
import io
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urlsplit

from django.test import Client
from django.urls import reverse

from commitments.lists.registry import LISTS

WORDS_ONLY = "visually-hidden"
FILES = {reverse(each.page_name): reverse(each.file_page_name("csv")) for each in LISTS}
# filters by what stands in a column of the file: its rows are taken once and counted here
BY_COLUMN = {"status": "status", "commitment": "commitment", "state": "state_iso3"}
LEAVING_OUT = "not_"


class Figures(HTMLParser):
    """The links marked as figures, each with the number it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.address = ""
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        if tag == "a" and "figure" in classes:
            self.address, self.texts, self.inside = given.get("href") or "", [], []
        elif self.address and tag == "span":
            self.inside.append(given.get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.address:
            self.found.append((self.address, self.number()))
            self.address = ""
        elif self.address and tag == "span":
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if self.address:
            self.texts.append((tuple(self.inside), data.strip()))

    def number(self) -> str:
        """What stands in the part marked as a number, or in all that the eye sees."""
        marked = [text for classes, text in self.texts if any("number" in each.split() for each in classes)]
        seen = [text for classes, text in self.texts if WORDS_ONLY not in classes]
        return "".join(marked or seen).replace(",", "")


def figures(page: str) -> list[tuple[str, str]]:
    parser = Figures()
    parser.feed(page)
    return parser.found


class RowsBehind:
    """Counts the rows behind figures; the file of a list is taken once for all figures that share its days.

    `each_kind` has one address for each list and set of filters, to be compared with what its page announces:
    so the counts are those of the filters themselves.
    """

    def __init__(self, client: Client) -> None:
        self.client = client
        self.counts: dict[str, int] = {}
        self.each_kind: dict[tuple[str, ...], str] = {}
        self._files: dict[str, list[dict[str, str]]] = {}

    def count(self, address: str) -> int:
        """How many rows the list at this address has."""
        if address not in self.counts:
            path, query = urlsplit(address).path, parse_qs(urlsplit(address).query)
            self.each_kind.setdefault((path, *sorted(query)), address)
            self.counts[address] = (
                self._count(path, query) if path in FILES else rows_announced(self.client, address)
            )
        return self.counts[address]

    def _count(self, path: str, query: dict[str, list[str]]) -> int:
        here = {name: values for name, values in query.items() if name.removeprefix(LEAVING_OUT) in BY_COLUMN}
        rest = {name: values for name, values in query.items() if name not in here}
        return sum(
            all(
                (row[BY_COLUMN[name.removeprefix(LEAVING_OUT)]] in values) != name.startswith(LEAVING_OUT)
                for name, values in here.items()
            )
            for row in self._rows(f"{FILES[path]}?{urlencode(rest, doseq=True)}")
        )

    def _rows(self, address: str) -> list[dict[str, str]]:
        if address not in self._files:
            content = self.client.get(address).getvalue().decode()
            self._files[address] = [*csv.DictReader(io.StringIO(content, newline=""))]
        return self._files[address]


def rows_announced(client: Client, address: str) -> int:
    """The number of rows that the page of a list announces."""
    page = client.get(f"{address}&per_page=10" if "?" in address else address).content.decode()
    announced = re.search(r'role="status">\s*(?:<strong>|<h2[^>]*>)?\s*([\d,]+)', page)
    assert announced, f"{address} does not say how many rows it has"
    return int(announced[1].replace(",", ""))
