"""What a column, a reference and a public table are: the words in which every table is declared."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Expression, F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import Clocks

Words = str | Promise
Values = tuple[tuple[str, Words], ...]


class Kind(StrEnum):
    """What stands in the cells of a column."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"  # as exactly as it is known: 2009, 2009-12 or 2009-12-04
    DAY = "day"  # always a whole day
    MOMENT = "moment"
    NUMBER = "number"
    BOOLEAN = "boolean"
    PATH = "path"
    LINK = "link"

    @property
    def words(self) -> Promise:
        """What the dictionary calls it."""
        return _WORDS[self]

    @property
    def frictionless(self) -> str:
        """The type that a Frictionless Table Schema knows for it; a date of a year only is none there."""
        return _FRICTIONLESS.get(self, "string")


_WORDS = {
    Kind.TEXT: _("text"),
    Kind.CODE: _("code"),
    Kind.DATE: _("date (ISO 8601, as exactly as it is known)"),
    Kind.DAY: _("day (ISO 8601)"),
    Kind.MOMENT: _("date and time (ISO 8601, UTC)"),
    Kind.NUMBER: _("whole number"),
    Kind.BOOLEAN: _("True or False"),
    Kind.PATH: _("path on this site"),
    Kind.LINK: _("web address"),
}
_FRICTIONLESS = {
    Kind.DAY: "date",
    Kind.MOMENT: "datetime",
    Kind.NUMBER: "integer",
    Kind.BOOLEAN: "boolean",
}


@dataclass(frozen=True)
class Column:
    """One column: `name` is the header, `expression` what the database computes for each row.

    `values` is the closed list of its codes with their words, `example` a value as the file shows it.
    """

    name: str
    expression: Expression | F
    kind: Kind
    meaning: Words
    values: Values = ()
    example: str = ""


@dataclass(frozen=True)
class Reference:
    """Columns that name a row of another table by its columns `to`."""

    fields: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class PublicTable:
    """A table that anybody may take away: what it holds, what identifies a row, and where the rows are.

    `rows` answers for both clocks, in the order of the list.
    """

    noun: str
    title: Words
    description: Words
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    rows: Callable[[Clocks], QuerySet[Any]]

    def column(self, name: str) -> Column:
        """The column with this header."""
        return next(column for column in self.columns if column.name == name)
