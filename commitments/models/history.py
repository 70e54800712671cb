"""The history of every record: who changed what, when, why and in which batch. It is never pruned."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import models
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from .fields import PlainColumnMixin

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


def track_history(**options: object) -> HistoricalRecords:
    """Tracks the history of a model, with reasons of any length and batches."""
    return HistoricalRecords(
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
