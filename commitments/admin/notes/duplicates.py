"""Asks before a finding is logged twice: same obligation, same day, same evidence address."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from commitments.models import ProgressNote
from commitments.rules.codes import Stage

CONFIRMED = "save_all_the_same"
DUPLICATE = _("A note like this one is there already: see the top of this form. Nothing has been saved yet.")


def notes_like(note: ProgressNote, addresses: Iterable[str]) -> list[ProgressNote]:
    """Other notes on its obligation and day that rest on one of these addresses, unless they were retracted.

    A correction is meant to repeat what it corrects, so the two are not held against each other.
    """
    same = ProgressNote.objects.filter(
        obligation=note.obligation_id, noted_date=note.noted_date, evidence__url__in=set(addresses)
    )
    others = same.exclude(stage=Stage.RETRACTED).exclude(pk=note.pk)
    if note.corrects_id:
        others = others.exclude(pk=note.corrects_id)
    if note.pk:
        others = others.exclude(corrects=note.pk)
    return list(others.select_related("author", "obligation__state", "obligation__commitment").distinct())


def addresses_that_are_new(note: ProgressNote, addresses: set[str]) -> set[str]:
    """Those nobody was asked about: all that the note was not saved with for this obligation and day."""
    stored = ProgressNote.objects.filter(
        pk=note.pk, obligation=note.obligation_id, noted_date=note.noted_date
    )
    return addresses - set(stored.values_list("evidence__url", flat=True)) if note.pk else addresses


class AskingFormSet(BaseInlineFormSet):
    """The evidence of one note; knows in `duplicates` which notes are like it."""

    duplicates: tuple[ProgressNote, ...] | list[ProgressNote] = ()

    def clean(self) -> None:
        """Refuses what looks like a duplicate until the person has ticked that it is none."""
        super().clean()
        note = self.instance
        if not (note.obligation_id and note.noted_date):
            return  # the form above says what is missing
        new = addresses_that_are_new(note, set(self._addresses()))
        found = notes_like(note, new) if new else []
        ticked = set(self.data.get(CONFIRMED, "").split(","))
        if found and not {str(other.pk) for other in found} <= ticked:
            self.duplicates = found
            raise ValidationError(DUPLICATE, code="duplicate")

    @property
    def confirmation(self) -> str:
        """What the tick says yes to: these notes, and no others."""
        return ",".join(str(note.pk) for note in self.duplicates)

    def _addresses(self) -> list[str]:
        kept = [form for form in self.forms if form not in self.deleted_forms]
        filled = [getattr(form, "cleaned_data", {}).get("url") for form in kept]
        return [address for address in filled if address]
