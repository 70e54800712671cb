"""The documentation of the API for people: every address with its parameters and fields."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from commitments.lists.declaration import Column, PublicList, Words
from commitments.lists.registry import LISTS, list_of
from commitments.templatetags.head import site_root

from .endpoints import list_endpoints
from .problems import ROW_STATUSES, STATUS_WORDS, example_problem
from .schema import example_page, example_row, example_value, is_nullable

# a row that is short enough to be read, and how it is asked for
EXAMPLE_NOUN = "obligations"
EXAMPLE_QUERY = {"state": "COL", "commitment": "16b"}
EXAMPLE_FIELDS = ("state_iso3", "commitment", "status", "status_date")
RATES = {
    "second": _("%(times)s requests a second"),
    "minute": _("%(times)s requests a minute"),
    "hour": _("%(times)s requests an hour"),
    "day": _("%(times)s requests a day"),
}


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The page, with an example that keeps the clocks."""
    root, query = site_root(request), {**EXAMPLE_QUERY, "fields": ",".join(EXAMPLE_FIELDS)}
    example = request.clocks.keep(reverse(f"api_{EXAMPLE_NOUN}"), **query)
    context = {
        "base": root + reverse("api_root"),
        "example": root + example.replace("%2C", ","),  # a comma may stand as it is, and reads better
        "example_answer": _as_json(_example_answer()),
        "example_problem": _as_json(example_problem(400)),
        "answers": [(status, STATUS_WORDS[status]) for status in (304, *ROW_STATUSES)],
        "rate": _rate_words(settings.API_RATE),
        "sections": _sections(),
        "tables": [(each, _fields(each.public_list)) for each in list_endpoints()],
    }
    return render(request, "commitments/api.html", context)


def _fields(public_list: PublicList) -> list[dict[str, object]]:
    return [_field(column, is_nullable(public_list, column)) for column in public_list.columns]


def _field(column: Column, nullable: bool) -> dict[str, object]:
    return {
        "name": column.name,
        "kind": column.kind,
        "limits": _("or null") if nullable else "",
        "meaning": f"{column.meaning}.",
        "values": [(code, word) for code, word in column.values if code],
        "example": _as_json(example_value(column)) if column.example else "",
    }


def _example_answer() -> dict[str, object]:
    row = example_row(list_of(EXAMPLE_NOUN))
    return example_page({name: row[name] for name in EXAMPLE_FIELDS})


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _rate_words(rate: str) -> Words:
    """How often may be asked, from a setting such as 240/minute; empty where there is no limit."""
    times, _per, period = rate.partition("/")
    return RATES[period] % {"times": times} if period else ""


def _sections() -> list[tuple[str, Words]]:
    return [
        ("start", _("Start")),
        ("clocks", _("Two clocks")),
        ("asking", _("Pages, fields, order, filters")),
        ("answers", _("Answers and errors")),
        *((each.noun, each.title) for each in LISTS),
    ]
