"""What a change of records adds to the chain of seals, in the same transaction."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from commitments.rules.codes import PUBLIC_STAGES
from commitments.rules.seal import canonical, sha256_of
from commitments.rules.seal_codes import OF_PUBLICATION, SealKind

from .seal import Chain, PublicEvent, Seal
from .sealed_records import BY_MODEL, SEALED_TABLES
from .sealed_tables import SealedTable

ROWS_A_QUERY = 500
STEP = "stage"


def seal_saved(record: Any, *, created: bool, update_fields: Collection[str] | None, at: datetime) -> None:
    """One record was saved; a step of its review holds the chain already (`_chain`)."""
    table = BY_MODEL.get(record._meta.model_name)
    if table is None or _is_beside(table, record, update_fields):
        return
    with transaction.atomic(savepoint=False):
        chain = (update_fields and getattr(record, "_chain", None)) or Chain()
        if table.is_published and update_fields:
            kind = SealKind(record.stage)
            at = getattr(record, f"{kind.value}_at")
            events = _events(table, [record.pk], kind)
        elif created and not table.is_published:
            events = _events(table, [record.pk], SealKind.ENTERED)
        else:
            events = _unsealed(table, [record.pk], SealKind.CHANGED)
        chain.append(events, at)


def _is_beside(table: SealedTable, record: Any, update_fields: Collection[str] | None) -> bool:
    """Whether the public reads nothing of what was saved."""
    if table.is_published:
        return record.stage not in PUBLIC_STAGES or (update_fields is not None and STEP not in update_fields)
    return table.fields.isdisjoint(update_fields or table.fields)


def seal_deleted(record: Any, *, at: datetime) -> None:
    """One record was deleted; a draft never was in the chain."""
    table = BY_MODEL.get(record._meta.model_name)
    if table is None or table.is_published:
        return
    with transaction.atomic(savepoint=False):
        Chain().append([_removal(table, table.key_of_record(record))], at)


def seal_many(records: Sequence[Any], *, created: bool, at: datetime) -> None:
    """Records of one kind that one statement has entered or changed."""
    table = BY_MODEL.get(records[0]._meta.model_name)
    if table is None:
        return
    public = [each.pk for each in records if not table.is_published or each.stage in PUBLIC_STAGES]
    if public:
        kind = SealKind.ENTERED if created else SealKind.CHANGED
        with transaction.atomic(savepoint=False):
            Chain().append(_unsealed(table, public, kind), at)


@transaction.atomic
def seal_unsealed(*, at: datetime, changed: bool = False) -> int:
    """Seal what stands and was never sealed: what fixtures, `update` and older versions have stored.

    With `changed` also what differs from its seal or is gone, but never what was published: a published
    record that differs is damage, and `check_data` names it. Returns the number of new seals.
    """
    chain = Chain()
    return sum(chain.append(_to_seal(table, changed=changed), at) for table in SEALED_TABLES)


def _to_seal(table: SealedTable, *, changed: bool) -> Iterator[PublicEvent]:
    if table.is_published:
        sealed = set(Seal.objects.filter(table=table.name).values_list("key", "kind"))
        yield from _publications(table, None, sealed, SealKind.FOUND)
        yield from _withdrawals(table, None, sealed)
        return
    standing = _last_seals(table)
    for _pk, content in table.contents():
        last = standing.pop(table.key_of(content), "")
        if not last or (changed and last != sha256_of(canonical(content))):
            yield _event(table, SealKind.FOUND, content)
    if changed:
        yield from (_removal(table, key) for key, last in standing.items() if last)


def _unsealed(table: SealedTable, pks: Sequence[Any], kind: SealKind) -> Iterator[PublicEvent]:
    """What of these records is not sealed as it stands."""
    if table.is_published:
        keys = [str(pk) for pk in pks]
        sealed = set(Seal.objects.filter(table=table.name, key__in=keys).values_list("key", "kind"))
        yield from _publications(table, pks, sealed, SealKind.PUBLISHED)
        yield from _withdrawals(table, pks, sealed)
        return
    read = table.contents(pks)
    while block := {table.key_of(content): content for _pk, content in islice(read, ROWS_A_QUERY)}:
        last = _last_seals(table, block)
        for key, content in block.items():
            if last.get(key) != sha256_of(canonical(content)):
                yield _event(table, kind if last.get(key) else SealKind.ENTERED, content)


def _last_seals(table: SealedTable, keys: Iterable[str] | None = None) -> dict[str, str]:
    """The checksum of what was sealed last of each row; empty for one that was removed."""
    seals = Seal.objects.filter(table=table.name)
    if keys is not None:
        seals = seals.filter(key__in=list(keys))
    told = seals.order_by("number").values_list("key", "kind", "content_sha256").iterator()
    return {key: "" if kind == SealKind.REMOVED else checksum for key, kind, checksum in told}


def _publications(
    table: SealedTable, pks: Iterable[Any] | None, sealed: set[tuple[str, str]], kind: SealKind
) -> Iterator[PublicEvent]:
    for _pk, content in table.contents(pks):
        key = table.key_of(content)
        if not any((key, each) in sealed for each in OF_PUBLICATION):
            yield _event(table, kind, content)


def _withdrawals(
    table: SealedTable, pks: Iterable[Any] | None, sealed: set[tuple[str, str]]
) -> Iterator[PublicEvent]:
    for kind in table.withdrawn:
        for _pk, content in table.contents(pks, withdrawal=kind):
            if (table.key_of(content), kind) not in sealed:
                yield _event(table, kind, content)


def _events(table: SealedTable, pks: Iterable[Any], kind: SealKind) -> Iterator[PublicEvent]:
    withdrawal = kind if kind in table.withdrawn else None
    return (_event(table, kind, content) for _pk, content in table.contents(pks, withdrawal=withdrawal))


def _event(table: SealedTable, kind: SealKind, content: dict[str, Any]) -> PublicEvent:
    return PublicEvent(kind, table.name, table.key_of(content), content)


def _removal(table: SealedTable, key: str) -> PublicEvent:
    return PublicEvent(SealKind.REMOVED, table.name, key, {})
