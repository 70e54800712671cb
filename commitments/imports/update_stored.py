"""What a database holds of earlier editions of the baseline, and what its staff have done to it since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import F
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from commitments.models import EvidenceLink, Obligation, ProgressNote, Reply, User
from commitments.rules.codes import UNPUBLISHED_STAGES, Stage

from .editions import KeyFinder, digest_of_note

OBLIGATIONS_AT_ONCE = 400


@dataclass(frozen=True)
class StoredNote:
    """A note of the baseline as it is stored; `key` is None where no edition knows it."""

    note: ProgressNote
    digest: str
    key: str | None


@dataclass
class StoredBaseline:
    """Every stored note by the author of the baseline, and what staff did; a constant number of queries."""

    author: User
    finder: KeyFinder
    unknown: list[StoredNote] = field(default_factory=list)

    @cached_property
    def by_key(self) -> dict[str, list[StoredNote]]:
        """The notes of each key, the oldest first: a note and what corrected it."""
        found: dict[str, list[StoredNote]] = {}
        keys: dict[int | None, str] = {}
        for note in self._notes():
            digest = digest_of_note(note, list(note.evidence.all()))
            key = self.finder.key_of(note, digest) or keys.get(note.corrects_id)
            stored = StoredNote(note, digest, key)
            if key is None:
                self.unknown.append(stored)
            else:
                keys[note.pk] = key
                found.setdefault(key, []).append(stored)
        return found

    def _notes(self) -> Iterable[ProgressNote]:
        # locked, so that nobody corrects or retracts one of them in the meantime
        notes = ProgressNote.objects.select_for_update(of=("self",)).filter(author=self.author).order_by("pk")
        return notes.select_related("obligation__state", "obligation__commitment").prefetch_related(
            "evidence"
        )

    @cached_property
    def discarded(self) -> set[str]:
        """The keys of drafts that staff have deleted; their history tells it."""
        gone = ProgressNote.history.filter(author=self.author, history_type="-")
        gone = gone.exclude(history_user=self.author)
        natural = {
            pk: (iso3, code)
            for pk, iso3, code in Obligation.objects.values_list("pk", "state__iso3", "commitment__code")
        }
        keys = (
            self.finder.key_of_entry(entry_key) or self.finder.key_of_number(number, natural[obligation])
            for number, entry_key, obligation in gone.values_list("id", "entry_key", "obligation_id")
        )
        return {key for key in keys if key}

    @cached_property
    def _touched(self) -> set[int]:
        """The notes that somebody else has changed, or whose evidence, or whose reviewer they are."""
        own = ProgressNote.objects.filter(author=self.author)
        numbers = own.values("pk")
        of_notes = ProgressNote.history.filter(id__in=numbers).exclude(history_user=self.author)
        of_links = EvidenceLink.history.filter(note_id__in=numbers).exclude(history_user=self.author)
        asked = own.filter(reviewer__isnull=False)
        found = (*of_notes.values_list("id"), *of_links.values_list("note_id"), *asked.values_list("pk"))
        return {number for (number,) in found}

    @cached_property
    def _corrections(self) -> dict[int, ProgressNote]:
        """What staff wrote to correct a note of the baseline, by the note that it corrects."""
        written = ProgressNote.objects.filter(corrects__author=self.author).exclude(author=self.author)
        return {note.corrects_id: note for note in written.order_by("pk")}

    @cached_property
    def _replies(self) -> dict[int, int]:
        """The replies that staff entered, by the note that they answer."""
        entered = Reply.objects.filter(note__author=self.author).exclude(author=self.author)
        return dict(entered.values_list("note", "pk"))

    def staff_refusal(self, stored: StoredNote) -> str:
        """Why an edition leaves this note as it is: what staff did to it. Empty where they did nothing."""
        note = stored.note
        if note.stage in UNPUBLISHED_STAGES:
            is_idle = note.stage == Stage.DRAFT and note.pk not in self._touched
            return "" if is_idle else _("your staff are working on it")
        if note.stage == Stage.RETRACTED:
            return "" if note.retracted_by_id == self.author.pk else _("your staff retracted it")
        return self._correction_refusal(note) or self._public_refusal(note)

    def _correction_refusal(self, note: ProgressNote) -> str:
        correction = self._corrections.get(note.pk)
        if correction is None:
            return ""
        if note.stage == Stage.CORRECTED:
            return _("your staff corrected it (note %(note)s)") % {"note": correction.pk}
        is_open = correction.stage in UNPUBLISHED_STAGES
        return _("your staff are correcting it (note %(note)s)") % {"note": correction.pk} if is_open else ""

    def _public_refusal(self, note: ProgressNote) -> str:
        if note.published_by_id != self.author.pk:
            return _("your staff published it")
        reply = self._replies.get(note.pk)
        return _("your staff recorded reply %(reply)s to it") % {"reply": reply} if reply else ""

    def twins_of(self, notes: Iterable[ProgressNote]) -> dict[tuple, int]:
        """The notes of staff that say the same of the same day as one of these, which are not stored."""
        wanted = {words_of(note) for note in notes}
        days = {day for _obligation, day, _text in wanted}
        staff = ProgressNote.objects.exclude(author=self.author)
        staff = staff.exclude(stage__in=[Stage.RETRACTED, Stage.CORRECTED])
        found: dict[tuple, int] = {}
        for obligations in _chunks({obligation for obligation, _day, _text in wanted}):
            same = staff.filter(
                obligation__in=obligations, noted_date__gte=min(days), noted_date__lte=max(days)
            )
            words = same.annotate(owed=F("obligation_id")).values_list("owed", "noted_date", "text", "pk")
            found |= {(*key, text): pk for *key, text, pk in words.iterator() if (*key, text) in wanted}
        return found


def words_of(note: ProgressNote) -> tuple:
    """What no two notes that stand have in common."""
    return note.obligation_id, note.noted_date, note.text


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(sorted(numbers))
    while chunk := list(islice(remaining, OBLIGATIONS_AT_ONCE)):
        yield chunk
