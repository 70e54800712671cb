"""The views of every public list: a page with filter and table, and a file with the same rows."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View
from django_filters.views import FilterView
from django_tables2 import RequestConfig, SingleTableMixin

from commitments.exports.formats import downloads_of
from commitments.lists.column_choice import (
    asked_columns,
    column_choices,
    column_order,
    column_refusals,
    exported_columns,
)
from commitments.lists.deadlines import DEADLINES
from commitments.lists.declaration import PublicList
from commitments.lists.evidence import EVIDENCE
from commitments.lists.filter_fields import NO, YES
from commitments.lists.filterset import StrictFilterSet
from commitments.lists.obligations import OBLIGATIONS
from commitments.lists.progress import PROGRESS
from commitments.lists.registry import list_of
from commitments.pages.feed import regions_by_slug
from commitments.rules.codes import EvidenceKind
from commitments.templatetags.tracker import partial_date

from .errors import refuse_request
from .files import ANSWERS, Export
from .shortcuts import address_by_codes

ROWS_A_PAGE = 25
MIN_ROWS, MAX_ROWS = 10, 100
ROWS_OFFERED = (10, 25, 50, 100)


def rows_a_page(asked: str | None) -> int:
    """The page size in the query string, limited to 10 to 100 rows."""
    if asked is None or not asked.isascii() or not asked.isdigit():
        return ROWS_A_PAGE
    return min(max(int(asked[:4]), MIN_ROWS), MAX_ROWS)


def read_filters(public: PublicList, query: QueryDict, rows: QuerySet) -> StrictFilterSet:
    """The filters of the query string; their errors include those of the chosen columns."""
    filterset = public.filters(query, queryset=rows)
    filterset.also_refused = column_refusals(public.table, asked_columns(query.getlist("columns")))
    return filterset


class ListPage(SingleTableMixin, FilterView):
    """A list as a page. If a filter is invalid, its error is shown and the list is empty."""

    public_list: PublicList = OBLIGATIONS
    template_name = "commitments/list.html"
    # django-tables2 would accept any page size, and fail on some
    table_pagination = False

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The page, or the way to its address if codes were written as words."""
        return address_by_codes(request, self.asked) or super().get(request, *args, **kwargs)

    @cached_property
    def asked(self) -> StrictFilterSet:
        """The filters of the address."""
        return read_filters(self.public_list, self.request.GET, self.get_queryset())

    def get_queryset(self) -> QuerySet:
        return self.public_list.rows(self.request.clocks)

    def get_filterset_class(self) -> type[StrictFilterSet]:
        return self.public_list.filters

    def get_table_class(self) -> type:
        return self.public_list.table

    def get_filterset(self, filterset_class: type[StrictFilterSet]) -> StrictFilterSet:
        return self.asked

    def get_table(self, **kwargs):
        """Pagination: the requested page, or the last one, with links that keep the clocks."""
        table = super().get_table(**kwargs)
        table.clocks, table.rows_offered, query = self.request.clocks, ROWS_OFFERED, self.request.GET
        asked = asked_columns(query.getlist("columns"))
        table.choices = column_choices(self.public_list.table, asked)
        table.sequence = column_order(self.public_list.table, asked)
        for column in table.choices:
            if not column.shown:
                table.columns.hide(column.name)
        table.paginate(per_page=rows_a_page(query.get("per_page")))
        table.page = table.paginator.get_page(query.get("page"))
        return table

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        clocks, public = self.request.clocks, self.public_list
        return {
            **context,
            "list": public,
            "summary": public.summary_of(context["table"].paginator.count, partial_date(clocks.day)),
            "parent": list_of(public.parent) if public.parent else None,
            "related": list_of(public.related[0]) if public.related else None,
            "refusals": self.filterset.refusals(),
            "downloads": downloads_of(public, self.request.GET, clocks),
        }


class EvidenceListPage(ListPage):
    """The evidence library, with the number of different sources, together and by kind."""

    public_list = EVIDENCE
    template_name = "commitments/evidence_list.html"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().with_link_checks(self.request.clocks)

    def get_context_data(self, **kwargs) -> dict:
        """With `kinds`: word, count and the address of the rows counted; and the same rows by source."""
        rows, clocks, query = reverse(EVIDENCE.page_name), self.request.clocks, self.request.GET
        cited = self.get_queryset()
        kinds = [
            (EvidenceKind(kind).label, count, clocks.keep(rows, kind=kind, each_source_once="true"))
            for kind, count in cited.count_by_kind().items()
        ]
        context = super().get_context_data(**kwargs)
        chosen = {name: query.getlist(name) for name in self.filterset.filters if query.get(name)}
        return {
            **context,
            "kinds": kinds,
            "source_count": cited.source_count(),
            "sources": clocks.keep(rows, each_source_once="true"),
            "by_source": clocks.keep(reverse("evidence_sources"), **chosen),
        }


class DeadlineListPage(ListPage):
    """All deadlines, with links to the latest of each obligation."""

    public_list = DEADLINES
    template_name = "commitments/deadline_list.html"

    def get_context_data(self, **kwargs) -> dict:
        """With `choices`: word, address and whether it is shown; the other filters stay."""
        return super().get_context_data(**kwargs) | {"choices": _deadline_choices(self.request.GET)}


DEADLINE_CHOICES = (
    (_lazy("Latest of each State and promise"), {"latest": YES}),
    (_lazy("Of these, still ahead"), {"latest": YES, "passed": NO}),
    (_lazy("All deadlines, earlier ones too"), {}),
)


def _deadline_choices(query: QueryDict) -> list[tuple[str, str, bool]]:
    shown = {name: query[name] for name in ("latest", "passed") if query.get(name)}
    found = []
    for word, asked in DEADLINE_CHOICES:
        kept = query.copy()
        for name in ("latest", "passed", "page"):
            kept.pop(name, None)
        kept.update(asked)
        found.append((str(word), f"?{kept.urlencode()}", shown == asked))
    return found


class ProgressListPage(ListPage):
    """Every published note, with links to the feeds."""

    public_list = PROGRESS
    template_name = "commitments/progress_list.html"

    def get_context_data(self, **kwargs) -> dict:
        """With the feeds of the chosen regions: this is the page that they belong to."""
        asked = self.request.GET.getlist("region")
        followed = [each for each in regions_by_slug().items() if each[1] in asked] if asked else []
        return super().get_context_data(**kwargs) | {"region_feeds": followed}


class ListFile(View):
    """The same list as a file: the page's filter, order and columns, all rows, or 400 with the reason.

    `format` is one of `ANSWERS`.
    """

    public_list: PublicList = OBLIGATIONS
    format = "csv"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        public, query = self.public_list, request.GET.copy()
        marks = query.pop("excel", []) if self.format == "csv" else []
        filterset = read_filters(public, query, public.rows(request.clocks))
        refusals = [*filterset.refusals(), *_mark_refusals(marks)]
        if refusals:
            return refuse_request(request, refusals)
        table = public.table(filterset.qs)
        RequestConfig(request, paginate=False).configure(table)
        columns = exported_columns(public, asked_columns(query.getlist("columns")))
        return ANSWERS[self.format](Export(request, public, columns, table.data.data, filterset))


def _mark_refusals(values: list[str]) -> list[str]:
    """The errors of the parameter `excel`."""
    if set(values) <= {"", "1"}:
        return []
    return [_("excel: write excel=1 for a file with a byte order mark, or leave it away.")]
