"""The addresses of each list in the API and their parameters, from its columns, filters and orders.

The OpenAPI document and the documentation page both read these declarations.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import django_filters as filters
from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.lists.declaration import Column, Kind, PublicList, Words
from commitments.lists.evidence import MAX_PUBLISHER_LENGTH, fits_publisher, fits_year
from commitments.lists.filter_fields import (
    LEAVING_OUT,
    CodesFilter,
    DayFilter,
    OccurringFilter,
    YesNoFilter,
)
from commitments.lists.registry import LISTS
from commitments.models import Commitment, State
from commitments.rules.clocks import AS_OF, KNOWN_AT
from commitments.rules.codes import COMMITMENT_CODE
from commitments.rules.text_search import MAX_SEARCH_LENGTH, MAX_WORDS

from .query import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, key_columns, sort_names

Schema = dict[str, Any]
ReadCodes = Callable[[Callable[[], Any]], list[str]]

# JSON Schema knows no earliest date: the pattern says which days the clocks take, 1997-09-18 to 2100-12-31
ANY_YEAR = (
    "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-9])"
)
IN_1997 = "09-(1[89]|2[0-9]|30)|1[02]-(0[1-9]|[12][0-9]|3[01])|11-(0[1-9]|[12][0-9]|30)"
DAY: Schema = {"type": "string", "format": "date"}
CLOCK: Schema = {**DAY, "pattern": f"^(1997-({IN_1997})|(199[89]|20[0-9]{{2}}|2100)-({ANY_YEAR}))$"}
WITHOUT_NULL = "^[^\\x00]+$"
# a letter or digit, or there is nothing to look for; not every dialect knows classes of letters
WITH_A_LETTER = "^[^\\x00]*[0-9A-Za-z\\u00c0-\\u1fff\\u2c00-\\ud7ff][^\\x00]*$"
NUMBER: Schema = {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}
KEY_PARTS: dict[str, tuple[str, Schema]] = {
    "state_iso3": ("iso3", {"type": "string", "pattern": "^[A-Z]{3}$"}),
    "meeting": ("slug", {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}),
    "commitment": ("code", {"type": "string", "pattern": f"^{COMMITMENT_CODE}$"}),
}


@dataclass(frozen=True)
class Parameter:
    """A parameter in the query string or, with `in_path`, in the path; `schema` is that of one value.

    `style` says how several values are given: "repeated", or "commas" between them.
    """

    name: str
    schema: Schema
    meaning: str
    limits: Words = ""
    style: str = ""
    in_path: bool = False

    @property
    def kind(self) -> Kind:
        if "enum" in self.schema:
            return Kind.CODE
        kinds = {"date": Kind.DAY, "integer": Kind.NUMBER, "boolean": Kind.BOOLEAN}
        return kinds.get(self.schema.get("format") or self.schema["type"], Kind.TEXT)


@dataclass(frozen=True)
class ListEndpoints:
    """The address of a list and that of its rows, as a URI template, each with its parameters."""

    public_list: PublicList
    list_path: str
    row_path: str
    list_parameters: tuple[Parameter, ...]
    row_parameters: tuple[Parameter, ...]


def list_endpoints() -> tuple[ListEndpoints, ...]:
    """Those of every list, with the values that its filters take today; two small queries."""
    states = State.objects.in_reading_order().values_list("iso3", "region")
    commitments = Commitment.objects.in_reading_order().values_list("code", flat=True)
    return _endpoints_for(tuple(states), tuple(commitments))


@lru_cache(maxsize=1)
def _endpoints_for(*_values: object) -> tuple[ListEndpoints, ...]:
    # the arguments only tell whether the choices of the filters are still those that were read
    read_codes = cache(lambda choices: [str(code) for code, _word in choices()])
    return tuple(_endpoints(each, read_codes) for each in LISTS)


def _endpoints(public_list: PublicList, read_codes: ReadCodes) -> ListEndpoints:
    list_path, columns = reverse(f"api_{public_list.noun}"), key_columns(public_list)
    key = "-".join(f"{{{key_part(column)[1]}}}" for column in columns)
    filters_of_list = public_list.filters.base_filters.items()
    filtered = [_filter_parameter(name, each, read_codes) for name, each in filters_of_list]
    own = (_fields_parameter(public_list), *clock_parameters())
    return ListEndpoints(
        public_list,
        list_path,
        f"{list_path}{key}/",
        (*filtered, *_page_parameters(public_list), *own),
        (*map(_key_parameter, columns), *own),
    )


def key_part(column: Column) -> tuple[str, str, Schema]:
    """How the address of a row writes a column of the key: URL converter, name and schema."""
    if column.kind == Kind.NUMBER:
        return "note", column.name, NUMBER
    name, schema = KEY_PARTS[column.name]
    return name, name, schema


def _key_parameter(column: Column) -> Parameter:
    _converter, name, schema = key_part(column)
    return Parameter(name, schema, f"{column.meaning}.", in_path=True)


def clock_parameters() -> tuple[Parameter, Parameter]:
    """The two clocks, which every address takes."""
    as_of = _("The situation on this day, as known now; today without it.")
    known_at = _(
        "Only what had been published here by the end of this day (UTC) and not yet withdrawn. "
        "On a day before the first publication this site did not exist yet: nothing is found then, "
        "which says nothing about the States."
    )
    return _day(AS_OF, as_of, CLOCK), _day(KNOWN_AT, known_at, CLOCK)


def _fields_parameter(public_list: PublicList) -> Parameter:
    words = _("Only these fields, in this order, with commas between them; all without it.")
    return Parameter("fields", _codes([each.name for each in public_list.columns]), words, style="commas")


def _page_parameters(public_list: PublicList) -> list[Parameter]:
    sorts = [sign + name for name in sort_names(public_list) for sign in ("", "-")]
    order = _(
        "The order, as the list on the site has it; with a minus the other way round; the first counts most."
    )
    span = {"minimum": 1, "maximum": MAX_PAGE_SIZE, "default": DEFAULT_PAGE_SIZE}
    limits = _("%(minimum)s to %(maximum)s; %(default)s without it") % span
    position = _("Where the page begins. Follow the address in “next” as it is: nobody can make one up.")
    return [
        *([Parameter("sort", _codes(sorts), order, style="repeated")] if sorts else []),
        Parameter("page_size", {"type": "integer", **span}, _("How many rows a page holds."), limits),
        Parameter("cursor", {"type": "string", "minLength": 1}, position),
    ]


def _filter_parameter(name: str, each: filters.Filter, read_codes: ReadCodes) -> Parameter:
    label = str(each.label)
    if name.startswith(LEAVING_OUT):
        label = _("Leaves out: %(label)s") % {"label": label}
    if isinstance(each, CodesFilter):
        words = _("%(label)s. May be given several times: any of the values.") % {"label": label}
        return _codes_parameter(name, words, each, read_codes)
    if isinstance(each, YesNoFilter):
        return Parameter(name, {"type": "boolean"}, f"{label}.")
    if isinstance(each, DayFilter):
        return _day(name, f"{label}.", DAY)
    if each.method != "search":
        return _text(name, f"{label}.", each.extra["max_length"])
    words = _("%(label)s: up to %(most)s words, each of which a word has to begin with.") % {
        "label": label,
        "most": MAX_WORDS,
    }
    return _text(name, words, MAX_SEARCH_LENGTH, pattern=WITH_A_LETTER)


def _codes_parameter(name: str, words: str, each: CodesFilter, read_codes: ReadCodes) -> Parameter:
    fits, choices = each.extra.get("fits"), each.extra.get("choices")
    if fits == fits_publisher:
        return _text(name, words, MAX_PUBLISHER_LENGTH, style="repeated")
    if fits == fits_year:
        years = _("from 1900 to 2099, or undated")
        year = {"type": "string", "pattern": "^((19|20)[0-9]{2}|undated)$", "description": years}
        return Parameter(name, year, words, years, style="repeated")
    if isinstance(each, OccurringFilter):
        value = {"type": "string", "pattern": f"^({each.form})$", "description": str(each.limits)}
        return Parameter(name, value, words, each.limits, style="repeated")
    codes = read_codes(choices) if callable(choices) else [str(code) for code, _word in choices]
    return Parameter(name, _codes(codes), words, style="repeated")


def _codes(codes: list[str]) -> Schema:
    return {"type": "string", "enum": codes} if codes else {"type": "string"}


def _text(name: str, words: str, most: int, style: str = "", *, pattern: str = WITHOUT_NULL) -> Parameter:
    schema = {"type": "string", "minLength": 1, "maxLength": most, "pattern": pattern}
    return Parameter(name, schema, words, _("up to %(most)s characters") % {"most": most}, style)


def _day(name: str, words: str, schema: Schema) -> Parameter:
    return Parameter(name, schema, words, _("such as 2015-12-31"))
