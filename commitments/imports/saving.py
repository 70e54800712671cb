"""A row that was found right, by the verbs of the model."""

from commitments.models import ProgressNote
from commitments.models.progress import CONTENT_FIELDS

from .entries import Order, Outcome
from .work import Work


def save(work: Work, order: Order) -> None:
    """A new draft, a changed draft, or a correction; handed to a reviewer where that was asked."""
    target, version = work.note, work.note.version if work.stored else None
    if work.outcome == Outcome.CORRECTION:
        published = ProgressNote.objects.get(pk=work.note.pk)
        target, version = published.correct(by=order.by, reason=order.reason), None
        for field in CONTENT_FIELDS:
            setattr(target, field, getattr(work.note, field))
    target.write(by=order.by, version=version, reason=order.reason)
    work.evidence.take_place(target, by=order.by, reason=order.reason)
    if order.submit:
        target.submit(by=order.by, at=order.at)
    work.made = target.pk
