"""The answers of the API: what there is, the rows of a table, and one row."""

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
from commitments.lists.registry import LISTS
from commitments.rules.clocks import CLOCK_PARAMETERS, Clocks
from commitments.rules.licence import CC_BY
from commitments.templatetags.head import site_root

from . import keyset
from .asked import OF_A_ROW, OF_A_TABLE, Question, refuse_unknown
from .resources import key_columns
from .schema import RootSchema, RowSchema, RowsSchema

KEPT_FOR = 60


@method_decorator(conditional_page, name="dispatch")
class PublicView(APIView):
    """Read by everybody, and by any cache for a minute; the ETag is that of the body."""

    http_method_names = ("get", "head", "options")

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """With how long it holds, and its mark, which HEAD tells as well."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=KEPT_FOR)
            response.add_post_render_callback(set_response_etag)
        else:
            patch_cache_control(response, no_store=True)
        return response

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Which methods there are, in the headers."""
        return Response(status=204)


class Root(PublicView):
    """Every table and where it stands, the licence, the description for programs and the one for people."""

    schema = RootSchema()

    def get(self, request: Request) -> Response:
        """The way to everything else."""
        refuse_unknown(request.query_params, CLOCK_PARAMETERS)
        root, clocks = site_root(request), request.clocks
        return Response(
            {
                "title": "Cartagena",
                "documentation": root + reverse("api_docs"),
                "schema": root + reverse("api_schema"),
                "licence": {"code": CC_BY.code, "name": str(CC_BY.name), "address": CC_BY.address},
                "tables": [_described(each, root, clocks) for each in LISTS],
            }
        )


def _described(public: PublicList, root: str, clocks: Clocks) -> dict[str, object]:
    address = root + reverse(f"api_{public.noun}")
    return {
        "noun": public.noun,
        "title": str(public.title),
        "description": str(public.description),
        "address": clocks.keep(address),
        "key": list(public.key),
    }


def told(clocks: Clocks) -> dict[str, str]:
    """Both clocks as an address takes them, so that the same body is the same as long as its day."""
    return clocks.fixed().parameters


class TableView(PublicView):
    """What rows and row have in common: the table that they are of."""

    public: PublicList

    def question(self, request: Request) -> Question:
        """The query string, to be read."""
        return Question(self.public, request.query_params)


class Rows(TableView):
    """The rows of a table, page by page."""

    schema = RowsSchema()

    @property
    def known(self) -> list[str]:
        """Every parameter that means something here."""
        return [*OF_A_TABLE, *self.public.filters.base_filters]

    def get(self, request: Request) -> Response:
        """One page, and the address of the next."""
        question, clocks = self.question(request), request.clocks
        columns, size, rows = question.columns(), question.page_size(), question.rows(clocks)
        place = question.place()
        question.settle(self.known)
        steps = keyset.steps_of(rows)
        if place is not None:
            rows = rows.filter(keyset.after(steps, place))
        found, last = _page(columns, rows, steps, size)
        cursor = keyset.cursor_of(last, order=question.order) if last else ""
        following = self._next(request, cursor) if cursor else None
        headers = {"Link": f'<{following}>; rel="next"'} if following else {}
        return Response({**told(clocks), "next": following, "rows": found}, headers=headers)

    def _next(self, request: Request, cursor: str) -> str:
        query = request.query_params.copy()
        query["cursor"] = cursor
        return f"{site_root(request)}{request.path}?{query.urlencode()}"


def _page(
    columns: Sequence[Column], rows: QuerySet, steps: Sequence[keyset.Step], size: int
) -> tuple[list[dict[str, object]], tuple | None]:
    """So many rows, and where the last of them stands in the order; None there where no row follows."""
    places = [Column(f"place_{step.name}", F(step.name), Kind.TEXT, "") for step in steps]
    found = list(rows_of([*columns, *places], rows[: size + 1]))
    shown = [_row(columns, row) for row in found[:size]]
    return shown, found[size - 1][len(columns) :] if len(found) > size else None


def _row(columns: Sequence[Column], values: Sequence[object]) -> dict[str, object]:
    return {
        column.name: value_of(value) for column, value in zip(columns, values[: len(columns)], strict=True)
    }


class Row(TableView):
    """One row of a table, by its key."""

    schema = RowSchema()

    def get(self, request: Request, **key: object) -> Response:
        """The row with this key, if it is public under both clocks."""
        question, clocks = self.question(request), request.clocks
        columns = question.columns()
        question.settle(OF_A_ROW)
        named = dict(
            zip((column.expression.name for column in key_columns(self.public)), key.values(), strict=True)
        )
        rows = self.public.rows(clocks).filter(**named)
        for found in rows_of(columns, rows[:1]):
            return Response({**told(clocks), "row": _row(columns, found)})
        raise Http404
