"""The history of every record: who changed what, when, why and in which batch. It is never pruned.

What is public of a change is sealed with it, in the same transaction.
"""

import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from .fields import PlainColumnMixin
from .sealing import seal_deleted, seal_many, seal_saved

ROWS_A_STATEMENT = 500

_batch: ContextVar[uuid.UUID | None] = ContextVar("batch", default=None)


def current_batch() -> uuid.UUID | None:
    """The batch of the changes made now; None outside a batch."""
    return _batch.get()


@contextmanager
def change_batch() -> Iterator[uuid.UUID]:
    """Records all changes made inside as one batch, such as a bulk action or an import."""
    batch = uuid.uuid4()
    mark = _batch.set(batch)
    try:
        yield batch
    finally:
        _batch.reset(mark)


class BatchField(PlainColumnMixin, models.UUIDField):
    """The batch that a change belongs to."""


class HistoryEntry(models.Model):
    """What every history entry stores beside the record itself."""

    batch = BatchField(null=True, editable=False, default=current_batch, db_index=True)

    class Meta:
        abstract = True


class HistoryManagerMadeOnce(HistoryManager):
    """The manager of a history, whose class is made once; the library makes one at every access."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: type, class_name: str | None = None) -> type:
        return super().from_queryset(queryset_class, class_name)


class SealedHistory(HistoricalRecords):
    """The history of a model, which also seals what is public of each change.

    The clock is read where the library reads it for its own entry.
    """

    def post_save(
        self,
        instance: Any,
        created: bool,
        using: str | None = None,
        *,
        raw: bool = False,
        update_fields: Collection[str] | None = None,
        **kwargs: Any,
    ) -> None:
        """A fixture is loaded raw: it enters no history, and `seal_unsealed` follows it."""
        super().post_save(instance, created, using=using, raw=raw, **kwargs)
        if not raw:
            seal_saved(instance, created=created, update_fields=update_fields, at=timezone.now())

    def post_delete(self, instance: Any, using: str | None = None, **kwargs: Any) -> None:
        super().post_delete(instance, using=using, **kwargs)
        seal_deleted(instance, at=timezone.now())


class TrackedModel(models.Model):
    """A record whose history and seal are stored with it or not at all, whoever saves it."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        """The entries follow in signals after the row, so all need one transaction."""
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with transaction.atomic(savepoint=False):
            return super().delete(*args, **kwargs)


def track_history(**options: object) -> HistoricalRecords:
    """Tracks the history of a model, with reasons of any length and batches."""
    return SealedHistory(
        bases=[HistoryEntry],
        history_change_reason_field=models.TextField(null=True),
        history_manager=HistoryManagerMadeOnce,
        **options,
    )


def sign(record: Any, *, by: Any, reason: str | None) -> None:
    """The next save or delete of this record enters the history as made by this user, for this reason."""
    record._history_user, record._change_reason = by, reason


def record_bulk_history(
    records: Sequence[Any], *, reason: str, created: bool = False, by: Any | None = None
) -> None:
    """Writes the history of records that one bulk statement created or changed, which records none itself."""
    if records:
        history = type(records[0]).history
        history.bulk_history_create(
            records,
            batch_size=ROWS_A_STATEMENT,
            update=not created,
            default_user=by,
            default_change_reason=reason,
        )
        seal_many(records, created=created, at=timezone.now())
