"""What every list has in common: a page with filter and table, and a file with the same rows."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django_filters.views import FilterView
from django_tables2 import RequestConfig, SingleTableMixin

from commitments.reporting.column_choice import (
    asked_columns,
    column_choices,
    column_order,
    column_refusals,
    exported_columns,
)
from commitments.reporting.columns import PublicTable
from commitments.reporting.downloads import downloads_of
from commitments.reporting.filters import StrictFilterSet
from commitments.templatetags.tracker import keep_clocks

from .errors import refuse_request
from .files import ANSWERS, Asked

ROWS_A_PAGE = 25
FEWEST_ROWS, MOST_ROWS = 10, 100
ROWS_OFFERED = (10, 25, 50, 100)


def rows_a_page(asked: str | None) -> int:
    """How many rows a page shows: what the reader asked for, kept between 10 and 100."""
    if asked is None or not asked.isascii() or not asked.isdigit():
        return ROWS_A_PAGE
    return min(max(int(asked[:4]), FEWEST_ROWS), MOST_ROWS)


def read_filters(
    filterset_class: type[StrictFilterSet], table_class: type, query: QueryDict, rows: QuerySet
) -> StrictFilterSet:
    """The filters of the query string; what is wrong with the chosen columns it says as well."""
    filterset = filterset_class(query, queryset=rows)
    filterset.also_refused = column_refusals(table_class, asked_columns(query.getlist("columns")))
    return filterset


class ListPage(SingleTableMixin, FilterView):
    """A list as a page. A filter nobody can read is named, and then the list stays empty.

    `file_address` is that of the CSV; the other files stand beside it.
    """

    file_address = ""

    # the library would let the reader choose any number of rows, and fail on some
    table_pagination = False

    def get_filterset(self, filterset_class: type[StrictFilterSet]) -> StrictFilterSet:
        """The filters of the address."""
        return read_filters(filterset_class, self.table_class, self.request.GET, self.get_queryset())

    def get_table(self, **kwargs):
        """The page that was asked for, or the last there is, with links that keep the clocks."""
        table = super().get_table(**kwargs)
        table.clocks, table.rows_offered, query = self.request.clocks, ROWS_OFFERED, self.request.GET
        asked = asked_columns(query.getlist("columns"))
        table.choices, table.sequence = (
            column_choices(self.table_class, asked),
            column_order(self.table_class, asked),
        )
        for column in table.choices:
            if not column.shown:
                table.columns.hide(column.name)
        table.paginate(per_page=rows_a_page(query.get("per_page")))
        table.page = table.paginator.get_page(query.get("page"))
        return table

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        context["refusals"] = self.filterset.refusals()
        if self.file_address:
            dictionary = keep_clocks(reverse("data"), self.request.clocks)
            context["downloads"] = downloads_of(
                str(self.file_address), self.request.GET, dictionary=dictionary
            )
        return context


class ListFile(View):
    """The same list as a file: the page's filter, order and columns, all pages, or 400 with the reason.

    A file shares `filterset_class` and `table_class` with its page; `format` is one of `ANSWERS`.
    """

    public_table: PublicTable
    filterset_class: type[StrictFilterSet]
    table_class: type
    format = "csv"

    def get_queryset(self) -> QuerySet:
        """The rows for both clocks."""
        return self.public_table.rows(self.request.clocks)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The file, streamed."""
        query = request.GET.copy()
        marks = query.pop("excel", []) if self.format == "csv" else []
        filterset = read_filters(self.filterset_class, self.table_class, query, self.get_queryset())
        refusals = [*filterset.refusals(), *_mark_refusals(marks)]
        if refusals:
            return refuse_request(request, refusals)
        table = self.table_class(filterset.qs)
        RequestConfig(request, paginate=False).configure(table)
        asked = asked_columns(query.getlist("columns"))
        columns = exported_columns(self.public_table, self.table_class, asked)
        return ANSWERS[self.format](Asked(request, self.public_table, columns, table.data.data, filterset))


def _mark_refusals(values: list[str]) -> list[str]:
    """What is wrong with `excel` in the address."""
    if set(values) <= {"", "1"}:
        return []
    return [_("excel: write excel=1 for a file with a byte order mark, or leave it away.")]
