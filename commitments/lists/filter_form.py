"""The filters as form fields: which come first, and the choices of each."""

from dataclasses import dataclass

from django.forms import BoundField
from django.utils.functional import Promise

from .filter_fields import LEAVING_OUT


@dataclass(frozen=True)
class Choice:
    """One choice; `rows` is how many rows it would find, None if not counted."""

    value: str
    label: str | Promise
    chosen: bool
    rows: int | None


@dataclass(frozen=True)
class FilterField:
    """One filter of the form; `choices` are empty if it takes text or a day."""

    bound: BoundField
    choices: list[Choice]
    takes_several: bool

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.chosen]

    @property
    def chosen_beside(self) -> int:
        """How many values are chosen after the first."""
        return max(len(self.chosen) - 1, 0)

    @property
    def leaves_out(self) -> bool:
        """Whether it excludes the chosen values."""
        return self.bound.name.startswith(LEAVING_OUT)

    @property
    def is_set(self) -> bool:
        """Whether the reader entered something here, valid or not."""
        return bool(self.bound.errors or [value for value in _listed(self.bound.data) if value])


def _listed(data: object) -> list[object]:
    return data if isinstance(data, list) else [data]


def field_of(bound: BoundField, counts: dict[str, int] | None) -> FilterField:
    """A filter with its choices, and how many rows each would find."""
    given = {str(value) for value in _listed(bound.data) if value}
    offered = [(str(value), label) for value, label in getattr(bound.field, "choices", ())]
    if hasattr(bound.field, "fits"):
        offered += [(value, value) for value in sorted(given - {value for value, _label in offered})]
    choices = [
        Choice(value, label, value in given, None if counts is None or not value else counts.get(value, 0))
        for value, label in offered
    ]
    return FilterField(bound, choices, getattr(bound.field.widget, "allow_multiple_selected", False))
