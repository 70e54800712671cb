"""The addresses of the API: one for each public list, and one for each of its rows."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from commitments.lists.declaration import PublicList
from commitments.lists.registry import LISTS

from .docs_page import docs
from .endpoints import key_part
from .query import key_columns
from .schema_view import SchemaView
from .views import RootView, RowDetailView, RowListView


def _list_urls(public_list: PublicList, root: str) -> Iterator[URLPattern]:
    noun, parts = public_list.noun, map(key_part, key_columns(public_list))
    key = "-".join(f"<{converter}:{name}>" for converter, name, _schema in parts)
    rows, row = (view.as_view(public_list=public_list) for view in (RowListView, RowDetailView))
    yield path(f"{root}{noun}/", rows, name=f"api_{noun}")
    yield path(f"{root}{noun}/{key}/", row, name=f"api_{noun}_row")


def api_urls(root: str) -> list[URLPattern]:
    """All of them; the converters are those that the site map registers."""
    return [
        path(root, RootView.as_view(), name="api_root"),
        path(f"{root}schema/", SchemaView.as_view(), name="api_schema"),
        path(f"{root}docs/", docs, name="api_docs"),
        *(pattern for each in LISTS for pattern in _list_urls(each, root)),
    ]
