"""Progress notes: the list, and the form of one note. Every step is the model's verb."""

from collections.abc import Sequence

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments.admin.base import is_odd
from commitments.admin.desk import NoteDeskFilter
from commitments.admin.filters import (
    AuthorFilter,
    CommitmentListFilter,
    RegionFilter,
    StateListFilter,
    StatusFilter,
)
from commitments.admin.statistics import StepFilter
from commitments.admin.workflow.admin import WorkflowAdmin
from commitments.lists.search import SearchWord, notes_holding
from commitments.models import Commitment, EvidenceLink, ProgressNote, State
from commitments.models.expressions import count_of
from commitments.rules.codes import Status
from commitments.rules.dates import iso_form
from commitments.rules.publication import is_frozen
from commitments.rules.roles import reach_refusals
from commitments.rules.status import SYMBOLS

from .archived_copies import ArchivedCopiesMixin
from .documents import DocumentsMixin
from .evidence import EvidenceInline, SentNote
from .export_files import ExportFilesMixin
from .form import WRITING_FIELDSETS, ProgressNoteForm
from .import_pages import ImportPagesMixin
from .preview import PreviewMixin
from .review_page import ReviewPageMixin

URL_NAME = "admin:commitments_progressnote"
READING_FIELDSETS = (
    (_("What it is about"), {"fields": (("state", "commitment_title"),)}),
    (_("What was found"), {"fields": ("noted_on", "text")}),
    (_("Where this leaves the State"), {"fields": (("finding", "certainty"),)}),
)
DISPUTE = (_("Disputed"), {"fields": ("disputed_by", "dispute")})
ANSWER = (_("To the reviewer"), {"fields": ("comment",)})
WAY = (_("The way of this note"), {"fields": ("stage", "author", "way")})


@admin.register(ProgressNote)
class ProgressNoteAdmin(
    PreviewMixin,
    ReviewPageMixin,
    ImportPagesMixin,
    ExportFilesMixin,
    ArchivedCopiesMixin,
    DocumentsMixin,
    WorkflowAdmin,
):
    """The list of notes and the form of one; its further pages come with the mixins."""

    form = ProgressNoteForm
    sent_form = SentNote
    inlines = (EvidenceInline,)
    done_message = _("The note was %(done)s.")
    date_hierarchy = "noted_date"
    list_display = (
        "state",
        "commitment",
        "noted_on",
        "finding",
        "stage",
        "author",
        "evidence_links",
        "review_link",
    )
    list_filter = (
        NoteDeskFilter,
        "stage",
        StatusFilter,
        StateListFilter,
        CommitmentListFilter,
        RegionFilter,
        AuthorFilter,
        StepFilter,
    )
    list_select_related = ("obligation__state", "obligation__commitment", "author")
    search_fields = (
        "text",
        "evidence__title",
        *(f"obligation__state__name_{language}" for language in ("en", "fr", "es", "ru", "zh", "ar")),
        "=obligation__state__iso3",
        "=obligation__commitment__code",
    )
    search_help_text = _(
        "Search the text, titles of evidence, the State by name or ISO code, the commitment by code."
    )

    def count_message(self, count: int, done: str) -> str:
        counted = ngettext("%(count)s note was %(done)s.", "%(count)s notes were %(done)s.", count)
        return counted % {"count": count, "done": done}

    def holding(self, rows: QuerySet[ProgressNote], words: Sequence[SearchWord]) -> QuerySet[ProgressNote]:
        """By the index, which holds drafts too."""
        return rows.filter(notes_holding(words)) if words else rows

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgressNote]:
        notes = super().get_queryset(request)
        return notes.annotate(evidence_count=count_of(EvidenceLink.objects.all(), by="note"))

    def get_fieldsets(self, request: HttpRequest, obj: ProgressNote | None = None):
        """To write, or to read once it is out of the author's hands."""
        if obj is None:
            return WRITING_FIELDSETS
        if self.has_change_permission(request, obj):
            return (*WRITING_FIELDSETS, ANSWER, WAY)
        return (*READING_FIELDSETS, DISPUTE, WAY) if obj.dispute else (*READING_FIELDSETS, WAY)

    def get_form(self, request: HttpRequest, obj: ProgressNote | None = None, change: bool = False, **kwargs):
        """The form, which has to know who fills it in."""
        form = super().get_form(request, obj, change, **kwargs)
        form.person = request.user
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, object]:
        """What the address prefills: `?state=COL&commitment=16b`, and any field by its name."""
        asked = super().get_changeform_initial_data(request)
        for name, model in (("state", State), ("commitment", Commitment)):
            text = asked.pop(name, "")
            found = None if is_odd(text) else model.objects.named(text)
            if isinstance(found, State) and not request.user.reaches(found.pk):
                self.message_user(request, *reach_refusals(reaches=False), messages.WARNING)
            elif found:
                asked[name] = found.pk
            elif text:
                unknown = _("The address names no known %(noun)s, so choose it yourself.")
                noun = {"noun": model._meta.verbose_name}
                self.message_user(request, unknown % noun, messages.WARNING)
        return asked

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The form, with links to the further pages of the note."""
        context |= _links(request, obj) if obj else {}
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=_("State"), ordering="obligation__state__sort_name")
    def state(self, note: ProgressNote) -> str:
        return note.obligation.state.name

    @admin.display(description=_("commitment"), ordering="obligation__commitment__position")
    def commitment(self, note: ProgressNote) -> str:
        return note.obligation.commitment.code

    @admin.display(description=_("commitment"))
    def commitment_title(self, note: ProgressNote) -> str:
        return str(note.obligation.commitment)

    @admin.display(description=_("noted on"), ordering="noted_date")
    def noted_on(self, note: ProgressNote) -> str:
        return iso_form(note.noted_date, note.noted_precision)

    @admin.display(description=_("status"), ordering="status")
    def finding(self, note: ProgressNote) -> str:
        if not note.status:
            return self.get_empty_value_display()
        return f"{SYMBOLS[Status(note.status)]} {Status(note.status).label}"

    @admin.display(description=_("evidence"), ordering="evidence_count")
    def evidence_links(self, note: ProgressNote) -> int:
        return note.evidence_count


def _links(request: HttpRequest, note: ProgressNote) -> dict[str, object]:
    """Review and preview until the note is published, from then on the replies of the State."""
    pages = {name: reverse(f"{URL_NAME}_{name}", args=[note.pk]) for name in ("preview", "review")}
    if not is_frozen(note.stage):
        review = {"review_address": pages["review"]} if note.submitted_at else {}
        return {"preview_address": pages["preview"], **review}
    form, rows = (reverse(f"admin:commitments_reply_{name}") for name in ("add", "changelist"))
    may_add = request.user.has_perm("commitments.add_reply")
    return {
        "reply_count": note.replies.count(),
        "replies_address": f"{rows}?{urlencode({'note__id__exact': note.pk})}",
        "reply_address": f"{form}?{urlencode({'note': note.pk})}" if may_add else "",
    }
