"""The classes with which every list is declared: column, reference and public list."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Expression, F, Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import Clocks

from .filterset import StrictFilterSet
from .table import ListTable

Words = str | Promise
Values = tuple[tuple[str, Words], ...]


class Kind(StrEnum):
    """The type of the values in a column."""

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
        return _WORDS[self]

    @property
    def frictionless(self) -> str:
        """Its type in a Frictionless Table Schema, which has no type for a date that may be a year only."""
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

    `values` is the closed list of its codes with their labels, `example` a value as the file shows it.
    """

    name: str
    expression: Expression | F
    kind: Kind
    meaning: Words
    values: Values = ()
    example: str = ""


@dataclass(frozen=True)
class Reference:
    """Columns that refer to a row of another table by its columns `to`."""

    fields: tuple[str, ...]
    table: str
    to: tuple[str, ...]


class MenuGroup(StrEnum):
    """The part of the navigation that leads to a list."""

    START = "start"
    EXPLORE = "explore"
    DATA = "data"


@dataclass(frozen=True)
class PublicList:
    """A public list: the one declaration of its page, files, API and package.

    `noun` is its URL and the name of its files. `rows` is its queryset under both clocks, in the order of the
    list. `table` is what the page shows, `columns` are those of the files; `key` names the columns that
    identify a row. `changes_with` are the models whose changes change it.

    The rest is text: `description` says what a row is, `lead` and `remark` appear above the table, `summary`
    describes the page to search engines and may use `%(number)s` of rows and `%(day)s`. `related` is the
    noun of another list with the text of a link to it, `promises` are codes of commitments that the rows bear
    on, each with the text of a link, `parent` the list above it in the breadcrumbs, `menu` its name in the
    navigation, in the part `menu_group`, marked as current on the pages `menu_below`.
    """

    noun: str
    title: Words
    description: Words
    lead: Words
    summary: Words
    table: type[ListTable]
    filters: type[StrictFilterSet]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    rows: Callable[[Clocks], QuerySet[Any]]
    changes_with: tuple[type[Model], ...]
    heading: Words = ""
    remark: Words = ""
    related: tuple[str, Words] | None = None
    promises: tuple[tuple[str, Words], ...] = ()
    parent: str = ""
    menu: Words = ""
    menu_below: tuple[str, ...] = ()
    menu_group: MenuGroup = MenuGroup.EXPLORE

    @property
    def page_name(self) -> str:
        """The name of the address of its page."""
        return f"{self.noun}_list"

    def file_page_name(self, kind: str) -> str:
        """The name of the address of its file in a format such as csv."""
        return f"{self.noun}_{kind}"

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def summary_of(self, rows: int, day: str) -> str:
        """What the page shows, in one sentence: so many rows on this day."""
        return str(self.summary % {"rows": rows, "number": intcomma(rows), "day": day})
