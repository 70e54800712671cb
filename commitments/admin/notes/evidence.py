"""Evidence in the form of its note."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments.admin.base import BoundedRowsMixin
from commitments.admin.workflow.merging import Difference, RowMerge, SentForm, sent_rows, summary
from commitments.models import EvidenceLink, ProgressNote
from commitments.rules.publication import is_locked_for_author
from commitments.staff.documents import documents_shown
from commitments.staff.review import links_at
from commitments.templatetags.sources import citation_words, document_words
from commitments.templatetags.tracker import partial_date

from .archived_copies import LookingFormSet
from .evidence_form import EvidenceForm


class EvidenceInline(BoundedRowsMixin, admin.StackedInline):
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
