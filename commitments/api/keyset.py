"""Pages by the last row seen, under any order that ends in something unique.

A page begins after the row that the cursor names, so that it costs the same however deep it lies, and nothing
is shown twice or left out when rows come and go between two pages. A cursor is signed for its order: nobody
makes one up, and one of another order is refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import FieldError
from django.core.signing import BadSignature, Signer
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

MAX_CURSOR_LENGTH = 4_000
READERS = {
    "none": lambda text: None,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "int": int,
    "str": str,
}


@dataclass(frozen=True)
class Step:
    """One part of an order: the value it goes by, in which direction, and where those without one stand."""

    name: str
    descending: bool
    nullable: bool
    nulls_last: bool

    def after(self, value: object) -> Q:
        """The rows that this step alone puts behind the value."""
        missing = Q(**{f"{self.name}__isnull": True})
        if value is None:
            return Q(pk__in=[]) if self.nulls_last else ~missing
        behind = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return behind | missing if self.nullable and self.nulls_last else behind

    def same(self, value: object) -> Q:
        """The rows that this step cannot tell from the value."""
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})


def steps_of(queryset: QuerySet) -> tuple[Step, ...]:
    """The order of the rows; a value that stands in it twice decides at its first place."""
    steps: dict[str, Step] = {}
    for each in queryset.query.order_by:
        step = _step(queryset, each)
        steps.setdefault(step.name, step)
    return tuple(steps.values())


def _step(queryset: QuerySet, part: str | F | OrderBy) -> Step:
    order = part if isinstance(part, OrderBy) else None
    if order is None:
        order = F(part.removeprefix("-")).desc() if part.startswith("-") else F(part).asc()
    name, descending = order.expression.name, order.descending
    nulls_last = connection.features.order_by_nulls_first == descending
    if order.nulls_first or order.nulls_last:
        return Step(name, descending, nullable=True, nulls_last=bool(order.nulls_last))
    return Step(name, descending, nullable=_may_be_null(queryset, name), nulls_last=nulls_last)


def _may_be_null(queryset: QuerySet, name: str) -> bool:
    if name in queryset.query.annotations:
        return False  # an annotation that may be missing says where it stands
    try:
        return queryset.query.names_to_path(name.split("__"), queryset.model._meta)[1].null
    except FieldError:
        return False


def after(steps: Sequence[Step], values: Sequence[object]) -> Q:
    """The rows behind the one that has these values."""
    found, same = Q(pk__in=[]), Q()
    for step, value in zip(steps, values, strict=True):
        found |= same & step.after(value)
        same &= step.same(value)
    first, value = steps[0], values[0]
    if first.nullable or value is None:
        return found
    # what an index can begin at
    return Q(**{f"{first.name}__{'lte' if first.descending else 'gte'}": value}) & found


def cursor_of(values: Iterable[object], *, order: str) -> str:
    """The place behind a row with these values, as text for an address."""
    return Signer(salt=_salt(order)).sign_object([_written(value) for value in values], compress=True)


def place_of(cursor: str, *, order: str) -> list[object]:
    """The values that a cursor of this order holds; ValueError where it is none."""
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
    is_day = isinstance(value, date)
    return type(value).__name__, value.isoformat() if is_day else str(value)
