"""The admin that notes and replies build on."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from commitments.admin.base import TrackerAdmin
from commitments.models.review import ReviewedRecord

from .bulk import ReviewActionsMixin
from .permissions import PermissionsMixin
from .reason_pages import ReasonPagesMixin
from .saving import SafeSaveMixin


class WorkflowAdmin(PermissionsMixin, ReviewActionsMixin, ReasonPagesMixin, SafeSaveMixin, TrackerAdmin):
    """Drafts are written here; what is submitted or published is read here.

    An admin says `done_message` and `count_message` in its own noun.
    """

    actions = ("assign_chosen", "submit_chosen", "return_chosen", "publish_chosen", "delete_selected")
    ordering = ("-pk",)
    readonly_fields = ("stage", "author", "way")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewedRecord]:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_form(
        self, request: HttpRequest, obj: ReviewedRecord | None = None, change: bool = False, **kwargs
    ):
        """Help on how to write is out of place where there is only to read."""
        if obj and not self.has_change_permission(request, obj):
            kwargs["help_texts"] = {}
        return super().get_form(request, obj, change, **kwargs)

    @admin.display(description=_("steps"))
    def way(self, record: ReviewedRecord) -> str:
        corrections = record.corrections.order_by("pk") if hasattr(record, "corrections") else ()
        context = {"note": record, "corrections": corrections}
        return render_to_string("admin/commitments/progressnote/way.html", context)
