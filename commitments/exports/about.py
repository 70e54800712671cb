"""What a file says about itself: when and where it was made, which rows it has, and its licence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from commitments.lists.declaration import PublicList
from commitments.rules.clocks import Clocks
from commitments.rules.licence import CC_BY, Licence


@dataclass(frozen=True)
class About:
    """The description of one file; `filters` as text, `address` the absolute one of the file."""

    clocks: Clocks
    filters: tuple[str, ...]
    row_count: int
    generated_at: datetime
    address: str
    citation: str
    licence: Licence = CC_BY
    remark: str = ""

    def as_dict(self) -> dict[str, object]:
        """As values for JSON."""
        return {
            "address": self.address,
            "generated_at": moment(self.generated_at),
            "as_of": self.clocks.day.isoformat(),
            "known_at": moment(self.clocks.known_at),
            "filters": list(self.filters),
            "row_count": self.row_count,
            "licence": {
                "code": self.licence.code,
                "name": str(self.licence.name),
                "address": self.licence.address,
            },
            "citation": self.citation,
            **({"remark": self.remark} if self.remark else {}),
        }


def moment(at: datetime) -> str:
    """A moment in the notation of every file."""
    return at.isoformat(timespec="seconds")


def filters_in_words(chips: Iterable[tuple[object, object]]) -> tuple[str, ...]:
    """Such as “Status: overdue”, from the labels of filters and values."""
    return tuple(f"{label}: {words}" for label, words in chips)


def citation_of(table: PublicList, clocks: Clocks, address: str) -> str:
    """One sentence to cite; `address` is the permanent one, with both clocks in it."""
    said = gettext(
        "The Cartagena contributors: Cartagena promise tracker, %(title)s, situation on %(day)s "
        "as known on %(known)s. CC BY 4.0. %(address)s"
    )
    known = clocks.known_date.isoformat()
    return said % {
        "title": table.title,
        "day": clocks.day.isoformat(),
        "known": known,
        "address": address,
    }
