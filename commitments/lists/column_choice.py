"""Which columns a list and its files show: `columns=state,status` in the query string, in that order."""

from collections.abc import Iterable
from dataclasses import dataclass

import django_tables2 as tables
from django.utils.functional import Promise
from django.utils.translation import gettext

from commitments.rules.problems import MAX_SHOWN_LENGTH

from .declaration import Column, PublicList


@dataclass(frozen=True)
class ColumnChoice:
    """One column with its checkbox; the column that heads the row is fixed."""

    name: str
    label: str | Promise
    shown: bool
    stays: bool


def asked_columns(values: Iterable[str]) -> list[str]:
    """The names in the query string, comma-separated or as several parameters; none means all."""
    return [name for value in values for name in value.split(",") if name]


def column_refusals(table: type[tables.Table], asked: Iterable[str]) -> list[str]:
    """An error for each name that is no column of this list."""
    unknown = [name for name in dict.fromkeys(asked) if name not in table.base_columns]
    message = gettext("columns: “%(name)s” is not a column of this list.")
    return [message % {"name": name[:MAX_SHOWN_LENGTH]} for name in unknown]


def column_choices(table: type[tables.Table], asked: Iterable[str]) -> list[ColumnChoice]:
    """Every column of the list, and whether it is shown."""
    asked = set(asked)
    return [
        ColumnChoice(
            name,
            column.verbose_name,
            not asked or name in asked or name == table.row_head,
            name == table.row_head,
        )
        for name, column in table.base_columns.items()
    ]


def column_order(table: type[tables.Table], asked: Iterable[str]) -> list[str]:
    """The order of the columns: the row header, the requested ones, the others."""
    known = [name for name in asked if name in table.base_columns]
    return [*dict.fromkeys([table.row_head, *known]), "..."] if known else ["..."]


def exported_columns(public: PublicList, asked: Iterable[str]) -> tuple[Column, ...]:
    """The columns of a file: all, or the key and those that belong to the requested columns."""
    chosen = [name for each in asked for name in public.table.base_columns[each].exports]
    names = dict.fromkeys([*public.key, *chosen])
    return tuple(public.column(name) for name in names) if chosen else public.columns
