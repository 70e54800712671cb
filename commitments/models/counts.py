"""How many rows of another table belong to a row; a subquery, because two joins multiply each other."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


def count_of(rows: QuerySet, *, by: str) -> Coalesce:
    """How many of these rows belong to the outer one; `by` is their field that points at it."""
    belonging = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    counted = belonging.annotate(rows=Count("pk")).values("rows")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
