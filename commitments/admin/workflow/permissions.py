"""What a person may do with a reviewed record in the admin; the verb of each step decides again."""

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.admin.base import shortened, works_on_notes
from commitments.models.history import change_batch
from commitments.models.review import ReviewedRecord
from commitments.rules.codes import PUBLIC_STAGES
from commitments.rules.publication import is_locked_for_author


class PermissionsMixin:
    """Drafts are written and thrown away; what is submitted or published is read."""

    def has_change_permission(self, request: HttpRequest, obj: ReviewedRecord | None = None) -> bool:
        free = obj is None or not is_locked_for_author(obj.stage)
        return free and super().has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: ReviewedRecord | None = None) -> bool:
        """Whoever writes or publishes notes reads them all."""
        return works_on_notes(request) or self.has_publish_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: ReviewedRecord | None = None) -> bool:
        free = obj is None or not is_locked_for_author(obj.stage)
        return free and super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: ReviewedRecord) -> None:
        obj.discard(by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ReviewedRecord]) -> None:
        """All of them or none, each by its verb, in one batch."""
        with transaction.atomic(), change_batch():
            for record in queryset:
                record.discard(by=request.user)

    def view_on_site(self, obj: ReviewedRecord) -> str | None:
        """Its public page, once it has one."""
        return obj.get_absolute_url() if obj.stage in PUBLIC_STAGES else None

    @admin.action(description=_("Delete the chosen drafts"), permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[ReviewedRecord]):
        """All of them or, where one is out of the author's hands, none."""
        locked = [str(record) for record in queryset if is_locked_for_author(record.stage)]
        if locked:
            refusal = _(
                "Nothing was deleted. Only drafts can be, and these are submitted or published: %(notes)s."
            )
            self.message_user(request, refusal % {"notes": "; ".join(shortened(locked))}, messages.ERROR)
            return None
        try:
            return delete_selected(self, request, queryset)
        except ValidationError as refusal:  # one of them was submitted between our look and the deletion
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return None

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None):
        """Django's page; a refusal of the verb becomes a message."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
