"""The answers of the API: what there is, the rows of a list page by page, and one row."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.cache import patch_cache_control, set_response_etag
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from commitments.exports import rows_of
from commitments.exports.json import value_of
from commitments.lists.declaration import Column, Kind, PublicList
from commitments.lists.obligations import OBLIGATIONS
from commitments.lists.registry import LISTS
from commitments.rules.clocks import CLOCK_PARAMETERS, Clocks
from commitments.rules.licence import CC_BY
from commitments.templatetags.head import site_root

from .cursor import OrderPart, encode_cursor, order_parts, rows_after
from .query import LIST_PARAMETERS, ROW_PARAMETERS, TableQuery, key_columns, refuse_unknown

MAX_AGE = 60


@method_decorator(conditional_page, name="dispatch")
class ApiView(APIView):
    """Read by everybody, and kept by any cache for a minute; the ETag is that of the body."""

    http_method_names = ("get", "head", "options")

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Adds Cache-Control and ETag, to the answer to HEAD as well."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=MAX_AGE)
            response.add_post_render_callback(set_response_etag)
        else:
            patch_cache_control(response, no_store=True)
        return response

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Only the methods, in the headers."""
        return Response(status=204)


class RootView(ApiView):
    """Every list with its address, the licence, the OpenAPI document and the documentation page."""

    def get(self, request: Request) -> Response:
        refuse_unknown(request.query_params, CLOCK_PARAMETERS)
        root, clocks = site_root(request), request.clocks
        return Response(
            {
                "title": "Cartagena",
                "documentation": root + reverse("api_docs"),
                "schema": root + reverse("api_schema"),
                "licence": {"code": CC_BY.code, "name": str(CC_BY.name), "address": CC_BY.address},
                "tables": [_list_entry(each, root, clocks) for each in LISTS],
            }
        )


def _list_entry(public_list: PublicList, root: str, clocks: Clocks) -> dict[str, object]:
    return {
        "noun": public_list.noun,
        "title": str(public_list.title),
        "description": str(public_list.description),
        "address": clocks.keep(root + reverse(f"api_{public_list.noun}")),
        "key": list(public_list.key),
    }


def clock_fields(clocks: Clocks) -> dict[str, str]:
    """Both clocks as days, so that the body and its ETag stay the same all day."""
    return clocks.fixed().parameters


class RowListView(ApiView):
    """The rows of a list, page by page."""

    public_list: PublicList = OBLIGATIONS

    def get(self, request: Request) -> Response:
        """One page, and the address of the next."""
        query, clocks = TableQuery(self.public_list, request.query_params), request.clocks
        columns, size, rows = query.columns(), query.page_size(), query.rows(clocks)
        position = query.cursor_position()
        query.raise_if_invalid([*LIST_PARAMETERS, *self.public_list.filters.base_filters])
        order = order_parts(rows)
        if position is not None:
            rows = rows.filter(rows_after(order, position))
        found, last = _page(columns, rows, order, size)
        following = self._next(request, encode_cursor(last, order=query.order)) if last else None
        headers = {"Link": f'<{following}>; rel="next"'} if following else {}
        return Response({**clock_fields(clocks), "next": following, "rows": found}, headers=headers)

    def _next(self, request: Request, cursor: str) -> str:
        query = request.query_params.copy()
        query["cursor"] = cursor
        return f"{site_root(request)}{request.path}?{query.urlencode()}"


def _page(
    columns: Sequence[Column], rows: QuerySet[Any], order: Sequence[OrderPart], size: int
) -> tuple[list[dict[str, object]], Sequence[object] | None]:
    """So many rows, and the place of the last of them in the order; None there where no row follows."""
    places = [Column(f"place_{part.name}", F(part.name), Kind.TEXT, "") for part in order]
    found = list(rows_of([*columns, *places], rows[: size + 1]))
    shown = [_row(columns, row) for row in found[:size]]
    return shown, found[size - 1][len(columns) :] if len(found) > size else None


def _row(columns: Sequence[Column], values: Sequence[object]) -> dict[str, object]:
    return {
        column.name: value_of(value) for column, value in zip(columns, values[: len(columns)], strict=True)
    }


class RowDetailView(ApiView):
    """One row of a list, by its key."""

    public_list: PublicList = OBLIGATIONS

    def get(self, request: Request, **key: object) -> Response:
        """The row with this key, if it is public under both clocks."""
        query, clocks = TableQuery(self.public_list, request.query_params), request.clocks
        columns = query.columns()
        query.raise_if_invalid(ROW_PARAMETERS)
        names = [column.expression.name for column in key_columns(self.public_list)]
        rows = self.public_list.rows(clocks).filter(**dict(zip(names, key.values(), strict=True)))
        for found in rows_of(columns, rows[:1]):
            return Response({**clock_fields(clocks), "row": _row(columns, found)})
        raise Http404
