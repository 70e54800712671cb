"""What a package says of its seals: `seal.json`, by which `verify.py` checks it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Q

from commitments.lists.declaration import PublicList
from commitments.models import Seal
from commitments.models.sealed_records import BY_NAME
from commitments.models.sealed_tables import SealedTable
from commitments.rules.clocks import Clocks
from commitments.rules.seal_codes import OF_WITHDRAWAL

SCRIPT = Path(__file__).with_name("verify.py")
# which never change once published; the others are as they stand now, whatever `known_at` is
PUBLISHED_TABLES = ("progress", "replies")
# what of a row is listed only from its day on
SHOWN_FROM_ITS_DAY = {
    "memberships": ("withdrawal_notified_date",),
    "instruments": ("signed_date", "consent_date", "withdrawal_effective_date"),
}


@dataclass(frozen=True)
class SealedEdition:
    """The newest seal under the clocks of a package; `ahead` are rows that are not listed, or not in full.

    `is_whole` says that every other row that was sealed is in the package, as it was sealed.
    """

    seals: int = 0
    sha256: str = ""
    sealed_at: datetime | None = None
    is_whole: bool = False
    ahead: dict[str, list[str]] = field(default_factory=dict)

    @property
    def head(self) -> dict[str, object]:
        """As descriptor and release tell it."""
        at = self.sealed_at.isoformat(timespec="seconds") if self.sealed_at else ""
        return {"seals": self.seals, "sha256": self.sha256, "sealed_at": at}


def sealed_edition(clocks: Clocks, lists: Iterable[PublicList]) -> SealedEdition:
    """Asks the database, in the snapshot of the package."""
    head = Seal.objects.public_at(clocks).head()
    if head is None:
        return SealedEdition()
    is_whole = not (clocks.as_of_given or clocks.known_at_given)
    ahead = {each.noun: _ahead(each, clocks) for each in lists if each.noun in BY_NAME} if is_whole else {}
    return SealedEdition(head.number, head.sha256, head.sealed_at, is_whole, ahead)


def described(edition: SealedEdition, lists: Iterable[PublicList]) -> dict[str, object]:
    """The whole of `seal.json`."""
    tables = [BY_NAME[each.noun] for each in lists if each.noun in BY_NAME]
    compared = [table.name for table in tables if edition.is_whole or table.name in PUBLISHED_TABLES]
    return {
        **edition.head,
        "is_whole": edition.is_whole,
        "compared": compared,
        "tables": {table.name: _form(table, edition.ahead.get(table.name, [])) for table in tables},
    }


def _form(table: SealedTable, ahead: list[str]) -> dict[str, Any]:
    """How the content of a row is put together from its file."""
    columns = list(table.columns)
    form: dict[str, Any] = {
        "key": list(table.key),
        "columns": [*columns, table.parts.name] if table.parts else columns,
        "withdrawn": {kind.value: list(sealed) for kind, sealed in table.withdrawn.items()},
        "is_shown_withdrawn": table.name == "replies",
        "ahead": ahead,
    }
    if table.parts:
        parts = {"table": table.parts.name, "by": table.key[0], "columns": list(table.parts.columns)}
        form["parts"] = parts
    return form


def _ahead(public: PublicList, clocks: Clocks) -> list[str]:
    """The keys of sealed rows that this list does not show, or not in full, on the day."""
    table = BY_NAME[public.noun]
    standing = table.model._base_manager.all()
    if table.is_published:
        standing = standing.filter(published_at__isnull=False)
    if public.noun == "progress":
        standing = standing.filter(**{f"{kind.value}_at__isnull": True for kind in OF_WITHDRAWAL})
    listed = public.rows(clocks).order_by().values_list("pk", flat=True)
    absent = {*standing.values_list("pk", flat=True)} - {*listed}
    later = Q(pk__in=[])
    for name in SHOWN_FROM_ITS_DAY.get(public.noun, ()):
        later |= Q(**{f"{name}__gt": clocks.day})
    absent |= {*standing.filter(later).values_list("pk", flat=True)}
    return [table.key_of(content) for _pk, content in table.contents(sorted(absent))]
