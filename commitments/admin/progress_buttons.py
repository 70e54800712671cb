"""The buttons below the form of one note: what may happen to it next."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments.models import ProgressNote
from commitments.rules.codes import PUBLIC_STAGES, UNPUBLISHED_STAGES, Stage
from commitments.rules.publication import is_locked_for_author

from .progress_steps import DONE, Steps

SAVE_AND = {"_submit": ("submit",), "_publish": ("submit", "publish")}


class Buttons(Steps):
    """Follows the stage of the note and the person who looks at it."""

    def buttons(self, request: HttpRequest, note: ProgressNote | None) -> list[tuple[str, str]]:
        """The name and the words of each button beside "Save"."""
        if note is None or not is_locked_for_author(note.stage):
            # Whoever submits and publishes in one go is their own reviewer.
            at_once = (
                [("_publish", _("Save, submit and publish"))] if self.may_publish(request, own=True) else []
            )
            return [("_submit", _("Save and submit")), *at_once]
        own = request.user.pk in {note.author_id, note.submitted_by_id}
        if note.stage == Stage.SUBMITTED and self.may_publish(request, own=own):
            return [("_publish", _("Publish"))]
        if note.stage == Stage.PUBLISHED and self.has_add_permission(request):
            return [("_correct", _("Open a correction"))]
        return []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The form with the steps that this person may take from here."""
        context |= {
            "steps": self.buttons(request, obj),
            "reason_pages": self.reason_pages(request, obj),
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Django's form; the buttons of a note that is out of the author's hands change only its stage."""
        if request.method == "POST" and object_id:
            note = self.get_object(request, unquote(object_id))
            if note and is_locked_for_author(note.stage) and self.has_view_permission(request, note):
                return self._press(request, note)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:  # someone submitted it between our look and the saving
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return redirect(request.path)

    def _press(self, request: HttpRequest, note: ProgressNote) -> HttpResponse:
        """A button of a note whose content is locked."""
        if "_correct" in request.POST:
            return self._open_correction(request, note)
        if "_publish" in request.POST:
            self.tell(request, note, self.take(request, note, "publish"), done=DONE["publish"])
        else:
            refusal = _("Nothing was saved: this note is no longer a draft, so its content is locked.")
            self.message_user(request, refusal, messages.ERROR)
        return redirect(request.path)

    def _open_correction(self, request: HttpRequest, note: ProgressNote) -> HttpResponse:
        """One at a time: a second click leads to the draft that the first one opened."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        draft = note.corrections.filter(stage__in=UNPUBLISHED_STAGES).first()
        try:
            draft = draft or note.correct(by=request.user)
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return redirect(request.path)
        words = _("This draft corrects the published note and takes its place once it is published.")
        self.message_user(request, words, messages.INFO)
        return redirect("admin:commitments_progressnote_change", draft.pk)

    def response_add(self, request, obj, post_url_continue=None):
        """To the list, or to the note after its next step."""
        return self._after_saving(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        """To the list, or to the note after its next step."""
        return self._after_saving(request, obj) or super().response_change(request, obj)

    def _after_saving(self, request: HttpRequest, note: ProgressNote) -> HttpResponse | None:
        verbs = next((verbs for button, verbs in SAVE_AND.items() if button in request.POST), None)
        if verbs is None:
            return None
        refusals = self.take(request, note, *verbs)
        self.tell(request, note, refusals, done=DONE[verbs[-1]])
        if refusals:
            self.message_user(request, _("What you wrote is saved, as a draft."), messages.WARNING)
        return redirect("admin:commitments_progressnote_change", note.pk)

    def tell(self, request: HttpRequest, note: ProgressNote, refusals: list[str], *, done: str) -> None:
        """Say what became of a step, and where the public sees it."""
        for refusal in refusals:
            self.message_user(request, refusal, messages.ERROR)
        if refusals:
            return
        said = _("The note was %(done)s.") % {"done": done}
        if note.stage in PUBLIC_STAGES:
            link = format_html('<a href="{}">{}</a>', note.get_absolute_url(), _("View it on the site"))
            said = format_html("{} {}", said, link)
        self.message_user(request, said, messages.SUCCESS)
