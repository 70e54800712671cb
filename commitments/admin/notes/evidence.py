"""Evidence in the form of its note."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments.admin.date_fields import DateInput, PartialDateField, PartialDatesMixin
from commitments.admin.reading import AddressInput, ReadAddressField, ReadLineField, ReadTextField
from commitments.admin.workflow.merging import Difference, RowMerge, SentForm, sent_rows, summary
from commitments.models import Document, EvidenceLink, ProgressNote
from commitments.rules.date_reading import latest_today
from commitments.rules.document_reading import MAX_DOCUMENT_MEGABYTES
from commitments.rules.publication import is_locked_for_author
from commitments.staff.documents import documents_shown
from commitments.staff.review import links_at
from commitments.templatetags.sources import citation_words, document_words
from commitments.templatetags.tracker import partial_date

from .archived_copies import ArchivedCopyInput, LookingFormSet
from .documents import GONE, NOT_TAKEN, DocumentInput, KeptDocument

MAX_LINKS = 50
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
        help_text=_(
            "A letter, a report on paper, a picture: PDF, PNG or JPEG, up to %(most)s MB. Once the note is "
            "published, everybody can take the file as it is, with all it holds: look for the names of "
            "witnesses, in its properties too."
        )
        % {"most": MAX_DOCUMENT_MEGABYTES},
    )

    partial_dates = {"published_date": "published_precision"}

    class Meta:
        model = EvidenceLink
        fields = (
            "url",
            "title",
            "publisher",
            "kind",
            "published_date",
            "published_precision",
            "locator",
            "quotation",
            "archived_url",
            "document",
            "document_name",
            "archive",
            "archive_number",
        )
        error_messages = {"document": {"invalid_choice": GONE}}
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


class EvidenceInline(admin.StackedInline):
    """As many links as the finding has; whoever may write the note may write its evidence."""

    model = EvidenceLink
    form = EvidenceForm
    formset = LookingFormSet
    verbose_name_plural = _("evidence")
    fields = (
        ("url", "title"),
        ("publisher", "kind"),
        ("published_date", "published_precision", "locator"),
        ("upload", "document", "document_name"),
        ("archive", "archive_number"),
        "quotation",
        "archived_url",
    )
    fields_to_read = (
        "title",
        "address",
        ("publisher", "kind"),
        ("dated", "locator"),
        ("kept_document", "citation"),
        "quotation",
        "archived_copy",
    )
    readonly_fields = ("address", "archived_copy", "citation", "dated", "kept_document")

    def get_fields(self, request: HttpRequest, obj: ProgressNote | None = None):
        """What is locked is shown to be read: links to follow, dates as exactly as known."""
        return self.fields if self._may_write(request, obj) else self.fields_to_read

    def get_formset(self, request: HttpRequest, obj: ProgressNote | None = None, **kwargs):
        """Help on how to write is out of place where there is only to read."""
        # more rows than the form shows are not worth the seconds that a forged count would cost
        kwargs |= {"max_num": MAX_LINKS, "absolute_max": MAX_LINKS}
        may_write = self._may_write(request, obj)
        if not may_write:
            kwargs["help_texts"] = {}
        formset = super().get_formset(request, obj, **kwargs)
        if may_write:
            shown = documents_shown(request.user, request.session)
            formset.form.base_fields["document"].queryset = shown
        return formset

    def get_queryset(self, request: HttpRequest):
        """With what the rows tell of their documents."""
        return super().get_queryset(request).select_related("document")

    def get_extra(self, request: HttpRequest, obj: ProgressNote | None = None, **kwargs) -> int:
        """One empty form where there is nothing yet."""
        return 0 if obj and obj.evidence.exists() else 1

    def has_view_permission(self, request: HttpRequest, obj: ProgressNote | None = None) -> bool:
        """Whoever sees the note sees what it rests on."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: ProgressNote | None = None) -> bool:
        return self._may_write(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: ProgressNote | None = None) -> bool:
        return self._may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: ProgressNote | None = None) -> bool:
        return self._may_write(request, obj)

    def _may_write(self, request: HttpRequest, note: ProgressNote | None) -> bool:
        if note is None or note.pk is None:
            return request.user.has_perm("commitments.add_progressnote")
        return not is_locked_for_author(note.stage) and request.user.has_perm(
            "commitments.change_progressnote"
        )

    @admin.display(description=_("address"))
    def address(self, link: EvidenceLink) -> str:
        return self._web_link(link.url)

    @admin.display(description=_("archived copy"))
    def archived_copy(self, link: EvidenceLink) -> str:
        return self._web_link(link.archived_url)

    @admin.display(description=_("archive"))
    def citation(self, link: EvidenceLink) -> str:
        return citation_words(link) or self.get_empty_value_display()

    @admin.display(description=_("document"))
    def kept_document(self, link: EvidenceLink) -> str:
        """Its name as a link, with type, size and checksum."""
        if not link.document:
            return self.get_empty_value_display()
        address = link.document.get_absolute_url()
        told = (document_words(link), link.document_id)
        return format_html('<a href="{}">{}</a> ({}) · SHA-256 {}', address, link.document_name, *told)

    def _web_link(self, address: str) -> str:
        if not address:
            return self.get_empty_value_display()
        return format_html('<a href="{0}" rel="noopener noreferrer">{0}</a>', address)

    @admin.display(description=_("date of the source"))
    def dated(self, link: EvidenceLink) -> str:
        return partial_date(link.published_date, link.published_precision) or self.get_empty_value_display()


class SentNote(SentForm):
    """The form of a note with its rows of evidence."""

    def merge_onto(self, record: ProgressNote, version: int | None) -> list[Difference]:
        """The fields, and the evidence below them."""
        later = record.history.filter(version__gt=version or 0).order_by("history_id").first()
        base = links_at(record, later.history_date) if version and later else None
        rows = RowMerge(EvidenceForm, record.evidence.all(), base)
        return super().merge_onto(record, version) + rows.merge(self.data, "evidence")

    def in_words(self) -> list[tuple[str | Promise, str]]:
        rows = sent_rows(EvidenceForm, self.data, "evidence") or []
        links = [(_("Evidence"), summary(EvidenceForm, row.values)) for row in rows if not row.blank]
        return super().in_words() + links
