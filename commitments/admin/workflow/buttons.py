"""The buttons below the form of one reviewed record: what may happen to it next."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments.models.review import ReviewedRecord
from commitments.rules.codes import PUBLIC_STAGES, UNPUBLISHED_STAGES, Stage
from commitments.rules.publication import is_locked_for_author

from .saving import SafeSaveMixin
from .transitions import DONE, TransitionsMixin

SAVE_AND = {"_submit": ("submit",), "_publish": ("submit", "publish")}


class ButtonsMixin(TransitionsMixin, SafeSaveMixin):
    """Follows the stage of the record and the person who looks at it."""

    change_form_template = "admin/commitments/reviewed/change_form.html"

    def buttons(self, request: HttpRequest, record: ReviewedRecord | None) -> list[tuple[str, str | Promise]]:
        """The name and the words of each button beside "Save"."""
        if record is None or not is_locked_for_author(record.stage):
            # Whoever submits and publishes in one go is their own reviewer.
            at_once = (
                [("_publish", _("Save, submit and publish"))] if self.may_publish(request, own=True) else []
            )
            return [("_submit", _("Save and submit")), *at_once]
        own = record.is_own_of(request.user)
        if record.stage == Stage.SUBMITTED and self.may_publish(request, own=own):
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
            "reason_pages": self.reason_pages(request, obj),
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
            self.tell(request, record, refusals, done=DONE["publish"])
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
        return redirect(*self._address(draft))

    def response_add(self, request, obj, post_url_continue=None):
        """To the list, or to the record after its next step."""
        return self._after_saving(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        """To the list, or to the record after its next step."""
        return self._after_saving(request, obj) or super().response_change(request, obj)

    def _after_saving(self, request: HttpRequest, record: ReviewedRecord) -> HttpResponse | None:
        verbs = next((verbs for button, verbs in SAVE_AND.items() if button in request.POST), None)
        if verbs is None:
            return None
        refusals = self.take(request, record, *verbs)
        self.tell(request, record, refusals, done=DONE[verbs[-1]])
        if refusals:
            self.message_user(request, _("What you wrote is saved, as a draft."), messages.WARNING)
        return redirect(*self._address(record))

    def tell(self, request: HttpRequest, record: ReviewedRecord, refusals: list[str], *, done: str) -> None:
        """Say what became of a step, and where the public sees it."""
        for refusal in refusals:
            self.message_user(request, refusal, messages.ERROR)
        if refusals:
            return
        said = self.told_one % {"done": done}
        if record.stage in PUBLIC_STAGES:
            link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), _("View it on the site"))
            said = format_html("{} {}", said, link)
        self.message_user(request, said, messages.SUCCESS)
