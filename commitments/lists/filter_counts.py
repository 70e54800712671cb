"""How many rows each filter choice would leave, counted for all filters of a list with one query."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import F
from django_filters import FilterSet

from .filter_fields import NO, YES, CodesFilter, YesNoFilter

# beyond this, choices show no counts: the cost of a page must not grow with the list
MAX_ROWS = 25_000
CountedFilter = CodesFilter | YesNoFilter
Row = tuple[str, ...]


def count_rows(filterset: FilterSet) -> dict[str, Counter[str]]:
    """For each counted filter the rows behind each value, all other filters applied.

    The rows are read once, narrowed by the filters that are not counted. A row that passes all filters counts
    everywhere; one that a single filter removes still counts for the choices of that filter.
    """
    counted = {name: each for name, each in filterset.filters.items() if getattr(each, "is_counted", False)}
    fields = sorted({each.field_name for each in counted.values()})
    column = {name: fields.index(each.field_name) for name, each in counted.items()}
    rows = _rows(filterset, fields, without=set(counted))
    if len(rows) > MAX_ROWS:
        return {}
    counts: dict[str, Counter[str]] = {name: Counter() for name in counted}
    left = []
    for row, refusing in _refused(filterset, counted, column, rows):
        if not refusing:
            left.append(row)
        elif len(refusing) == 1:
            counts[refusing[0]][row[column[refusing[0]]]] += 1
    values = [Counter(of_column) for of_column in zip(*left, strict=True)]
    for name, at in column.items():
        counts[name].update(values[at] if values else {})
    return counts


def _refused(
    filterset: FilterSet, counted: dict[str, CountedFilter], column: dict[str, int], rows: list[Row]
) -> Iterator[tuple[Row, list[str]]]:
    """Each row with the names of the filters that remove it."""
    chosen = filterset.form.cleaned_data
    asked = [
        (name, column[name], each.leaves, chosen[name]) for name, each in counted.items() if chosen[name]
    ]
    for row in rows:
        yield row, [name for name, at, leaves, values in asked if not leaves(row[at], values)]


def _rows(filterset: FilterSet, fields: list[str], *, without: set[str]) -> list[Row]:
    rows = filterset.queryset
    for name, chosen in filterset.form.cleaned_data.items():
        if name not in without:
            rows = filterset.filters[name].filter(rows, chosen)
    # an alias can be filtered by but not read, unless it is given a name
    named = {f"facet_{number}": F(field) for number, field in enumerate(fields)}
    found = rows.order_by().annotate(**named).values_list(*named)[: MAX_ROWS + 1]
    return [tuple(map(_as_written, row)) for row in found]


def _as_written(value: object) -> str:
    """A value as written in a query string."""
    if isinstance(value, bool):
        return YES if value else NO
    return "" if value is None else str(value)
