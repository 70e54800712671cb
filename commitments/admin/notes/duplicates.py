"""Asks before a finding is logged twice: same obligation, same day, same source."""

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from commitments.models import EvidenceLink, ProgressNote
from commitments.models.duplicates import notes_alike

CONFIRMED = "save_all_the_same"
DUPLICATE = _("A note like this one is there already: see the top of this form. Nothing has been saved yet.")


class AskingFormSet(BaseInlineFormSet):
    """The evidence of one note; knows in `duplicates` which notes are like it."""

    duplicates: tuple[ProgressNote, ...] | list[ProgressNote] = ()

    def clean(self) -> None:
        """Refuses what looks like a duplicate until the person has ticked that it is none."""
        super().clean()
        note = self.instance
        if not (note.obligation_id and note.noted_date):
            return  # the form above says what is missing
        found = notes_alike(note, self._links())
        ticked = set(self.data.get(CONFIRMED, "").split(","))
        if found and not {str(other.pk) for other in found} <= ticked:
            self.duplicates = found
            raise ValidationError(DUPLICATE, code="duplicate")

    @property
    def confirmation(self) -> str:
        """What the tick says yes to: these notes, and no others."""
        return ",".join(str(note.pk) for note in self.duplicates)

    def _links(self) -> list[EvidenceLink]:
        kept = [form for form in self.forms if form not in self.deleted_forms]
        return [form.instance for form in kept if form.instance.pk or form.has_changed()]
