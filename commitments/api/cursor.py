"""Cursor (keyset) pagination under any order that ends in something unique.

A page begins after the row whose values the cursor holds, so that a deep page costs no more than the first,
and no row is shown twice or left out when rows come and go between two pages. A cursor is signed for its
order: nobody makes one up, and one of another order is refused.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldError
from django.core.signing import BadSignature, Signer
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

MAX_CURSOR_LENGTH = 4_000
READERS: dict[str, Callable[[str], object]] = {
    "none": lambda text: None,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "int": int,
    "str": str,
}


@dataclass(frozen=True)
class OrderPart:
    """One expression of ORDER BY: its name, its direction, and where nulls stand."""

    name: str
    descending: bool
    nullable: bool
    nulls_last: bool

    def after(self, value: object) -> Q:
        """The rows that this part alone puts behind the value."""
        missing = Q(**{f"{self.name}__isnull": True})
        if value is None:
            return Q(pk__in=[]) if self.nulls_last else ~missing
        behind = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return behind | missing if self.nullable and self.nulls_last else behind

    def same(self, value: object) -> Q:
        """The rows with the same value."""
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})


def order_parts(queryset: QuerySet[Any]) -> tuple[OrderPart, ...]:
    """ORDER BY of the rows; an expression that stands there twice counts at its first place."""
    parts: dict[str, OrderPart] = {}
    for each in queryset.query.order_by:
        part = _order_part(queryset, each)
        parts.setdefault(part.name, part)
    return tuple(parts.values())


def _order_part(queryset: QuerySet[Any], order: Any) -> OrderPart:
    if not isinstance(order, OrderBy):
        order = OrderBy(F(order.removeprefix("-")), descending=order.startswith("-"))
    name, descending = order.expression.name, order.descending
    nulls_last = connection.features.order_by_nulls_first == descending
    if order.nulls_first or order.nulls_last:
        return OrderPart(name, descending, nullable=True, nulls_last=bool(order.nulls_last))
    return OrderPart(name, descending, nullable=_may_be_null(queryset, name), nulls_last=nulls_last)


def _may_be_null(queryset: QuerySet[Any], name: str) -> bool:
    if name in queryset.query.annotations:
        return False  # an annotation that may be missing says where it stands
    try:
        return queryset.query.names_to_path(name.split("__"), queryset.model._meta)[1].null
    except FieldError:
        return False


def rows_after(order: Sequence[OrderPart], values: Sequence[object]) -> Q:
    """The rows behind the one that has these values."""
    found, same = Q(pk__in=[]), Q()
    for part, value in zip(order, values, strict=True):
        found |= same & part.after(value)
        same &= part.same(value)
    first, value = order[0], values[0]
    if first.nullable or value is None:
        return found
    # what an index can begin at
    return Q(**{f"{first.name}__{'lte' if first.descending else 'gte'}": value}) & found


def encode_cursor(values: Iterable[object], *, order: str) -> str:
    """The cursor behind a row with these values, for an address."""
    return Signer(salt=_salt(order)).sign_object([_written(value) for value in values], compress=True)


def decode_cursor(cursor: str, *, order: str) -> list[object]:
    """The values in a cursor of this order; raises ValueError where it is none."""
    try:
        if len(cursor) > MAX_CURSOR_LENGTH:
            raise BadSignature
        written = Signer(salt=_salt(order)).unsign_object(cursor)
    except (BadSignature, UnicodeError) as bad:
        raise ValueError from bad
    return [READERS[kind](text) for kind, text in written]


def _salt(order: str) -> str:
    return f"commitments.api.cursor:{order}"


def _written(value: object) -> tuple[str, str]:
    if value is None:
        return "none", ""
    return type(value).__name__, value.isoformat() if isinstance(value, date) else str(value)
