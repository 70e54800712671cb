"""The public addresses, taken from the site map itself, so that a new one is tested from its first day."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from zipfile import ZipFile

from django.db.models import Manager
from django.http import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils.text import slugify

from commitments.lists.declaration import PublicList
from commitments.lists.evidence import EvidenceFilter
from commitments.models import ProgressNote
from commitments.pages.compare import CompareFilter
from commitments.pages.embed import EmbedExamplesFilter, EmbedMapFilter
from commitments.pages.map_filter import WorldFilter
from commitments.pages.map_layers import LayerFilter
from commitments.pages.matrix_filter import MatrixFilter
from commitments.pages.search import SearchFilter
from commitments.pages.trend_filters import MovedFilter, TrendFilter
from commitments.urls import urlpatterns
from commitments.views.archives import ZIP
from commitments.views.files import XLSX
from commitments.views.lists import ListFile, ListPage
from tests.releases import RELEASE

# in JSON, and as text in a workbook, where the moments of the rows are numbers
MADE_AT = re.compile(r'"(generated|known)_at": "[^"]*"')
MADE_AT_IN_SHEETS = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\+00:00|Z)")

PATTERNS: dict[str, URLPattern] = {pattern.name: pattern for pattern in urlpatterns}
NAMES = [*PATTERNS]


def view_class(name: str) -> type:
    return getattr(PATTERNS[name].callback, "view_class", object)


LISTS = [name for name in NAMES if issubclass(view_class(name), ListPage)]
FILES = [name for name in NAMES if issubclass(view_class(name), ListFile)]
FOR_MACHINES = {"healthz", "readyz", "seal_head", "sitemap", "robots", "search_suggestions", "security_txt"}
# pieces for other people's pages, and pictures for those who share a link
EMBEDS = [name for name in NAMES if name.startswith("embed_")]
IMAGES = [name for name in NAMES if name.startswith("social_")]
DRAWINGS = [name for name in NAMES if name.endswith("_svg")]
PICTURES_OF_DRAWINGS = [name.replace("_svg", "_png") for name in DRAWINGS]
FEEDS = [name for name in NAMES if name.endswith("_feed")]
# what programs read; the page that explains it is one for people
API = [name for name in NAMES if name.startswith("api_") and name != "api_docs"]
# what is there only while the note speaks
OF_ONE_NOTE = {"progress_detail", "api_progress_row", "api_evidence_row", "document"}
ARCHIVES = ["package", "release_file"]
DOCUMENTS = ["document"]
NO_PAGES = {
    *FILES,
    *FOR_MACHINES,
    *EMBEDS,
    *IMAGES,
    *DRAWINGS,
    *PICTURES_OF_DRAWINGS,
    *FEEDS,
    *API,
    *ARCHIVES,
    *DOCUMENTS,
}
PAGES = [name for name in NAMES if name not in NO_PAGES]
# without the files that read the address by the same lines as the CSV of their list and hold the same rows,
# as `test_equality` shows
NAMES_OF_ROWS = [name for name in NAMES if not name.endswith(("_xlsx", "_json", "_metadata"))]
# each file and the page with the same rows
TWINS = {file: f"{file.rsplit('_', 1)[0]}_list" for file in FILES}
# the commitments are shown in their own way, without filter, order or pages
FILES_OF_LISTS = [file for file in FILES if TWINS[file] in LISTS]


def number_of(rows: Manager) -> int:
    """Of the first of them, else of the first of any, else one that nothing has."""
    found = rows.first() or rows.model.objects.order_by("pk").first()
    return found.pk if found else 1


def sum_of(links: Manager) -> str:
    """Of the first document that one of them cites, else one that no document has."""
    cited = links.exclude(document=None).first()
    return cited.document_id if cited else "0" * 64


def arguments_of(note: ProgressNote) -> dict[str, Callable[[], object]]:
    """What stands in the addresses that lead to a note, its obligation and all around it.

    Most addresses hold none or one of these, and most of these cost a query.
    """
    obligation = note.obligation
    return {
        "pk": lambda: note.pk,
        "iso3": lambda: obligation.state.iso3,
        "code": lambda: obligation.commitment.code,
        "region": lambda: slugify(obligation.state.region),
        "slug": lambda: "2RC",
        "note": lambda: note.pk,
        "evidence": lambda: number_of(note.evidence),
        "membership": lambda: number_of(obligation.state.memberships),
        "instrument_membership": lambda: number_of(obligation.state.instrument_memberships),
        "casualty_count": lambda: number_of(obligation.state.casualty_counts),
        "contribution": lambda: number_of(obligation.state.contributions),
        "deadline": lambda: number_of(obligation.deadlines),
        "reply": lambda: number_of(note.replies),
        "seal": lambda: 1,
        "sha256": lambda: sum_of(note.evidence),
        "release": lambda: RELEASE,
        "again": lambda: RELEASE,
    }


def address(name: str, note: ProgressNote) -> str:
    """The address of a page about this note, its obligation, its State or its commitment."""
    asked = arguments_of(note)
    return reverse(name, kwargs={key: asked[key]() for key in PATTERNS[name].pattern.converters})


def addresses(*notes: ProgressNote, names: Iterable[str] = NAMES) -> Iterator[str]:
    """Every address of the site map that has to do with these notes."""
    names = [*names]
    yield from dict.fromkeys(address(name, note) for note in notes for name in names)


def public_list_of(name: str) -> PublicList | None:
    """The list behind a page, a file or an address of the API."""
    given = getattr(PATTERNS[name].callback, "view_initkwargs", {})
    return given.get("public_list") or getattr(view_class(name), "public_list", None)


def parameters(name: str) -> list[str]:
    """Every parameter that an address understands, and one that it does not."""
    asked = {"matrix": MatrixFilter, "map": WorldFilter, "search": SearchFilter, "embed": EmbedExamplesFilter}
    asked |= dict.fromkeys(EMBEDS, EmbedMapFilter)
    asked |= {
        "overview": LayerFilter,
        "evidence_sources": EvidenceFilter,
        "trends": TrendFilter,
        "moved": MovedFilter,
        "compare": CompareFilter,
    }
    listed = public_list_of(name)
    filters = asked.get(name) or (listed and listed.filters)
    own = [*filters.base_filters] if filters else []
    of_csv = ["excel"] if name.endswith("_csv") else []
    of_api = ["cursor", "fields", "page_size"] if name in API else []
    return [*own, *of_csv, *of_api, "as_of", "columns", "known_at", "page", "per_page", "sort", "nonsense"]


def body(response: HttpResponseBase) -> str:
    """All of an answer, streamed or not; the bytes of an image as letters, all parts of a workbook as text.

    The moment at which a file was made is left out, so that two of the same rows are the same.
    """
    kind, content = response.headers["Content-Type"], response.getvalue()
    if kind.startswith("image/"):
        return content.decode("latin-1")
    if kind == ZIP and content:
        return "\n".join(parts_of(content).values())
    if kind == XLSX and content:
        return MADE_AT_IN_SHEETS.sub("", "\n".join(parts_of(content).values()))
    return MADE_AT.sub("", content.decode("utf-8"))


def parts_of(archived: bytes) -> dict[str, str]:
    """What stands inside a workbook or another archive, by its place there."""
    with ZipFile(io.BytesIO(archived)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def lines_of(response: HttpResponseBase) -> int:
    """How many rows of the list a file holds; what only tells about them says how many there are."""
    kind, content = response.headers["Content-Type"], response.getvalue()
    if kind.startswith("text/csv"):
        return len([*csv.reader(io.StringIO(content.decode("utf-8"), newline=""))]) - 1
    if kind == XLSX:
        return parts_of(content)["xl/worksheets/sheet1.xml"].count("<row ") - 1
    told = json.loads(content)
    return len(told["rows"]) if "rows" in told else told["row_count"]
