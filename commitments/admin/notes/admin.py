"""Progress notes: the list, and the form of one note. Every step is the model's verb."""

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from commitments.admin.base import TrackerAdmin, is_odd
from commitments.admin.desk import NoteDeskFilter
from commitments.admin.filters import (
    AuthorFilter,
    CommitmentListFilter,
    RegionFilter,
    StateListFilter,
    StatusFilter,
)
from commitments.admin.statistics import StepFilter
from commitments.admin.workflow.bulk import ReviewActionsMixin
from commitments.admin.workflow.buttons import ButtonsMixin
from commitments.admin.workflow.merging import Difference, RowMerge, sent_rows, summary
from commitments.admin.workflow.permissions import PermissionsMixin
from commitments.admin.workflow.reason_pages import ReasonPagesMixin
from commitments.models import Commitment, EvidenceLink, ProgressNote, State
from commitments.rules.codes import Status
from commitments.rules.dates import iso_form
from commitments.rules.roles import reach_refusals
from commitments.rules.status import SYMBOLS
from commitments.staff.review import links_at

from .evidence import EvidenceForm, EvidenceInline
from .export_files import ExportFilesMixin
from .form import WRITING_FIELDSETS, ProgressNoteForm
from .import_pages import ImportPagesMixin
from .preview import PreviewMixin
from .reply_links import ReplyLinksMixin
from .review_page import ReviewPageMixin

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
    PermissionsMixin,
    PreviewMixin,
    ReviewPageMixin,
    ReplyLinksMixin,
    ImportPagesMixin,
    ExportFilesMixin,
    ReviewActionsMixin,
    ButtonsMixin,
    ReasonPagesMixin,
    TrackerAdmin,
):
    """Drafts are written here; what is submitted or published is read here."""

    form = ProgressNoteForm
    inlines = (EvidenceInline,)
    readonly_fields = ("stage", "author", "way")
    actions = ("assign_chosen", "submit_chosen", "return_chosen", "publish_chosen", "delete_selected")
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
    ordering = ("-pk",)
    show_full_result_count = False
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgressNote]:
        """With what names a note, and how many links it has."""
        links = EvidenceLink.objects.filter(note=OuterRef("pk")).order_by().values("note")
        count = Coalesce(Subquery(links.annotate(links=Count("pk")).values("links")), 0)
        notes = super().get_queryset(request).select_related(*self.list_select_related)
        return notes.annotate(evidence_count=count)

    def get_fieldsets(self, request: HttpRequest, obj: ProgressNote | None = None):
        """To write, or to read once it is out of the author's hands."""
        if obj is None:
            return WRITING_FIELDSETS
        if self.has_change_permission(request, obj):
            return (*WRITING_FIELDSETS, ANSWER, WAY)
        return (*READING_FIELDSETS, DISPUTE, WAY) if obj.dispute else (*READING_FIELDSETS, WAY)

    def get_form(self, request: HttpRequest, obj: ProgressNote | None = None, change: bool = False, **kwargs):
        """Help on how to write is out of place where there is only to read."""
        if obj and not self.has_change_permission(request, obj):
            kwargs["help_texts"] = {}
        form = super().get_form(request, obj, change, **kwargs)
        form.person = request.user
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, object]:
        """What the address prefills: `?state=COL&commitment=16b`, and any field by its name."""
        asked = super().get_changeform_initial_data(request)
        for name, model, key in (("state", State, "iso3"), ("commitment", Commitment, "code")):
            text = asked.pop(name, "")
            found = None if is_odd(text) else model.objects.filter(**{f"{key}__iexact": text}).first()
            if isinstance(found, State) and not request.user.reaches(found.pk):
                self.message_user(request, *reach_refusals(reaches=False), messages.WARNING)
            elif found:
                asked[name] = found.pk
            elif text:
                unknown = _("The address names no known %(noun)s, so choose it yourself.")
                noun = {"noun": model._meta.verbose_name}
                self.message_user(request, unknown % noun, messages.WARNING)
        return asked

    def merge_rows(self, data: QueryDict, record: ProgressNote, version: int | None) -> list[Difference]:
        """The evidence that was sent, brought onto what is stored."""
        later = record.history.filter(version__gt=version or 0).order_by("history_id").first()
        base = links_at(record, later.history_date) if version and later else None
        return RowMerge(EvidenceForm, record.evidence.all(), base).merge(data, "evidence")

    def rows_sent(self, request: HttpRequest) -> list[tuple[str, str]]:
        """The evidence that was sent, in words."""
        rows = sent_rows(EvidenceForm, request.POST, "evidence") or []
        return [(_("Evidence"), summary(EvidenceForm, row.values)) for row in rows if not row.blank]

    @admin.display(description=_("State"), ordering="obligation__state__name_en")
    def state(self, note: ProgressNote) -> str:
        """The State it is about."""
        return note.obligation.state.name

    @admin.display(description=_("commitment"), ordering="obligation__commitment__position")
    def commitment(self, note: ProgressNote) -> str:
        """Paragraph and letter."""
        return note.obligation.commitment.code

    @admin.display(description=_("commitment"))
    def commitment_title(self, note: ProgressNote) -> str:
        """Code and title."""
        return str(note.obligation.commitment)

    @admin.display(description=_("noted on"), ordering="noted_date")
    def noted_on(self, note: ProgressNote) -> str:
        """As exactly as it is known."""
        return iso_form(note.noted_date, note.noted_precision)

    @admin.display(description=_("status"), ordering="status")
    def finding(self, note: ProgressNote) -> str:
        """Symbol and word."""
        if not note.status:
            return self.get_empty_value_display()
        return f"{SYMBOLS[Status(note.status)]} {Status(note.status).label}"

    @admin.display(description=_("evidence"), ordering="evidence_count")
    def evidence_links(self, note: ProgressNote) -> int:
        """How many links."""
        return note.evidence_count

    @admin.display(description=_("steps"))
    def way(self, note: ProgressNote) -> str:
        """Who took which step, and when."""
        context = {"note": note, "corrections": note.corrections.order_by("pk")}
        return render_to_string("admin/commitments/progressnote/way.html", context)
