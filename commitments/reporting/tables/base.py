"""What every table of a list has in common."""

from typing import ClassVar

import django_tables2 as tables
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import F, QuerySet
from django.utils.translation import ngettext_lazy

# what the files hold of a State, a commitment
STATE = ("state_iso3", "state", "region")
COMMITMENT = ("commitment", "commitment_title")
NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}


def cell(name: str, **options: object) -> tables.TemplateColumn:
    """A column whose cell is drawn by `templates/tables/<name>.html`."""
    return tables.TemplateColumn(template_name=f"tables/{name}.html", **options)


def nulls_last(field: str, queryset: QuerySet, *, descending: bool, then: tuple[str, ...]) -> QuerySet:
    """Sorted by a value that may be missing, the missing ones at the end on every database."""
    value = F(field)
    first = value.desc(nulls_last=True) if descending else value.asc(nulls_last=True)
    return queryset.order_by(first, *then)


class ListTable(tables.Table):
    """A table with a caption, a column that heads each row, and words for how many rows there are.

    `exported` names, for each of its columns, what the files hold of it.
    """

    caption = ""
    row_head = ""
    exported: ClassVar[dict[str, tuple[str, ...]]] = {}
    counted = ngettext_lazy("%(number)s row", "%(number)s rows", "rows")

    def count_in_words(self) -> str:
        """Such as “1,203 obligations”."""
        rows = self.paginator.count
        return self.counted % {"rows": rows, "number": intcomma(rows)}
