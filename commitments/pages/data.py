"""What the data page shows of each list: its size, its files, its dictionary."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Value

from commitments.exports.formats import DataFile, files_of
from commitments.lists.declaration import PublicList
from commitments.lists.last_changes import last_changes
from commitments.lists.registry import LISTS
from commitments.rules.clocks import Clocks


@dataclass(frozen=True)
class DescribedList:
    """A public list with its number of rows under the clocks, its last change and its files."""

    list: PublicList
    count: int
    changed_at: datetime | None
    files: tuple[DataFile, ...]


def described_lists(clocks: Clocks) -> list[DescribedList]:
    """Every public list, in the order of the registry."""
    changes, counts = last_changes(clocks), _counts(clocks)
    return [
        DescribedList(
            list=each,
            count=counts.get(each.noun, 0),
            changed_at=changes.get(each.noun),
            files=files_of(each),
        )
        for each in LISTS
    ]


def _counts(clocks: Clocks) -> dict[str, int]:
    """How many rows each list has, by its noun, in one query; a list without rows is left out."""
    first, *others = [
        each.rows(clocks).order_by().values_list(Value(each.noun)).annotate(Count("pk")) for each in LISTS
    ]
    return dict(first.union(*others, all=True))
