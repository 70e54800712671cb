"""The buttons below the form of one reviewed record: what may happen to it next."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models.review import ReviewedRecord
from commitments.rules.codes import UNPUBLISHED_STAGES, Stage
from commitments.rules.publication import is_locked_for_author

from .transitions import TransitionsMixin


class ButtonsMixin(TransitionsMixin):
    """Offers what the stage of the record and the permissions of the person allow next."""

    change_form_template = "admin/commitments/reviewed/change_form.html"

    def buttons(self, request: HttpRequest, record: ReviewedRecord | None) -> list[tuple[str, str | Promise]]:
        """The name and the words of each button beside "Save"."""
        if record is None or not is_locked_for_author(record.stage):
            # whoever submits and publishes in one go is their own reviewer
            at_once = settings.ALLOW_SELF_PUBLICATION and self.has_publish_permission(request)
            both = [("_publish", _("Save, submit and publish"))] if at_once else []
            return [("_submit", _("Save and submit")), *both]
        if record.stage == Stage.SUBMITTED and self.may_publish(request, record):
            return [("_publish", _("Publish"))]
        correctable = record.stage == Stage.PUBLISHED and hasattr(record, "correct")
        if correctable and self.has_add_permission(request):
            return [("_correct", _("Open a correction"))]
        return []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The form with the steps that this person may take from here."""
        may_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        locked = obj is not None and is_locked_for_author(obj.stage)
        context |= {
            "steps": self.buttons(request, obj) if may_write or locked else [],
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def press(self, request: HttpRequest, record: ReviewedRecord) -> HttpResponse:
        """A button of a record whose content is locked."""
        if "_correct" in request.POST and hasattr(record, "correct"):
            return self._open_correction(request, record)
        if "_publish" in request.POST:
            refusals = self.take(request, record, "publish", seen=request.POST.get("version", ""))
            self.tell(request, record, "publish", refusals)
        else:
            refusal = _("Nothing was saved: this is no longer a draft, so its content is locked.")
            self.message_user(request, refusal, messages.ERROR)
        return redirect(request.path)

    def _open_correction(self, request: HttpRequest, record: ReviewedRecord) -> HttpResponse:
        """One at a time: a second click leads to the draft that the first one opened."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            with transaction.atomic():
                record.lock()
                draft = record.corrections.filter(stage__in=UNPUBLISHED_STAGES).first()
                draft = draft or record.correct(by=request.user)
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return redirect(request.path)
        words = _("This draft corrects the published note and takes its place once it is published.")
        self.message_user(request, words, messages.INFO)
        return self.redirect_to(draft)
