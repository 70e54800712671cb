"""What is asked: every public address, every one of the desk and of the API, with each of its parameters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

from django.contrib import admin
from django.urls import get_resolver

from commitments.models import ProgressNote
from tests.site_map import addresses, values_of
from tests.views.site import NAMES, PATTERNS, address, arguments_of, parameters

DESK = ("/admin/", "/account/")
# one visit there ends what the run needs: the session, or the second factor
NOT_ASKED = re.compile(r"logout|sign-out|sessions|second-factor|password|confirm")
PART = re.compile(r"<(?:\w+:)?(\w+)>")
OF_LISTS = ("q", "p", "o", "all", "e", "_popup", "_to_field", "_facets", "_changelist_filters", "nonsense")
OF_FORMS = ("state", "commitment", "obligation", "note", "next", "_popup", "_to_field", "_changelist_filters")
OF_CHOICES = ("app_label", "model_name", "field_name", "term", "page")


@dataclass(frozen=True)
class Asked:
    """One address with one place in which a hostile value is put."""

    path: str
    parameter: str = ""
    others: tuple[tuple[str, str], ...] = ()
    is_sent: bool = False

    def address(self, value: str) -> str:
        """The address with the value in its place."""
        written = quote(value, safe="", errors="surrogateescape")
        if not self.parameter:
            return self.path.replace("HOSTILE", written)
        if self.is_sent:
            return self.path
        rest = f"&{urlencode(self.others)}" if self.others else ""
        return f"{self.path}?{quote(self.parameter)}={written}{rest}"

    def form(self, value: str) -> list[tuple[str, str]] | None:
        """The fields to send, where it is a form."""
        kept = [pair for pair in self.others if pair[0] != self.parameter]
        return [*kept, (self.parameter, value)] if self.is_sent else None


def public(note: ProgressNote) -> Iterator[Asked]:
    """Pages, files and the API: their parameters, and the parts of their addresses."""
    for name in NAMES:
        for parameter in parameters(name):
            yield Asked(address(name, note), parameter)
        filled = {key: str(value()) for key, value in arguments_of(note).items()}
        for one in PATTERNS[name].pattern.converters:
            yield Asked(filled_in("/" + str(PATTERNS[name].pattern._route), {**filled, one: "HOSTILE"}))


def filled_in(route: str, parts: dict[str, str]) -> str:
    """The address of a route with these parts."""
    return PART.sub(lambda part: parts[part[1]], route)


def first_of(part: str) -> list[object]:
    """One record is enough: the value is what is hostile."""
    return [next(iter(values_of(part)))]


def desk() -> Iterator[Asked]:
    """Every address that staff can open."""
    for path in dict.fromkeys(addresses(get_resolver().url_patterns, values_of=first_of)):
        if not path.startswith(DESK) or NOT_ASKED.search(path) or "(?P<" in path:
            continue
        own = OF_CHOICES if "autocomplete" in path else OF_FORMS if path.count("/") > 4 else OF_LISTS
        for parameter in own:
            yield Asked(path, parameter)
    for model, options in admin.site._registry.items():
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for parameter in filters_of(options):
            yield Asked(base, parameter)
        for page in ("change", "delete", "history"):
            yield Asked(f"{base}HOSTILE/{page}/")


def filters_of(options: admin.ModelAdmin) -> Iterator[str]:
    """The parameters of the filters of a list of the desk."""
    for listed in options.list_filter:
        field = listed[0] if isinstance(listed, tuple) else listed
        name = field if isinstance(field, str) else getattr(field, "parameter_name", "")
        if name:
            yield from (name, f"{name}__exact", f"{name}__id__exact", f"{name}__gte", f"{name}__isnull")


class Fields(HTMLParser):
    """The fields of the forms of a page, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Everything that a browser would send."""
        given = dict(attrs)
        if tag in {"input", "select", "textarea"} and given.get("name") and given.get("type") != "file":
            self.found.setdefault(given["name"], given.get("value") or "")


def forms(path: str, page: str) -> Iterator[Asked]:
    """Each field of a form of the desk, with the rest as the page gave it."""
    read = Fields()
    read.feed(page)
    fields = {name: value for name, value in read.found.items() if not name.startswith("_")}
    for name in fields:
        if name != "csrfmiddlewaretoken" and "__prefix__" not in name:
            yield Asked(path, name, tuple(fields.items()), is_sent=True)
