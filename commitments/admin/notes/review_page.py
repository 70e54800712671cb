"""The page on which a reviewer decides: what changed, what the note would move, what else is known."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments.admin.reading import ReadTextField
from commitments.models import Obligation, ProgressNote
from commitments.rules.clocks import Clocks
from commitments.rules.codes import UNPUBLISHED_STAGES, Stage
from commitments.staff.review import review_of

MAX_OTHERS = 20
UNSENT_COMMENT = _("You wrote a comment. Return the note with it, or clear it to publish the note.")


class DecisionForm(forms.Form):
    """A reviewer's answer; the comment goes with a return."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    comment = ReadTextField(
        label=_("What should the author change?"),
        help_text=_("Needed to return the note. Only the office reads it."),
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )


class StatusPreview:
    """Where the obligation stands, now and after the publication of a note, by the one queryset."""

    def __init__(self, note: ProgressNote) -> None:
        now = timezone.now()
        clocks = Clocks(timezone.localdate(now), now)
        here = Obligation.objects.filter(pk=note.obligation_id)
        self.before = here.with_status_on(clocks).get()
        self.after = here.with_status_on(clocks, supposing=note).get()
        self.note = note

    @property
    def sentence(self) -> str | Promise:
        """What readers would see after the publication."""
        if self.before.status != self.after.status:
            return _("Publication changes the status that readers see.")
        if not self.note.status:
            return _("This note sets no status, so the status stays as it is.")
        if self.after.finding_id == self.note.pk:
            return _("The status stays the same; this note becomes the finding that shows it.")
        return _("The status stays as it is: a newer finding decides, or the State is not bound.")


class ReviewPageMixin:
    """Adds the page to the addresses of a note, and the link to it to their list."""

    def get_urls(self):
        review = path(
            "<int:pk>/review/",
            self.admin_site.admin_view(self.review_view),
            name="commitments_progressnote_review",
        )
        return [review, *super().get_urls()]

    @admin.display(description=_("review"))
    def review_link(self, note: ProgressNote) -> str:
        """Only for submitted notes."""
        if note.stage != Stage.SUBMITTED:
            return ""
        address = reverse("admin:commitments_progressnote_review", args=[note.pk])
        return format_html('<a href="{}" aria-label="{}">{}</a>', address, _("Review %s") % note, _("Review"))

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Changes, status, evidence and other notes beside one another, with the decision below."""
        note = self.get_object(request, str(pk))
        if not self.has_view_permission(request, note):
            raise PermissionDenied
        form = DecisionForm(request.POST or None, initial={"version": note.version})
        if request.method == "POST" and form.is_valid():
            refusals = self._decide(request, note, form.cleaned_data)
            if refusals is None:
                return self.redirect_to(note)
            form.add_error(None, refusals)
            form.data = form.data.copy()
            form.data["version"] = str(note.version)
        context = self.admin_site.each_context(request) | self._review_context(request, note) | {"form": form}
        return TemplateResponse(request, "admin/commitments/progressnote/review.html", context)

    def _decide(self, request: HttpRequest, note: ProgressNote, sent: dict[str, str]) -> list | None:
        """Why nothing was decided, or None once it was."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        comment, publishes = sent["comment"], "_publish" in request.POST
        if publishes and comment.strip():
            return [UNSENT_COMMENT]
        verb = "publish" if publishes else "return_to_author"
        arguments = {} if publishes else {"comment": comment}
        refusals = self.take(request, note, verb, seen=sent["version"], **arguments)
        if refusals:
            return refusals
        self.tell(request, note, verb, [])
        return None

    def _review_context(self, request: HttpRequest, note: ProgressNote) -> dict[str, object]:
        others = self.get_queryset(request).filter(obligation=note.obligation_id).exclude(pk=note.pk)
        found = list(others.order_by("-noted_date", "-pk")[: MAX_OTHERS + 1])
        waits, may_publish = note.stage == Stage.SUBMITTED, self.may_publish(request, note)
        return {
            "opts": self.opts,
            "title": _("Review"),
            "subtitle": str(note),
            "note": note,
            "review": review_of(note),
            "standing": StatusPreview(note) if note.stage in UNPUBLISHED_STAGES else None,
            "others": found[:MAX_OTHERS],
            "more_others": len(found) > MAX_OTHERS,
            "may_return": waits and self.has_publish_permission(request),
            "may_publish": may_publish,
            "is_own": not may_publish and note.is_own_of(request.user),
        }
