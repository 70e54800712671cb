"""Which columns of a list the reader sees: `columns=state,status` in the address, in any order."""

from collections.abc import Iterable
from dataclasses import dataclass

import django_tables2 as tables
from django.utils.functional import Promise
from django.utils.translation import gettext

LONGEST_NAME_SHOWN = 40


@dataclass(frozen=True)
class ColumnChoice:
    """One column to tick; the one that heads the row stays."""

    name: str
    label: str | Promise
    shown: bool
    stays: bool


def asked_columns(values: Iterable[str]) -> list[str]:
    """The names in the address, written with commas or as several parameters; none means all."""
    return [name for value in values for name in value.split(",") if name]


def column_refusals(table: type[tables.Table], asked: Iterable[str]) -> list[str]:
    """The names that no column of this list has, in words."""
    unknown = [name for name in dict.fromkeys(asked) if name not in table.base_columns]
    message = gettext("columns: “%(name)s” is not a column of this list.")
    return [message % {"name": name[:LONGEST_NAME_SHOWN]} for name in unknown]


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
