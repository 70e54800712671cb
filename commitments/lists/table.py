"""The base of all tables: columns declare their order and the file columns that belong to them."""

from typing import Any, ClassVar, cast

import django_tables2 as tables
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import F, QuerySet
from django.template import Context
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models.lookups import SortText

# the file columns of a State, a commitment
STATE_EXPORTS = ("state_iso3", "state", "region")
COMMITMENT_EXPORTS = ("commitment", "commitment_title")
# keeps a column of words wide enough for the longest of them
WORDS = {"td": {"class": "words"}}
NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}


class ListColumn(tables.Column):
    """A column of a public list.

    `exports` names the file columns that belong to it. `nulls_last` is an order whose first field may be
    null: rows with null come last in both directions. With `folds`, the first field of the order is a text
    that people read: it is ordered without case and accents.
    """

    def __init__(
        self,
        *args: Any,
        exports: tuple[str, ...],
        nulls_last: tuple[str, ...] = (),
        folds: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.exports, self.nulls_last, self.folds = exports, nulls_last, folds

    def order(self, queryset: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        """The sorted rows, and whether this method sorted them."""
        if self.folds:
            text, *then = self.order_by.opposite if is_descending else self.order_by
            rows = queryset.annotate(sort_text=SortText(text.removeprefix("-")))
            return rows.order_by("-sort_text" if is_descending else "sort_text", *then), True
        if not self.nulls_last:
            rows, is_ordered = super().order(queryset, is_descending)
            return rows, bool(is_ordered)
        field, *then = self.nulls_last
        first = F(field).desc(nulls_last=True) if is_descending else F(field).asc(nulls_last=True)
        return queryset.order_by(first, *then), True


class TextColumn(ListColumn):
    """A value as it is."""


class NumberColumn(ListColumn):
    """A right-aligned number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs=NUMBER, **options)


class DayColumn(ListColumn, tables.DateColumn):
    """A whole day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="j F Y", **options)


class CellColumn(ListColumn, tables.TemplateColumn):
    """A cell rendered by `templates/tables/<template>.html`."""

    def __init__(self, template: str, **options: Any) -> None:
        super().__init__(template_name=f"tables/{template}.html", **options)

    def render(
        self,
        record: Any,
        table: tables.Table,
        value: Any,
        bound_column: tables.columns.BoundColumn,
        **given: Any,
    ) -> str:
        """The cell in the context of its page, which has asked the context processors once for all cells."""
        page = getattr(table, "context", Context())
        cell = self.get_context_data(
            record=record, table=table, value=value, bound_column=bound_column, **given
        )
        with page.update(cell):
            return get_template(self.template_name).render(cast("dict[str, Any]", page.flatten()))


class StateColumn(CellColumn):
    """The State of a row as a link; `state` is its lookup, `then` sorts rows of one State."""

    def __init__(
        self,
        state: str,
        *,
        then: tuple[str, ...],
        exports: tuple[str, ...] = STATE_EXPORTS,
        **options: Any,
    ) -> None:
        order = (f"{state}__sort_name", *then)
        super().__init__(
            "state", verbose_name=_("State"), accessor=state, order_by=order, exports=exports, **options
        )


class FigureSourceColumn(CellColumn):
    """The source of a row in a series of figures; `then` sorts rows of one source."""

    def __init__(self, *, then: tuple[str, ...]) -> None:
        super().__init__(
            "figure_source",
            verbose_name=_("Source"),
            order_by=("source_title", *then),
            exports=("source_url", "source_title", "publisher", "source_date", "locator"),
        )


class CommitmentColumn(CellColumn):
    """The commitment of a row as a link to its obligation; `obligation` is the lookup."""

    def __init__(
        self, obligation: str, *, then: tuple[str, ...], exports: tuple[str, ...] = COMMITMENT_EXPORTS
    ) -> None:
        order = (f"{obligation}__commitment__position", *then)
        super().__init__(
            "commitment", verbose_name=_("Promise"), accessor=obligation, order_by=order, exports=exports
        )


class ListTable(tables.Table):
    """A table with a caption, a row header, and a text for the number of rows."""

    caption: ClassVar[str | Promise] = ""
    row_head = ""
    counted: ClassVar[str | Promise] = ngettext_lazy("%(number)s row", "%(number)s rows", "rows")

    def count_in_words(self) -> str:
        """Such as “1,203 obligations”."""
        rows = self.paginator.count
        return str(self.counted % {"rows": rows, "number": intcomma(rows)})
