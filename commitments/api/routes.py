"""The addresses of the API: one for each public table, and one for each of its rows."""

from django.urls import URLPattern, path

from commitments.lists.declaration import Column, Kind, PublicList
from commitments.lists.registry import LISTS

from .docs import docs
from .document import Schema
from .resources import key_columns
from .views import Root, Row, Rows

# how a column of a key is written in an address
PARTS = {"state_iso3": "<iso3:iso3>", "commitment": "<code:code>"}


def part_of(column: Column) -> str:
    """The part of an address that holds the value of this column."""
    if column.kind == Kind.NUMBER:
        return f"<note:{column.name}>"
    return PARTS[column.name]


def _of_table(public: PublicList, root: str) -> list[URLPattern]:
    noun, key = public.noun, "-".join(part_of(column) for column in key_columns(public))
    rows = type("Rows", (Rows,), {"public": public, "filterset_class": public.filters})
    row = type("Row", (Row,), {"public": public})
    return [
        path(f"{root}{noun}/", rows.as_view(), name=f"api_{noun}"),
        path(f"{root}{noun}/{key}/", row.as_view(), name=f"api_{noun}_row"),
    ]


def routes(root: str) -> list[URLPattern]:
    """All of them; the parts of an address are those that the site map registers."""
    return [
        path(root, Root.as_view(), name="api_root"),
        path(f"{root}schema/", Schema.as_view(), name="api_schema"),
        path(f"{root}docs/", docs, name="api_docs"),
        *(pattern for public in LISTS for pattern in _of_table(public, root)),
    ]
