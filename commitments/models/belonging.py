"""What belongs to a row in another table: how many there are, and one of them.

Subqueries and joins on a single row, because two joins on all of them multiply each other.
"""

from django.db.models import Count, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce


def count_of(rows: QuerySet, *, by: str) -> Coalesce:
    """How many of these rows belong to the outer one; `by` is their field that points at it."""
    belonging = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    counted = belonging.annotate(rows=Count("pk")).values("rows")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def one_of(relation: str, rows: QuerySet) -> FilteredRelation:
    """The first of these rows, all of whose fields can then be read; `relation` leads to them."""
    return FilteredRelation(relation, condition=Q(**{f"{relation}__pk": Subquery(rows.values("pk")[:1])}))
