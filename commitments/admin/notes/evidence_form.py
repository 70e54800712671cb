"""The form of one piece of evidence."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from commitments.admin.date_fields import DateInput, PartialDateField, PartialDatesMixin
from commitments.admin.reading import AddressInput, ReadAddressField, ReadLineField, ReadTextField
from commitments.models import Document, EvidenceLink
from commitments.models.progress import EVIDENCE_FIELDS
from commitments.rules.date_reading import latest_today
from commitments.rules.document_reading import MAX_DOCUMENT_MEGABYTES

from .archived_copies import ArchivedCopyInput
from .documents import GONE, NOT_TAKEN, DocumentInput, KeptDocument

LINES = ("title", "publisher", "locator", "document_name", "archive", "archive_number")


class EvidenceForm(PartialDatesMixin, forms.ModelForm):
    """One piece of evidence, with what a reader needs to check it.

    A file that was sent is kept before the form is read, and `document` names it from then on.
    """

    upload = forms.FileField(
        label=_("Document"),
        required=False,
        allow_empty_file=True,
        widget=DocumentInput,
        help_text=format_lazy(
            _(
                "A letter, a report on paper, a picture: PDF, PNG or JPEG, up to {most} MB. Once the note is "
                "published, everybody can take the file as it is, with all it holds: look for the names of "
                "witnesses, in its properties too."
            ),
            most=MAX_DOCUMENT_MEGABYTES,
        ),
    )

    partial_dates = {"published_date": "published_precision"}

    class Meta:
        model = EvidenceLink
        fields = EVIDENCE_FIELDS
        error_messages = {
            "document": {"invalid_choice": GONE},
            "title": {"required": _("Say what the source calls itself, or empty this row.")},
        }
        field_classes = dict.fromkeys(LINES, ReadLineField) | {
            "url": ReadAddressField,
            "published_date": PartialDateField,
            "quotation": ReadTextField,
            "archived_url": ReadAddressField,
        }
        widgets = {
            "document": forms.HiddenInput,
            "document_name": forms.HiddenInput,
            "url": AddressInput,
            "archived_url": ArchivedCopyInput,
            "published_date": DateInput,
            "quotation": AdminTextareaWidget(attrs={"rows": 3}),
        }
        help_texts = {
            "url": _(
                "The page or file itself; a DOI or the symbol of a UN document, such as A/RES/78/50, will "
                "do. Leave it empty for a document or for what lies in an archive."
            ),
            "title": _("As the source names itself."),
            "publisher": _("Who answers for it: a body, an office, a newspaper."),
            "published_date": _(
                "The date the source bears, as exactly as it does: 2 November 2026, November 2026 or 2026."
            ),
            "locator": _("Where in it, such as “p. 12” or “para. 4”."),
            "quotation": _("The one sentence that shows it, word for word, in the language of the source."),
            "archived_url": _("A copy that stays, such as one of the Internet Archive."),
            "archive": _("Who has it, for what is not on the web: “National Archives, Kew”."),
            "archive_number": _("Under which number they find it: “FO 371/1234”."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "document" in self.fields:  # what is locked is shown in other ways
            name = self["document_name"].value() or ""
            self.fields["upload"].widget.kept = KeptDocument(self._named(), name)

    def _named(self) -> Document | None:
        """The document that the row names, as it was sent."""
        sha256 = self["document"].value()
        if sha256 == self.instance.document_id:
            return self.instance.document
        return Document.objects.filter(pk=sha256).first()

    def _get_validation_exclusions(self) -> set[str]:
        """A row whose file was refused lacks it for a reason that stands beside it already."""
        return super()._get_validation_exclusions() | ({"document"} if "upload" in self.errors else set())

    def clean_upload(self) -> None:
        """A file that is still here was not kept."""
        if upload := self.cleaned_data["upload"]:
            raise ValidationError(getattr(upload, "refusal", NOT_TAKEN))

    def clean(self) -> dict:
        """Refuses a day in the future."""
        cleaned = super().clean()
        day = cleaned.get("published_date")
        if day and day > latest_today(timezone.now()):
            self.add_error("published_date", _("This day lies in the future."))
        return cleaned
