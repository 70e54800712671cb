"""The entries of the feeds: every note that changed, with the time of its last change, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from commitments.models import ProgressNote, Reply, State
from commitments.models.progress_queries import ProgressNoteQuerySet
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Certainty, Stage, Status

MAX_ENTRIES = 50

Moved = tuple[int, datetime]


@dataclass(frozen=True)
class FeedEntry:
    """One note in a feed; a retracted one stays, without its text."""

    note: ProgressNote
    updated_at: datetime
    is_retracted: bool
    is_corrected: bool

    @property
    def title(self) -> str:
        """State, commitment, and the finding or what happened to it."""
        obligation = self.note.obligation
        return " · ".join([obligation.state.name, str(obligation.commitment), self._what()])

    @property
    def categories(self) -> list[str]:
        """Codes for sorting: State, commitment, status, and what happened to the note."""
        note, codes = self.note, []
        if note.status and not self.is_retracted:
            codes.append(note.status)
        if self.is_retracted or self.is_corrected:
            codes.append((Stage.RETRACTED if self.is_retracted else Stage.CORRECTED).value)
        return [note.obligation.state.iso3, note.obligation.commitment.code, *codes]

    def _what(self) -> str:
        if self.is_retracted:
            return str(Stage.RETRACTED.label)
        note = self.note
        said = str(Status(note.status).label) if note.status else _("finding without a status")
        # a headline without the certainty would claim more than the source
        doubt = "" if note.certainty == Certainty.CONFIRMED else str(Certainty(note.certainty).label)
        disputed = _("disputed") if note.dispute else ""
        became = str(Stage.CORRECTED.label) if self.is_corrected else ""
        return ", ".join(filter(None, [said, doubt, disputed, became]))


def feed_entries(about: Q, clocks: Clocks) -> list[FeedEntry]:
    """The notes about `about` that changed last; the number of queries is constant."""
    public = ProgressNote.objects.public_at(clocks).filter(about)
    moved: dict[int, datetime] = {}
    for pk, moment in _moved(public, clocks):
        moved[pk] = max(moment, moved.get(pk, moment))
    newest = sorted(moved, key=lambda pk: (moved[pk], pk), reverse=True)[:MAX_ENTRIES]
    related = public.select_related("obligation__state", "obligation__commitment", "author").with_evidence()
    shown = related.with_corrections(clocks)
    notes = shown.with_replies(clocks).in_bulk(newest)
    return [_entry(notes[pk], moved[pk], clocks.known_at) for pk in newest]


def regions_by_slug() -> dict[str, str]:
    """The regions of the United Nations by their slug: `americas` -> Americas."""
    names = State.objects.order_by("region").values_list("region", flat=True).distinct()
    return {slugify(name): name for name in names}


def _entry(note: ProgressNote, moved_at: datetime, known_at: datetime) -> FeedEntry:
    return FeedEntry(
        note=note,
        updated_at=moved_at,
        is_retracted=_has_come(note.retracted_at, known_at),
        is_corrected=_has_come(note.corrected_at, known_at),
    )


def _has_come(moment: datetime | None, known_at: datetime) -> bool:
    return moment is not None and moment <= known_at


def _moved(public: ProgressNoteQuerySet, clocks: Clocks) -> Iterator[Moved]:
    """The newest notes of each kind of change; what is left out is older than 50 others.

    Notes that a new site is loaded with do not count until one is retracted, corrected or answered.
    """
    yield from _newest(public.news(), "published_at")
    # the stage has an index, and few notes are retracted or corrected
    withdrawn = public.filter(stage__in=[Stage.RETRACTED, Stage.CORRECTED])
    for mark in ("retracted_at", "corrected_at"):
        yield from _newest(withdrawn.filter(**{f"{mark}__lte": clocks.known_at}), mark)
    replies = Reply.objects.public_at(clocks).filter(note__in=public)
    for mark in ("published_at", "retracted_at"):
        replied = replies.filter(**{f"{mark}__lte": clocks.known_at}).order_by()
        by_note = replied.values_list("note").annotate(moment=Max(mark))
        yield from by_note.order_by("-moment", "-note")[:MAX_ENTRIES]


def _newest(notes: ProgressNoteQuerySet, mark: str) -> Iterator[Moved]:
    yield from notes.order_by(f"-{mark}", "-pk").values_list("pk", mark)[:MAX_ENTRIES]
