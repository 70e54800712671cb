"""The parameters in the description for programs, from the filters and orders of each list."""

from typing import Any

import django_filters as filters
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter

from commitments.lists.declaration import Column, Kind, PublicList
from commitments.lists.evidence import MAX_PUBLISHER_LENGTH, fits_publisher, fits_year
from commitments.lists.filter_fields import LEAVING_OUT, CodesFilter, DayFilter, YesNoFilter
from commitments.rules.clocks import read_clocks
from commitments.rules.text_search import MAX_SEARCH_LENGTH, MAX_WORDS

from .asked import MAX_ROWS_A_PAGE, ROWS_A_PAGE
from .resources import key_columns, sort_names

Schema = dict[str, Any]

DAY: Schema = {"type": "string", "format": "date"}
# every day that the clocks take, from the adoption of the Convention to the end of 2100
A_DAY = (
    "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-9])"
)
FIRST_YEAR = "09-(1[89]|2[0-9]|30)|1[02]-(0[1-9]|[12][0-9]|3[01])|11-(0[1-9]|[12][0-9]|30)"
CLOCK: Schema = {**DAY, "pattern": f"^(1997-({FIRST_YEAR})|(199[89]|20[0-9]{{2}}|2100)-({A_DAY}))$"}
PATHS: dict[str, tuple[str, Schema]] = {
    "state_iso3": ("iso3", {"type": "string", "pattern": "^[A-Z]{3}$"}),
    "commitment": ("code", {"type": "string", "pattern": "^[0-9]{1,2}[a-z]?$"}),
}
NUMBER: Schema = {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}


def clock_parameters() -> list[OpenApiParameter]:
    """The two clocks, which every address takes."""
    as_of = _("The situation on this day, as known now; today without it.")
    known_at = _("Only what had been published here by the end of this day (UTC) and not yet withdrawn.")
    return [_query("as_of", CLOCK, as_of), _query("known_at", CLOCK, known_at)]


def fields_parameter(public: PublicList) -> OpenApiParameter:
    """Which fields are wanted."""
    names = [column.name for column in public.columns]
    schema = {"type": "array", "minItems": 1, "items": {"type": "string", "enum": names}}
    words = _("Only these fields, in this order, with commas between them; all without it.")
    return OpenApiParameter("fields", schema, description=words, style="form", explode=False)


def key_parameters(public: PublicList) -> list[OpenApiParameter]:
    """What names one row in the address."""
    return [_of_key(column) for column in key_columns(public)]


def _of_key(column: Column) -> OpenApiParameter:
    name, schema = PATHS.get(column.name, (column.name, NUMBER))
    if column.kind == Kind.NUMBER:
        schema = NUMBER
    words = f"{column.meaning}."
    return OpenApiParameter(name, schema, OpenApiParameter.PATH, required=True, description=words)


def page_parameters(public: PublicList) -> list[OpenApiParameter]:
    """Order, number of rows and place."""
    sorts = [sign + name for name in sort_names(public) for sign in ("", "-")]
    size = {"type": "integer", "minimum": 1, "maximum": MAX_ROWS_A_PAGE, "default": ROWS_A_PAGE}
    order = _(
        "The order, as the list on the site has it; with a minus the other way round; the first counts most."
    )
    place = _("Where the page begins. Follow the address in “next” as it is: nobody can make one up.")
    return [
        *([_several("sort", {"type": "string", "enum": sorts}, order)] if sorts else []),
        _query("page_size", size, _("How many rows a page holds.")),
        _query("cursor", {"type": "string", "minLength": 1}, place),
    ]


def filter_parameters(public: PublicList, read: dict[Any, Any]) -> list[OpenApiParameter]:
    """The filters of the list, with the values that they take today; `read` keeps those of all lists."""
    clocks = read_clocks({}, now=timezone.now())
    asked = public.filters(QueryDict(), queryset=public.rows(clocks))
    asked.choices_read = read
    return [_of_filter(name, each) for name, each in asked.filters.items()]


def _of_filter(name: str, each: filters.Filter) -> OpenApiParameter:
    label = str(each.label)
    if name.startswith(LEAVING_OUT):
        label = _("Leaves out: %(label)s") % {"label": label}
    if isinstance(each, CodesFilter):
        words = _("%(label)s. May be given several times: any of the values.") % {"label": label}
        return _several(name, _codes(each), words)
    if isinstance(each, YesNoFilter):
        return _query(name, {"type": "boolean"}, f"{label}.")
    if isinstance(each, DayFilter):
        return _query(name, DAY, f"{label}.")
    words = _("%(label)s: up to %(most)s words, each of which has to be found.")
    text = {"type": "string", "minLength": 1, "maxLength": MAX_SEARCH_LENGTH, "pattern": "^[^\\x00]+$"}
    return _query(name, text, words % {"label": label, "most": MAX_WORDS})


def _open_values() -> dict[object, Schema]:
    """What may stand where the values come from the rows themselves."""
    name = {"type": "string", "minLength": 1, "maxLength": MAX_PUBLISHER_LENGTH, "pattern": "^[^\\x00]+$"}
    years = _("from 1900 to 2099, or undated")
    year = {"type": "string", "pattern": "^((19|20)[0-9]{2}|undated)$", "description": years}
    return {fits_publisher: name, fits_year: year}


def _codes(each: CodesFilter) -> Schema:
    if found := _open_values().get(each.extra.get("fits")):
        return found
    codes = [str(code) for code, _word in each.field.choices]
    return {"type": "string", "enum": codes} if codes else {"type": "string"}


def _query(name: str, schema: Schema, words: str) -> OpenApiParameter:
    return OpenApiParameter(name, dict(schema), description=words)


def _several(name: str, of: Schema, words: str) -> OpenApiParameter:
    schema = {"type": "array", "items": dict(of)}
    return OpenApiParameter(name, schema, description=words, style="form", explode=True)
