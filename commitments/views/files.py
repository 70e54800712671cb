"""File responses: the rows of a list as CSV, XLSX or JSON, and their metadata."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments import exports
from commitments.exports.formats import XLSX
from commitments.lists.declaration import Column, PublicList
from commitments.lists.filterset import StrictFilterSet
from commitments.templatetags.head import site_root

from .archives import COMPRESSED, refuse_full_disk, sent_from, written
from .context import before_first_publication
from .errors import refuse_request
from .shortcuts import permanent_address

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Export:
    """One export of a list: the ordered rows and the chosen columns."""

    request: HttpRequest
    list: PublicList
    columns: tuple[Column, ...]
    rows: QuerySet
    filterset: StrictFilterSet

    def about(self) -> exports.About:
        """The description in the file; counts the rows."""
        request, clocks = self.request, self.request.clocks
        chips = [(chip.label, chip.words) for chip in self.filterset.chips()]
        return exports.About(
            clocks=clocks,
            filters=exports.filters_in_words(chips),
            row_count=self.rows.count(),
            generated_at=timezone.now(),
            address=f"{site_root(request)}{request.get_full_path()}",
            citation=exports.citation_of(self.list, clocks, permanent_address(request)),
            remark=before_first_publication(clocks),
        )

    def headers(self, suffix: str, *, how: str = "attachment") -> dict[str, str]:
        """The headers with the name of the file."""
        chosen = self.filterset.chosen()
        name = exports.file_name(self.list.noun, chosen, self.request.clocks, suffix=suffix)
        return {"Content-Disposition": f'{how}; filename="{name}"'}


def csv_answer(export: Export) -> HttpResponseBase:
    """With `excel=1` a byte order mark first, by which Excel recognises UTF-8."""
    mark = [BYTE_ORDER_MARK] if export.request.GET.get("excel") else []
    blocks = chain(mark, exports.csv_blocks(export.columns, export.rows))
    with written(blocks) as file:
        return sent_from(file, "text/csv; charset=utf-8", export.headers("csv"))


def xlsx_answer(export: Export) -> HttpResponseBase:
    """A list too long for a sheet is refused."""
    refuse_full_disk()
    with exports.one_snapshot():
        about = export.about()
        if about.row_count > exports.MAX_ROWS:
            return refuse_request(export.request, [_too_long(about.row_count)])
        with exports.xlsx_file(export.list, export.columns, export.rows, about) as file:
            headers = export.headers("xlsx") | {"Content-Encoding": COMPRESSED}
            return sent_from(file, XLSX, headers)


def _too_long(rows: int) -> str:
    words = _("A sheet of XLSX holds at most %(most)s rows, and this list has %(rows)s. Take it as CSV.")
    return words % {"most": f"{exports.MAX_ROWS:,}", "rows": f"{rows:,}"}


def json_answer(export: Export) -> HttpResponseBase:
    """Count and rows come from one snapshot if the database supports it."""
    with exports.one_snapshot():
        blocks = exports.json_blocks(export.list, export.columns, export.rows, export.about())
        with written(blocks) as file:
            return sent_from(file, "application/json", export.headers("json"))


def metadata_answer(export: Export) -> HttpResponseBase:
    description = exports.metadata(export.list, export.columns, export.about())
    headers = export.headers("metadata.json", how="inline")
    return HttpResponse(exports.as_json(description), content_type="application/json", headers=headers)


ANSWERS: dict[str, Callable[[Export], HttpResponseBase]] = {
    "csv": csv_answer,
    "xlsx": xlsx_answer,
    "json": json_answer,
    "metadata": metadata_answer,
}
