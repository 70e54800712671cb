"""The filter of the matrix: States, columns, statuses, order and density."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.lists.filter_fields import (
    CodesFilter,
    CommitmentsFilter,
    OneCodeFilter,
    regions,
    search_field,
)
from commitments.lists.filterset import StrictFilterSet
from commitments.lists.search import state_holds
from commitments.models import Commitment, State
from commitments.rules.code_reading import UnreadableChoice, commitment_code
from commitments.rules.codes import Label, Status
from commitments.rules.problems import MAX_SHOWN_LENGTH

COMPACT, ROOMY = "compact", "roomy"
DENSITIES = [(COMPACT, _("compact")), (ROOMY, _("roomy"))]
BY_STATE, BY_ASSESSED, BY_OWED = "state", "assessed", "owed"
OF_EVERY_STATE = (BY_STATE, BY_ASSESSED, BY_OWED)


@dataclass(frozen=True)
class MatrixOrder:
    """The column to sort by, and the direction; then always by name."""

    column: str = BY_STATE
    descending: bool = False

    @classmethod
    def parse(cls, text: str) -> "MatrixOrder":
        """From `16b` or `-16b`, as in the query string, in any case."""
        asked = text.strip().lower()
        column = asked.removeprefix("-")
        if column[:1].isdecimal():
            with suppress(UnreadableChoice):
                column = commitment_code(column)
        return cls(column, asked.startswith("-")) if asked else cls()

    def is_known(self, codes: Iterable[str]) -> bool:
        """Whether the matrix has this column."""
        return self.column in {*OF_EVERY_STATE, *codes}

    def __str__(self) -> str:
        return f"-{self.column}" if self.descending else self.column


@dataclass(frozen=True)
class MatrixOptions:
    """How to draw the States that the filter left.

    `kept` are the filters of States that the list of obligations has too, by its parameter names; `by_name`:
    the States were found by search, so that links must list their codes.
    """

    commitments: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    order: MatrixOrder = MatrixOrder()
    density: str = COMPACT
    kept: tuple[tuple[str, str], ...] = ()
    by_name: bool = False


# the list of obligations has these under the same names
OF_STATES = ("region", "not_region", "label", "not_label")


class MatrixFilter(StrictFilterSet):
    """Which States are rows of the matrix, and what is shown of them; needs `with_label_on`.

    `status` means at least one such obligation; the matrix checks it once it has the cells. `commitments` are
    all of them, if the caller has them already.
    """

    q = search_field()
    region = regions("region")
    label = CodesFilter(choices=Label.choices, label=_("Label"))
    status = CodesFilter(choices=Status.choices, method="leave", label=_("At least one"))
    commitment = CommitmentsFilter(method="leave", label=_("Columns"))
    density = OneCodeFilter(choices=DENSITIES, method="leave", label=_("Density"), widget=forms.HiddenInput)

    word_condition = staticmethod(state_holds)
    negated = ("region", "label")
    most_used = ("q", "region", "label", "status", "commitment")

    class Meta:
        model = State
        fields: list[str] = []

    def __init__(self, *args: Any, commitments: Iterable[Commitment] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._commitments = list(commitments or Commitment.objects.in_reading_order())
        columns = [(each.code, str(each)) for each in self._commitments]
        self.filters["commitment"].extra["choices"] = columns
        self.read_codes()

    def refusals(self) -> list[str]:
        """Also refuses an order by an unknown column."""
        sort = self.data.get("sort", "")
        if MatrixOrder.parse(sort).is_known(each.code for each in self._commitments):
            return super().refusals()
        message = gettext("sort: “%(name)s” is not a column of the matrix.")
        return [*super().refusals(), message % {"name": sort[:MAX_SHOWN_LENGTH]}]

    def asked(self) -> MatrixOptions:
        """The options for drawing; the defaults if the query string is invalid."""
        if not self.is_valid():
            return MatrixOptions()
        chosen = self.form.cleaned_data
        return MatrixOptions(
            commitments=frozenset(chosen["commitment"]),
            statuses=frozenset(chosen["status"]),
            order=MatrixOrder.parse(self.data.get("sort", "")),
            density=chosen["density"] or COMPACT,
            kept=tuple((name, value) for name in OF_STATES for value in chosen[name]),
            by_name=bool(chosen["q"]),
        )

    def leave(self, queryset: QuerySet, name: str, value: object) -> QuerySet:
        """For parameters about cells or layout, which do not filter States."""
        return queryset
