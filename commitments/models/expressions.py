"""Expressions that several models share: when a note is known, its position, related rows, forms of codes."""

from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import Exact

from commitments.rules.clocks import Clocks
from commitments.rules.codes import Status


def was_public_at(moment: datetime, *, note: str = "") -> Q:
    """Published by then, and neither retracted nor corrected by then; `note` is the lookup of the note."""

    def not_by(field: str) -> Q:
        return Q(**{f"{note}{field}__isnull": True}) | Q(**{f"{note}{field}__gt": moment})

    return Q(**{f"{note}published_at__lte": moment}) & not_by("retracted_at") & not_by("corrected_at")


def note_is_known(clocks: Clocks, *, note: str = "") -> Q:
    """Notes on facts up to the day that were published at the moment; `note` is the lookup of the note."""
    return was_public_at(clocks.known_at, note=note) & Q(**{f"{note}noted_date__lte": clocks.day})


def stands_before_outer() -> Q:
    """In a subquery: the notes on the same obligation before the outer one in the order of `newest_first`."""
    return _same_obligation("lt")


def stands_after_outer() -> Q:
    """In a subquery: the notes on the same obligation after the outer one, in the order of `newest_first`."""
    return _same_obligation("gt")


def _same_obligation(compared: str) -> Q:
    date, moment = OuterRef("noted_date"), OuterRef("published_at")
    placed = (
        Q(**{f"noted_date__{compared}": date})
        | Q(noted_date=date, **{f"published_at__{compared}": moment})
        | Q(noted_date=date, published_at=moment, **{f"pk__{compared}": OuterRef("pk")})
    )
    return Q(obligation=OuterRef("obligation")) & placed


def status_found(findings: QuerySet, notes: QuerySet) -> Coalesce:
    """The status that these notes give: that of the first finding, else whether there is any note.

    Both are subqueries on one obligation; `findings` are the notes that set a status, the decisive one first.
    """
    unjudged = Case(
        When(Exists(notes), then=Value(Status.NOTED.value)), default=Value(Status.NOT_ASSESSED.value)
    )
    return Coalesce(Subquery(findings.values("status")[:1]), unjudged)


def count_of(rows: QuerySet, *, by: str) -> Coalesce:
    """How many of these rows belong to the outer row; `by` is their field that points at it.

    A subquery, because two joins on many rows multiply each other.
    """
    return count_in_groups(rows.filter(**{by: OuterRef("pk")}).order_by().values(by))


def count_in_groups(rows: QuerySet) -> Coalesce:
    """The same for rows that are already filtered by the outer row and grouped by `values`."""
    counted = rows.annotate(rows=Count("pk")).values("rows")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class JoinedTexts(Subquery):
    """The texts of a subquery with one column, in their order, with "; " between; NULL without any."""

    template = "(SELECT {joined} FROM (%(subquery)s) AS told)"

    def __init__(self, rows: QuerySet, column: str) -> None:
        super().__init__(rows.values(column).distinct().order_by(column), output_field=CharField())
        self.column = column

    def as_sql(  # type: ignore[override]  # the stubs name each option
        self, compiler: Any, connection: Any, **options: Any
    ) -> Any:
        name = connection.ops.quote_name(self.column)
        joined = f"STRING_AGG(told.{name}, '; ' ORDER BY told.{name})"
        if connection.vendor == "sqlite":  # its order is that of the subquery
            joined = f"GROUP_CONCAT(told.{name}, '; ')"
        return super().as_sql(compiler, connection, template=self.template.format(joined=joined), **options)


def one_of(relation: str, rows: QuerySet) -> FilteredRelation:
    """Joins the first of these rows, so that all its fields can be read; `relation` is the lookup of them."""
    return FilteredRelation(relation, condition=Q(**{f"{relation}__pk": Subquery(rows.values("pk")[:1])}))


def without_leading(field: str, characters: str) -> Func:
    """The text of a field from its first character on that is none of these.

    Both databases have LTRIM, and it compares single characters: no collation and no function of ours takes
    part, so a check by it also binds a database client that knows nothing of Django.
    """
    return Func(F(field), Value(characters), function="LTRIM", output_field=CharField())


def consists_of(field: str, characters: str, *, length: int) -> Q:
    """Exactly so many characters, each of them one of these."""
    return Q(Exact(Length(field), length)) & Q(Exact(without_leading(field, characters), Value("")))
