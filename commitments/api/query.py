"""The query string of a list, read strictly: nothing is guessed, and every fault is named."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from commitments.lists.declaration import Column, PublicList
from commitments.lists.filterset import OF_NOBODY
from commitments.rules.clocks import CLOCK_PARAMETERS, Clocks
from commitments.rules.problems import MAX_SHOWN_LENGTH, Fault

from .cursor import decode_cursor
from .problems import InvalidQuery

DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE = 100, 500
PAGE_SIZE = re.compile(r"[1-9][0-9]{0,2}")
ROW_PARAMETERS = (*CLOCK_PARAMETERS, "fields")
LIST_PARAMETERS = (*ROW_PARAMETERS, "sort", "page_size", "cursor")
SINGLE_PARAMETERS = (*CLOCK_PARAMETERS, "page_size", "cursor")
# the page of the list takes these, where the API has others
PAGE_PARAMETERS = ("columns", "page", "per_page")


def key_columns(public_list: PublicList) -> tuple[Column, ...]:
    """The columns that together name one row."""
    return tuple(public_list.column(name) for name in public_list.key)


def sort_names(public_list: PublicList) -> list[str]:
    """The names of the orders, as the list has them."""
    return [name for name, column in public_list.table.base_columns.items() if column.orderable is not False]


@dataclass
class TableQuery:
    """The query string about one list, and the faults found in it so far."""

    public_list: PublicList
    query: QueryDict
    faults: list[Fault] = field(default_factory=list)

    def columns(self) -> tuple[Column, ...]:
        """The wanted fields, in the order in which they are named; all where none is."""
        names = [name for value in self.query.getlist("fields") for name in value.split(",")]
        known = {column.name: column for column in self.public_list.columns}
        for name in dict.fromkeys(names):
            if name not in known:
                self._add_fault("fields", _("“%(value)s” is not a field of this table."), name)
        return tuple(known[name] for name in dict.fromkeys(names) if name in known) or tuple(known.values())

    def page_size(self) -> int:
        """How many rows a page holds."""
        asked = self.query.get("page_size", str(DEFAULT_PAGE_SIZE))
        if PAGE_SIZE.fullmatch(asked) and int(asked) <= MAX_PAGE_SIZE:
            return int(asked)
        self._add_fault("page_size", _("“%(value)s” is not a number from 1 to %(most)s."), asked)
        return DEFAULT_PAGE_SIZE

    def rows(self, clocks: Clocks) -> QuerySet[Any]:
        """The filtered and sorted rows of all pages."""
        rows = self._filtered(self.public_list.rows(clocks))
        asked = self.query.getlist("sort")
        unknown = [each for each in asked if each.removeprefix("-") not in sort_names(self.public_list)]
        for each in unknown:
            self._add_fault("sort", _("“%(value)s” is not an order of this table."), each)
        if not asked or unknown:
            return rows
        table = self.public_list.table(rows)
        table.order_by = asked
        return table.data.data

    def cursor_position(self) -> list[object] | None:
        """The values of the last row of the page before; None for the first page."""
        asked = self.query.get("cursor")
        if asked is None:
            return None
        try:
            return decode_cursor(asked, order=self.order)
        except ValueError:
            self._add_fault(
                "cursor", _("This is not a cursor of this table and order. Follow “next” as it is.")
            )
            return None

    @property
    def order(self) -> str:
        """The list with its order: a cursor of another one is refused."""
        return f"{self.public_list.noun}:{','.join(self.query.getlist('sort'))}"

    def raise_if_invalid(self, known: Sequence[str]) -> None:
        """Raises InvalidQuery with all faults; `known` are the parameters of the address."""
        faults = [*_name_faults(self.query, known), *self.faults]
        if faults:
            raise InvalidQuery(faults)

    def _filtered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        query = self.query.copy()
        for name in [*LIST_PARAMETERS, *PAGE_PARAMETERS]:
            query.pop(name, None)
        filterset = self.public_list.filters(query, queryset=rows)
        self.faults += [
            Fault(reason, parameter)
            for parameter, reason in filterset.refused()
            if parameter in filterset.filters
        ]
        return rows if self.faults else filterset.qs

    def _add_fault(self, parameter: str, reason: str, value: str = "") -> None:
        words = {"value": value[:MAX_SHOWN_LENGTH], "most": MAX_PAGE_SIZE}
        self.faults.append(Fault(f"{parameter}: {reason % words}", parameter))


def refuse_unknown(query: QueryDict, known: Sequence[str]) -> None:
    """Raises InvalidQuery for parameters that are unknown, empty, or given twice where one counts."""
    if faults := list(_name_faults(query, known)):
        raise InvalidQuery(faults)


def _name_faults(query: QueryDict, known: Sequence[str]) -> Iterator[Fault]:
    for name, values in query.lists():
        shown = {"name": name[:MAX_SHOWN_LENGTH]}
        if name not in known:
            if not name.startswith(OF_NOBODY):
                yield Fault(_("“%(name)s” is not a parameter of this address.") % shown, shown["name"])
        elif "" in values:
            yield Fault(_("%(name)s: There is no value; leave it away to ask for all.") % shown, name)
        elif name in SINGLE_PARAMETERS and len(values) > 1:
            yield Fault(_("%(name)s: Give it once.") % shown, name)
