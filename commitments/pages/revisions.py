"""The editions of the baseline that came here later, each told as one event.

An edition changes thousands of findings at one moment, by the author of the baseline; told one by one they
would hide what happened in the world.
"""

from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Value

from commitments.models.progress_queries import ProgressNoteQuerySet
from commitments.rules.clocks import Clocks, end_of
from commitments.rules.events import EventKind
from commitments.rules.roles import BASELINE_AUTHOR

from .event_words import BaselineRevision, Event

NONE = Value(0, IntegerField())


def revisions_told(notes: ProgressNoteQuerySet, clocks: Clocks, about: dict[str, Any]) -> list[Event]:
    """The revisions of these notes of the baseline, the last one first; one query.

    `about` are the filters that lead to the same findings.
    """
    counts: dict[datetime, list[int]] = {}
    for moment, *numbers in _counted(notes, clocks):
        counts[moment] = [sum(pair) for pair in zip(numbers, counts.get(moment, (0, 0, 0)), strict=True)]
    return [
        _event(BaselineRevision(moment, added, corrected, retracted, about))
        for moment, (added, corrected, retracted) in sorted(counts.items(), reverse=True)
    ]


def _event(revision: BaselineRevision) -> Event:
    day = revision.at.astimezone(UTC).date()
    return Event(EventKind.REVISED, day, None, revision=revision)


def _counted(notes: ProgressNoteQuerySet, clocks: Clocks) -> QuerySet[Any, Any]:
    """Moment, added, corrected and retracted: what came and what was retracted, each in rows of their own."""
    moment = min(clocks.known_at, end_of(clocks.day))
    of_baseline = notes.filter(author__username=BASELINE_AUTHOR).public_at(clocks).order_by()
    # what a new site was loaded with is no revision
    came = of_baseline.filter(published_by=F("author"), published_at__lte=moment)
    came = came.exclude(published_at=F("author__date_joined"))
    gone = of_baseline.filter(retracted_by=F("author"), retracted_at__lte=moment)
    added = Count("pk", filter=Q(corrects__isnull=True))
    corrected = Count("pk", filter=Q(corrects__isnull=False))
    brought = came.values_list("published_at").annotate(added=added, corrected=corrected, retracted=NONE)
    taken = gone.values_list("retracted_at").annotate(added=NONE, corrected=NONE, retracted=Count("pk"))
    return brought.union(taken, all=True)
