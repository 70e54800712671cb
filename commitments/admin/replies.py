"""Replies of States: written here, reviewed like notes."""

from datetime import date

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments.models import ProgressNote, Reply
from commitments.rules.codes import PUBLIC_STAGES
from commitments.rules.date_reading import latest_today
from commitments.rules.dates import EARLIEST

from .desk import ReplyDeskFilter
from .workflow.admin import WorkflowAdmin
from .workflow.form import ReviewedForm

MAX_NUMBER_LENGTH = 18
WRITING = (
    (
        _("What it answers"),
        {"fields": ("note",), "description": _("A published note, found by its State, commitment or text.")},
    ),
    (
        _("What the State says"),
        {
            "fields": (("replied_by", "replied_date"), "position", "text", "url"),
            "description": _(
                "Readers see it beside the finding, word for word. It never changes the status."
            ),
        },
    ),
)
READING = ((None, {"fields": ("note", ("replied_by", "replied_date"), "position", "text", "address")}),)
WAY = (_("The way of this reply"), {"fields": ("stage", "author", "way")})


class ReplyForm(ReviewedForm):
    """What the State answered to one published note."""

    class Meta:
        model = Reply
        fields = ("note", "replied_by", "replied_date", "position", "text", "url")
        widgets = {"text": AdminTextareaWidget(attrs={"rows": 8})}
        help_texts = {
            "replied_date": _("The day the reply bears."),
            "text": _("What the State says, in its own words or a neutral summary. Markup stays text."),
            "url": _("Where it can be read, if it is public."),
        }

    def clean_replied_date(self) -> date:
        """Refuses a day in the future or before the Convention."""
        day = self.cleaned_data["replied_date"]
        if not EARLIEST <= day <= latest_today(timezone.now()):
            raise ValidationError(_("This day lies in the future, or before the Convention was adopted."))
        return day


@admin.register(Reply)
class ReplyAdmin(WorkflowAdmin):
    """The list of replies and the form of one."""

    form = ReplyForm
    done_message = _("The reply was %(done)s.")
    autocomplete_fields = ("note",)
    readonly_fields = (*WorkflowAdmin.readonly_fields, "address")
    list_display = ("state", "commitment", "replied_by", "replied_date", "position", "stage", "author")
    list_filter = (ReplyDeskFilter, "stage", "position")
    list_select_related = ("note__obligation__state", "note__obligation__commitment", "author")
    search_fields = (
        "replied_by",
        "text",
        "note__obligation__state__name_en",
        "=note__obligation__state__iso3",
    )
    search_help_text = _("Search who replied, the text, and the State by name or ISO code.")

    def count_message(self, count: int, done: str) -> str:
        counted = ngettext("%(count)s reply was %(done)s.", "%(count)s replies were %(done)s.", count)
        return counted % {"count": count, "done": done}

    def get_fieldsets(self, request: HttpRequest, obj: Reply | None = None):
        """To write, or to read once it is out of the author's hands."""
        if obj is None:
            return WRITING
        return (*(WRITING if self.has_change_permission(request, obj) else READING), WAY)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs):
        """Only notes of States that this person reaches."""
        if db_field.name == "note":
            kwargs["queryset"] = self._notes(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, object]:
        """What the address prefills: `?note=123`, and any field by its name."""
        asked = super().get_changeform_initial_data(request)
        number = asked.pop("note", "")
        short = number.isascii() and number.isdecimal() and len(number) <= MAX_NUMBER_LENGTH
        note = self._notes(request).filter(pk=int(number)).first() if short else None
        if note:
            asked["note"] = note.pk
        elif number:
            unknown = _("The address names no published note that you reach, so choose it yourself.")
            self.message_user(request, unknown, messages.WARNING)
        return asked

    def _notes(self, request: HttpRequest):
        notes = ProgressNote.objects.visible_to(request.user).filter(stage__in=PUBLIC_STAGES)
        return notes.select_related("obligation__state", "obligation__commitment")

    @admin.display(description=_("State"), ordering="note__obligation__state__sort_name")
    def state(self, reply: Reply) -> str:
        return reply.note.obligation.state.name

    @admin.display(description=_("commitment"), ordering="note__obligation__commitment__position")
    def commitment(self, reply: Reply) -> str:
        return reply.note.obligation.commitment.code

    @admin.display(description=_("address"))
    def address(self, reply: Reply) -> str:
        if not reply.url:
            return self.get_empty_value_display()
        return format_html('<a href="{0}" rel="noopener noreferrer">{0}</a>', reply.url)
