"""Notes that perhaps tell one finding twice: about the same obligation and day, from the same source.

The form of a note and the import ask here, so that they call the same things alike. Sources are compared by
`address_key`, in memory, because few notes share an obligation and a day.
"""

from collections.abc import Collection, Iterable

from commitments.rules.address_reading import address_key
from commitments.rules.codes import Stage

from .evidence import EvidenceLink
from .progress import ProgressNote


def source_keys(links: Iterable[EvidenceLink]) -> set[str]:
    """The sources of these pieces of evidence: addresses however written, documents, citations."""
    named = ("document_id", "archive", "archive_number")
    keys = (
        address_key(link.url) or ", ".join(str(getattr(link, name) or "") for name in named).casefold()
        for link in links
    )
    return {key for key in keys if key.strip(", ")}


def notes_alike(
    note: ProgressNote, links: Iterable[EvidenceLink], *, besides: Collection[int] = ()
) -> list[ProgressNote]:
    """Other notes on its obligation and day that rest on one of these sources; `besides` are left out.

    What was retracted or corrected no longer stands. A correction is meant to repeat what it corrects, so the
    two are not held against each other. Nobody is asked again about what the note was saved with.
    """
    new = source_keys(links) - _keys_saved_with(note)
    if not new:
        return []
    same = ProgressNote.objects.filter(obligation=note.obligation_id, noted_date=note.noted_date)
    others = same.exclude(stage__in=[Stage.RETRACTED, Stage.CORRECTED]).exclude(
        pk__in=[note.pk or 0, *besides]
    )
    if note.corrects_id:
        others = others.exclude(pk=note.corrects_id)
    if note.pk:
        others = others.exclude(corrects=note.pk)
    related = others.select_related("author", "obligation__state", "obligation__commitment")
    return [
        other for other in related.with_evidence().order_by("pk") if new & source_keys(other.evidence.all())
    ]


def _keys_saved_with(note: ProgressNote) -> set[str]:
    saved = {"note": note.pk, "note__obligation": note.obligation_id, "note__noted_date": note.noted_date}
    return source_keys(EvidenceLink.objects.filter(**saved)) if note.pk else set()
