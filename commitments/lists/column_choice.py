"""Which columns a list shows and its files hold: `columns=state,status` in the address, in that order."""

from collections.abc import Iterable
from dataclasses import dataclass

import django_tables2 as tables
from django.utils.functional import Promise
from django.utils.translation import gettext

from commitments.rules.problems import MAX_SHOWN_LENGTH

from .declaration import Column, PublicList


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
    """How the columns follow one another: what heads the row, what was asked for, the others."""
    known = [name for name in asked if name in table.base_columns]
    return [*dict.fromkeys([table.row_head, *known]), "..."] if known else ["..."]


def exported_columns(public: PublicList, asked: Iterable[str]) -> tuple[Column, ...]:
    """What a file holds: all columns, or the key and what stands for those that were asked for."""
    chosen = [name for each in asked for name in public.table.base_columns[each].exports]
    names = dict.fromkeys([*public.key, *chosen])
    return tuple(public.column(name) for name in names) if chosen else public.columns
