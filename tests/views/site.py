"""The public addresses, taken from the site map itself, so that a new one is tested from its first day."""

from collections.abc import Iterator

from django.http import HttpResponseBase
from django.urls import URLPattern, reverse

from commitments.models import ProgressNote
from commitments.reporting.embed_choice import EmbedExamples, EmbedMapChoice
from commitments.reporting.filters import MatrixFilter
from commitments.reporting.filters.compare import CompareFilter
from commitments.reporting.filters.times import MovedFilter, TrendFilter
from commitments.reporting.found import SearchFilter
from commitments.reporting.map_choice import MapChoice
from commitments.urls import urlpatterns
from commitments.views.listing import ListFile, ListPage

PATTERNS: dict[str, URLPattern] = {pattern.name: pattern for pattern in urlpatterns}
NAMES = [*PATTERNS]


def view_class(name: str) -> type:
    return getattr(PATTERNS[name].callback, "view_class", object)


LISTS = [name for name in NAMES if issubclass(view_class(name), ListPage)]
FILES = [name for name in NAMES if issubclass(view_class(name), ListFile)]
FOR_MACHINES = {"healthz", "sitemap", "robots"}
# pieces for other people's pages, and pictures for those who share a link
EMBEDS = [name for name in NAMES if name.startswith("embed_")]
IMAGES = [name for name in NAMES if name.startswith("social_")]
PAGES = [name for name in NAMES if name not in {*FILES, *FOR_MACHINES, *EMBEDS, *IMAGES}]
# each file and the page with the same rows
TWINS = {file: file.replace("_csv", "_list") for file in FILES}


def arguments_of(note: ProgressNote) -> dict[str, object]:
    """What stands in the addresses that lead to a note, its obligation and all around it."""
    obligation = note.obligation
    return {"pk": note.pk, "iso3": obligation.state.iso3, "code": obligation.commitment.code}


def address(name: str, note: ProgressNote) -> str:
    """The address of a page about this note, its obligation, its State or its commitment."""
    pattern, given = PATTERNS[name].pattern, arguments_of(note)
    return reverse(name, kwargs={key: given[key] for key in pattern.converters})


def addresses(*notes: ProgressNote) -> Iterator[str]:
    """Every address of the site map that has to do with these notes."""
    yield from dict.fromkeys(address(name, note) for note in notes for name in NAMES)


def parameters(name: str) -> list[str]:
    """Every parameter that an address understands, and one that it does not."""
    asked = {"matrix": MatrixFilter, "map": MapChoice, "search": SearchFilter, "embed": EmbedExamples}
    asked |= dict.fromkeys(EMBEDS, EmbedMapChoice)
    asked |= {"trends": TrendFilter, "moved": MovedFilter, "compare": CompareFilter}
    filters = asked.get(name) or getattr(view_class(name), "filterset_class", None)
    own = [*filters.base_filters] if filters else []
    return [*own, "as_of", "columns", "known_at", "page", "per_page", "sort", "nonsense"]


def body(response: HttpResponseBase) -> str:
    """All of an answer, streamed or not; the bytes of an image as letters."""
    image = response.headers["Content-Type"].startswith("image/")
    return response.getvalue().decode("latin-1" if image else "utf-8")
