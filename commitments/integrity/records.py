"""What stands now against what was sealed."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from commitments.models import Seal
from commitments.models.sealed_records import SEALED_TABLES
from commitments.models.sealed_tables import SealedTable
from commitments.rules.seal import canonical, sha256_of
from commitments.rules.seal_codes import OF_PUBLICATION, SealKind

ROWS_AT_ONCE = 1000
SHOWN = 40  # letters of a value, from a little before where it differs
LEAD = 10


def record_faults() -> Iterator[str]:
    """Each record that is not as it was sealed, was never sealed, or is gone."""
    for table in SEALED_TABLES:
        if table.is_published:
            yield from _compared(table, OF_PUBLICATION, None)
            for kind in table.withdrawn:
                yield from _compared(table, (kind,), kind)
        else:
            yield from _compared(table, tuple(SealKind), None)


def _compared(table: SealedTable, kinds: tuple[SealKind, ...], withdrawal: SealKind | None) -> Iterator[str]:
    """The newest seal of these kinds for each row, against the row."""
    sealed = _newest(table, kinds)
    for _pk, content in table.contents(withdrawal=withdrawal):
        key = table.key_of(content)
        number, checksum = sealed.pop(key, (0, ""))
        place = {"table": table.name, "key": key, "kind": withdrawal or SealKind.PUBLISHED, "seal": number}
        if not checksum:
            yield _("%(table)s %(key)s stands here (%(kind)s), but was never sealed as such.") % place
        elif checksum != sha256_of(canonical(content)):
            yield from _differences(place, content)
    for key, (number, checksum) in sealed.items():
        if checksum:
            gone = _("%(table)s %(key)s is gone, or its mark was taken back: seal %(seal)s says it stands.")
            yield gone % {"table": table.name, "key": key, "seal": number}


def _newest(table: SealedTable, kinds: tuple[SealKind, ...]) -> dict[str, tuple[int, str]]:
    """Number and checksum by key; no checksum for a row that was removed."""
    seals = Seal.objects.filter(table=table.name, kind__in=kinds).order_by("number")
    told = seals.values_list("key", "number", "kind", "content_sha256").iterator(chunk_size=ROWS_AT_ONCE)
    return {
        key: (number, "" if kind == SealKind.REMOVED else checksum) for key, number, kind, checksum in told
    }


def _differences(place: dict[str, Any], content: dict[str, Any]) -> Iterator[str]:
    """One sentence for each field that was sealed, with what it said and what stands now."""
    before = json.loads(Seal.objects.get(pk=place["seal"]).content)
    for field in sorted(before):
        was, stands = (_text(side.get(field, "")) for side in (before, content))
        if was != stands:
            at = _first_difference(was, stands)
            words = _(
                "%(table)s %(key)s differs from seal %(seal)s in %(field)s: “%(was)s” was sealed, “%(now)s” "
                "stands."
            )
            yield words % {**place, "field": field, "was": _shown(was, at), "now": _shown(stands, at)}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else canonical({"": value})[4:-1]


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _shown(text: str, at: int) -> str:
    begins = max(at - LEAD, 0)
    part = text[begins : begins + SHOWN]
    return f"{'…' if begins else ''}{part}{'…' if len(text) > begins + SHOWN else ''}"
