"""What a request asks of a table, read strictly: whatever cannot be read is named, and nothing is guessed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from commitments.lists.declaration import Column, PublicList
from commitments.lists.filterset import OF_NOBODY
from commitments.rules.clocks import CLOCK_PARAMETERS, Clocks
from commitments.rules.problems import MAX_SHOWN_LENGTH, Fault

from . import keyset
from .problems import Refused
from .resources import sort_names

ROWS_A_PAGE, MAX_ROWS_A_PAGE = 100, 500
NUMBER = re.compile(r"[1-9][0-9]{0,2}")
OF_A_ROW = (*CLOCK_PARAMETERS, "fields")
OF_A_TABLE = (*OF_A_ROW, "sort", "page_size", "cursor")
ONCE = (*CLOCK_PARAMETERS, "page_size", "cursor")
# the list takes these, where the API has others
OF_PAGES = frozenset({"columns", "page", "per_page"})


@dataclass
class Question:
    """The query string about one table, and the faults found in it so far."""

    public: PublicList
    query: QueryDict
    faults: list[Fault] = field(default_factory=list)

    def columns(self) -> tuple[Column, ...]:
        """The fields that are wanted, in the order in which they are named; all where none is."""
        names = [name for value in self.query.getlist("fields") for name in value.split(",")]
        known = {column.name: column for column in self.public.columns}
        for name in dict.fromkeys(names):
            if name not in known:
                self._refuse("fields", _("“%(value)s” is not a field of this table."), name)
        return tuple(known[name] for name in dict.fromkeys(names) if name in known) or tuple(known.values())

    def page_size(self) -> int:
        """How many rows a page holds."""
        asked = self.query.get("page_size", str(ROWS_A_PAGE))
        if NUMBER.fullmatch(asked) and int(asked) <= MAX_ROWS_A_PAGE:
            return int(asked)
        self._refuse("page_size", _("“%(value)s” is not a number from 1 to %(most)s."), asked)
        return ROWS_A_PAGE

    def rows(self, clocks: Clocks) -> QuerySet:
        """The filtered rows in the order that was asked for, from the first one on."""
        rows = self._filtered(self.public.rows(clocks))
        asked = self.query.getlist("sort")
        unknown = [each for each in asked if each.removeprefix("-") not in sort_names(self.public)]
        for each in unknown:
            self._refuse("sort", _("“%(value)s” is not an order of this table."), each)
        if not asked or unknown:
            return rows
        table = self.public.table(rows)
        table.order_by = asked
        return table.data.data

    def place(self) -> list[object] | None:
        """Behind which row the page begins; None for the first page."""
        asked = self.query.get("cursor")
        if asked is None:
            return None
        try:
            return keyset.place_of(asked, order=self.order)
        except ValueError:
            self._refuse("cursor", _("This is not a cursor of this table and order. Follow “next” as it is."))
            return None

    @property
    def order(self) -> str:
        """What a cursor belongs to."""
        return f"{self.public.noun}:{','.join(self.query.getlist('sort'))}"

    def settle(self, known: Sequence[str]) -> None:
        """Refuses the request if anything in it cannot be read; `known` are the names that mean something."""
        found = [*_of_no_meaning(self.query, known), *self.faults]
        if found:
            raise Refused(found)

    def _filtered(self, rows: QuerySet) -> QuerySet:
        query = self.query.copy()
        for name in [*OF_A_TABLE, *OF_PAGES]:
            query.pop(name, None)
        filterset = self.public.filters(query, queryset=rows)
        self.faults += [
            Fault(reason, parameter)
            for parameter, reason in filterset.refused()
            if parameter in filterset.filters
        ]
        return rows if self.faults else filterset.qs

    def _refuse(self, parameter: str, reason: str, value: str = "") -> None:
        said = {"value": value[:MAX_SHOWN_LENGTH], "most": MAX_ROWS_A_PAGE}
        self.faults.append(Fault(f"{parameter}: {reason % said}", parameter))


def refuse_unknown(query: QueryDict, known: Sequence[str]) -> None:
    """Refuses a request with names that mean nothing there, without a value, or given twice."""
    if found := list(_of_no_meaning(query, known)):
        raise Refused(found)


def _of_no_meaning(query: QueryDict, known: Sequence[str]) -> Iterator[Fault]:
    for name, values in query.lists():
        shown = {"name": name[:MAX_SHOWN_LENGTH]}
        if name not in known:
            if not name.startswith(OF_NOBODY):
                yield Fault(_("“%(name)s” is not a parameter of this address.") % shown, shown["name"])
        elif "" in values:
            yield Fault(_("%(name)s: There is no value; leave it away to ask for all.") % shown, name)
        elif name in ONCE and len(values) > 1:
            yield Fault(_("%(name)s: Give it once.") % shown, name)
