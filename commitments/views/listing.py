"""What every list has in common: a page with filter and table, and a file with the same rows."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views import View
from django_filters.views import FilterView
from django_tables2 import RequestConfig, SingleTableMixin

from commitments.reporting.column_choice import asked_columns, column_choices, column_refusals
from commitments.reporting.columns import Column
from commitments.reporting.exports import csv_blocks, file_name
from commitments.reporting.filters import StrictFilterSet

from .errors import refuse_request

ROWS_A_PAGE = 25
FEWEST_ROWS, MOST_ROWS = 10, 100
ROWS_OFFERED = (10, 25, 50, 100)


def rows_a_page(asked: str | None) -> int:
    """How many rows a page shows: what the reader asked for, kept between 10 and 100."""
    if asked is None or not asked.isascii() or not asked.isdigit():
        return ROWS_A_PAGE
    return min(max(int(asked[:4]), FEWEST_ROWS), MOST_ROWS)


def read_filters(
    filterset_class: type[StrictFilterSet], table_class: type, request: HttpRequest, rows: QuerySet
) -> StrictFilterSet:
    """The filters of the query string; what is wrong with the chosen columns it says as well."""
    filterset = filterset_class(request.GET, queryset=rows)
    filterset.also_refused = column_refusals(table_class, asked_columns(request.GET.getlist("columns")))
    return filterset


class ListPage(SingleTableMixin, FilterView):
    """A list as a page. A filter nobody can read is named, and then the list stays empty."""

    file_address = ""

    # the library would let the reader choose any number of rows, and fail on some
    table_pagination = False

    def get_filterset(self, filterset_class: type[StrictFilterSet]) -> StrictFilterSet:
        """The filters of the address."""
        return read_filters(filterset_class, self.table_class, self.request, self.get_queryset())

    def get_table(self, **kwargs):
        """The page that was asked for, or the last there is, with links that keep the clocks."""
        table = super().get_table(**kwargs)
        table.clocks, table.rows_offered, query = self.request.clocks, ROWS_OFFERED, self.request.GET
        table.choices = column_choices(self.table_class, asked_columns(query.getlist("columns")))
        for column in table.choices:
            if not column.shown:
                table.columns.hide(column.name)
        table.paginate(per_page=rows_a_page(query.get("per_page")))
        table.page = table.paginator.get_page(query.get("page"))
        return table

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        query = self.request.GET.urlencode()
        context["refusals"] = self.filterset.refusals()
        address = f"{self.file_address}?{query}" if query else self.file_address
        context["file_address"] = address if self.file_address else ""
        return context


class ListFile(View):
    """The same list as a file: the page's filter and order, all pages, or 400 with the reason.

    A file shares `get_queryset`, `filterset_class` and `table_class` with its page.
    """

    noun = ""
    columns: Iterable[Column] = ()
    filterset_class: type[StrictFilterSet]
    table_class: type

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """A streamed CSV file."""
        filterset = read_filters(self.filterset_class, self.table_class, request, self.get_queryset())
        refusals = filterset.refusals()
        if refusals:
            return refuse_request(request, refusals)
        table = self.table_class(filterset.qs)
        RequestConfig(request, paginate=False).configure(table)
        blocks = csv_blocks(list(self.columns), table.data.data)
        name = file_name(self.noun, filterset.chosen(), request.clocks, suffix="csv")
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(blocks, content_type="text/csv; charset=utf-8", headers=headers)
