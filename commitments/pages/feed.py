"""The entries of the feeds: the events that pages tell, with the time of their last change, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.db.models import Max
from django.utils.text import slugify

from commitments.models import ProgressNote, Reply, State
from commitments.models.progress_queries import ProgressNoteQuerySet
from commitments.rules.clocks import Clocks
from commitments.rules.events import EventKind

from .event_words import Event
from .events import (
    EventScope,
    event_of_note,
    events_of_stays,
    latest_findings,
    stays_told,
    with_event_values,
)
from .revisions import revisions_told

MAX_ENTRIES = 50
# so many of each kind are told whatever their age, so that no feed is empty where something is known
MIN_TOLD = 10

Moved = tuple[int, datetime]


@dataclass(frozen=True)
class FeedEntry:
    """One event in a feed; a note has one entry whatever becomes of it."""

    event: Event
    published_at: datetime
    updated_at: datetime

    @property
    def title(self) -> str:
        return self.event.sentence

    @property
    def categories(self) -> list[str]:
        """Codes for sorting: State, commitment, status, and the kind of event."""
        event = self.event
        status = event.note.status if event.note and not self.is_retracted else ""
        code = event.commitment.code if event.commitment else ""
        iso3 = event.state.iso3 if event.state else ""
        return [each for each in (iso3, code, status, event.kind.value) if each]

    @property
    def is_retracted(self) -> bool:
        """Whether only the reason of the retraction may be told."""
        return self.event.kind == EventKind.RETRACTED

    @property
    def is_corrected(self) -> bool:
        return self.event.kind == EventKind.CORRECTED


def feed_entries(scope: EventScope, clocks: Clocks) -> list[FeedEntry]:
    """The events in this scope that changed last; the number of queries is constant."""
    entries = [*_of_notes(scope, clocks), *_of_stays(scope, clocks), *_of_revisions(scope, clocks)]
    return sorted(entries, key=_place, reverse=True)[:MAX_ENTRIES]


def regions_by_slug() -> dict[str, str]:
    """The regions of the United Nations by their slug: `americas` -> Americas."""
    names = State.objects.order_by("region").values_list("region", flat=True).distinct()
    return {slugify(name): name for name in names}


def _place(entry: FeedEntry) -> tuple:
    """Notes that came at one moment, as those of a new site, stand by the day of the fact."""
    note = entry.event.note
    day = note.noted_date if note else entry.event.day
    return entry.updated_at, day, note.pk if note else 0


def _of_notes(scope: EventScope, clocks: Clocks) -> Iterator[FeedEntry]:
    """The notes that moved last, and the newest findings although a new site was loaded with them."""
    public = ProgressNote.objects.public_at(clocks).filter(scope.notes)
    moved: dict[int, datetime] = {}
    for pk, moment in _moved(public, clocks):
        moved[pk] = max(moment, moved.get(pk, moment))
    last_moved = sorted(moved, key=lambda pk: (moved[pk], pk), reverse=True)[:MAX_ENTRIES]
    newest = latest_findings(clocks, scope, MIN_TOLD).values_list("pk", flat=True)
    related = with_event_values(public, clocks).select_related("author").with_evidence()
    notes = related.with_corrections(clocks).with_replies(clocks).in_bulk({*last_moved, *newest})
    for pk, note in notes.items():
        yield FeedEntry(event_of_note(note, clocks), note.published_at, moved.get(pk, note.published_at))


def _of_stays(scope: EventScope, clocks: Clocks) -> Iterator[FeedEntry]:
    """The States that joined or left last, at the beginning of that day."""
    stays = stays_told(clocks.day, scope)[:MIN_TOLD]
    for event in events_of_stays(stays, clocks.day)[:MIN_TOLD]:
        moment = datetime.combine(event.day, time.min, tzinfo=UTC)
        yield FeedEntry(event, moment, moment)


def _of_revisions(scope: EventScope, clocks: Clocks) -> Iterator[FeedEntry]:
    """The editions of the baseline that came here later, each as one entry."""
    for event in revisions_told(ProgressNote.objects.filter(scope.notes), clocks, scope.about)[:MIN_TOLD]:
        if event.revision:
            yield FeedEntry(event, event.revision.at, event.revision.at)


def _moved(public: ProgressNoteQuerySet, clocks: Clocks) -> Iterator[Moved]:
    """The newest notes of each kind of change; what is left out is older than 50 others.

    Notes that a new site is loaded with do not count until somebody retracts, corrects or answers one.
    """
    yield from _newest(public.news(), "published_at")
    withdrawn = public.withdrawn_by_people()
    for mark in ("retracted_at", "corrected_at"):
        yield from _newest(withdrawn.filter(**{f"{mark}__lte": clocks.known_at}), mark)
    replies = Reply.objects.public_at(clocks).filter(note__in=public)
    for mark in ("published_at", "retracted_at"):
        replied = replies.filter(**{f"{mark}__lte": clocks.known_at}).order_by()
        by_note = replied.values_list("note").annotate(moment=Max(mark))
        yield from by_note.order_by("-moment", "-note")[:MAX_ENTRIES]


def _newest(notes: ProgressNoteQuerySet, mark: str) -> Iterator[Moved]:
    yield from notes.order_by(f"-{mark}", "-pk").values_list("pk", mark)[:MAX_ENTRIES]
