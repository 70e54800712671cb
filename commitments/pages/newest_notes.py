"""The note to read first on each of many obligations, with its first source, and what is disputed there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q

from commitments.models import Obligation, ProgressNote
from commitments.rules.clocks import Clocks


@dataclass(frozen=True)
class ShownNotes:
    """Of one obligation: the finding that decides, else the newest note; and the newest that is disputed.

    Notes have `source_url`, `source_title` and `source_publisher`, those of their first piece of evidence.
    """

    newest: ProgressNote | None = None
    disputed: ProgressNote | None = None


NOTHING = ShownNotes()


def shown_notes(obligations: Iterable[Obligation], clocks: Clocks) -> dict[int, ShownNotes]:
    """By id of the obligation, for those with a note; one query. Needs `as_listed`."""
    owed = list(obligations)
    deciding = {each.finding_id for each in owed if each.finding_id}
    noted = {each.pk for each in owed if each.newest_note_date and not each.finding_id}
    disputed = Q(obligation__in=[each.pk for each in owed if each.is_disputed]) & ~Q(dispute="")
    wanted = Q(pk__in=deciding) | Q(obligation__in=noted) | disputed
    notes = ProgressNote.objects.known_at(clocks).filter(wanted).newest_first().with_first_evidence()
    found: dict[int, ShownNotes] = {}
    for note in notes.annotate(
        source_url=F("first_evidence__url"),
        source_title=F("first_evidence__title"),
        source_publisher=F("first_evidence__publisher"),
    ):
        so_far = found.get(note.obligation_id, NOTHING)
        newest = so_far.newest or (note if note.pk in deciding or note.obligation_id in noted else None)
        found[note.obligation_id] = ShownNotes(newest, so_far.disputed or (note if note.dispute else None))
    return found
