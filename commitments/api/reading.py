"""The description of the API in the shape of a page: for each table its addresses, parameters and fields."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.lists.declaration import Column, Kind, PublicList
from commitments.lists.registry import LISTS
from commitments.rules.problems import MEDIA_TYPE

from .schema_rows import example_row

Schema = dict[str, Any]
Words = str | Promise

SHOWN_AT_ONCE = 12
# a row that is short enough to be read, and how it is asked for
EXAMPLE_NOUN = "obligations"
EXAMPLE_QUERY = {"state": "COL", "commitment": "16b"}
EXAMPLE_FIELDS = ("state_iso3", "commitment", "status", "status_date")
KINDS = {"date": Kind.DAY, "integer": Kind.NUMBER, "boolean": Kind.BOOLEAN}
RATES = {
    "second": _("%(times)s requests a second"),
    "minute": _("%(times)s requests a minute"),
    "hour": _("%(times)s requests an hour"),
    "day": _("%(times)s requests a day"),
}


@dataclass(frozen=True)
class Entry:
    """A parameter or a field: its name, type and meaning, and which values it takes."""

    name: str
    kind: Words
    meaning: Words
    values: tuple[tuple[str, Words], ...] = ()
    limits: Words = ""
    example: str = ""
    is_several: bool = False

    @property
    def has_words(self) -> bool:
        """Whether its codes are explained here."""
        return any(word for _code, word in self.values)

    @property
    def is_long(self) -> bool:
        """Whether there are more values than can be taken in at a glance."""
        return len(self.values) > SHOWN_AT_ONCE


@dataclass(frozen=True)
class Described:
    """A table: where its rows are, what may be asked of them, and what stands in each."""

    table: PublicList
    list_path: str
    row_path: str
    of_list: tuple[Entry, ...]
    of_row: tuple[Entry, ...]
    fields: tuple[Entry, ...]


def described_tables(document: Schema) -> list[Described]:
    """Every table of the document, in the order of the site."""
    paths = {methods["get"]["operationId"]: path for path, methods in document["paths"].items()}
    return [_described(document, paths, public) for public in LISTS]


def _described(document: Schema, paths: dict[str, str], table: PublicList) -> Described:
    listed, one = paths[f"{table.noun}_list"], paths[f"{table.noun}_row"]
    of_list, of_row = (_asked(document["paths"][path]["get"]) for path in (listed, one))
    fields = document["components"]["schemas"][f"{table.noun.capitalize()}Row"]["properties"]
    told = tuple(_field(table.column(name), schema) for name, schema in fields.items())
    return Described(table, listed, one, of_list, of_row, told)


def _asked(operation: Schema) -> tuple[Entry, ...]:
    return tuple(_parameter(each) for each in operation["parameters"] if each["in"] != "header")


def _parameter(told: Schema) -> Entry:
    schema = told["schema"]
    one = schema.get("items", schema)
    return Entry(
        name=told["name"],
        kind=_words(_kind(one)),
        meaning=told["description"],
        values=tuple((code, "") for code in one.get("enum", ())),
        limits=_limits(one),
        is_several="items" in schema,
    )


def _field(column: Column, schema: Schema) -> Entry:
    examples = [json.dumps(each, ensure_ascii=False) for each in schema.get("examples", ())]
    return Entry(
        name=column.name,
        kind=_words(column.kind),
        meaning=f"{column.meaning}.",
        values=tuple((code, word) for code, word in column.values if code),
        limits=_("or null") if "null" in schema["type"] else "",
        example=", ".join(examples),
    )


def _kind(schema: Schema) -> Kind:
    if "enum" in schema:
        return Kind.CODE
    return KINDS.get(schema.get("format", schema["type"]), Kind.TEXT)


def _words(kind: Kind) -> Words:
    """As JSON and addresses write it."""
    return _("true or false") if kind == Kind.BOOLEAN else kind.words


def _limits(schema: Schema) -> Words:
    if "default" in schema:
        words = _("%(minimum)s to %(maximum)s; %(default)s without it")
        return words % {name: schema[name] for name in ("minimum", "maximum", "default")}
    if "maxLength" in schema:
        return _("up to %(most)s characters") % {"most": schema["maxLength"]}
    if schema.get("format") == "date":
        return _("such as 2015-12-31")
    return schema.get("description", "")


def example_answer(document: Schema) -> str:
    """What the question of the example is answered with, as JSON."""
    table = next(each for each in LISTS if each.noun == EXAMPLE_NOUN)
    answer = document["paths"][f"/api/v1/{EXAMPLE_NOUN}/"]["get"]["responses"]["200"]
    (told,) = answer["content"]["application/json"]["examples"].values()
    row = example_row(table)
    return _written({**told["value"], "rows": [{name: row[name] for name in EXAMPLE_FIELDS}]})


def example_problem(document: Schema) -> str:
    """A refusal, as JSON."""
    refusal = document["paths"]["/api/v1/"]["get"]["responses"]["400"]
    (told,) = refusal["content"][MEDIA_TYPE]["examples"].values()
    return _written(told["value"])


def answers(document: Schema) -> list[tuple[str, str]]:
    """Every code that an address may answer with, and when."""
    operation = document["paths"][f"/api/v1/{EXAMPLE_NOUN}/{{iso3}}-{{code}}/"]["get"]
    return [(code, told["description"]) for code, told in operation["responses"].items() if code != "200"]


def rate_words(rate: str) -> Words:
    """How often may be asked, from a setting such as 240/minute; empty where there is no limit."""
    times, _per, period = rate.partition("/")
    return RATES[period] % {"times": times} if period else ""


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def sections_of(tables: Iterable[Described]) -> list[tuple[str, Words]]:
    """What stands on the page, with the anchors."""
    return [
        ("start", _("Start")),
        ("clocks", _("Two clocks")),
        ("asking", _("Pages, fields, order, filters")),
        ("answers", _("Answers and errors")),
        *((each.noun, each.title) for each in tables),
    ]
