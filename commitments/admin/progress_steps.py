"""The steps of notes in the admin, each by its verb, and the actions that take them for chosen rows."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments.models import ProgressNote
from commitments.rules.publication import publisher_refusals
from commitments.rules.roles import PUBLISH_PERMISSION

from .base import shortened

DONE = {
    "submit": _("submitted"),
    "publish": _("published"),
    "return_to_author": _("returned to its author"),
    "retract": _("retracted"),
}


class Steps:
    """Turns a click into the verb and shows the refusal; decides nothing itself."""

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether this person may publish at all; whether this note, says the verb."""
        return request.user.has_perm(PUBLISH_PERMISSION)

    def may_publish(self, request: HttpRequest, *, own: bool) -> bool:
        """Whether it makes sense to offer publication."""
        return not publisher_refusals(
            own=own,
            permitted=self.has_publish_permission(request),
            self_publication=settings.ALLOW_SELF_PUBLICATION,
        )

    def take(self, request: HttpRequest, note: ProgressNote, *verbs: str, **arguments: str) -> list[str]:
        """Take these steps or none of them; returns the refusals in words, and the note is as it was."""
        try:
            with transaction.atomic():
                for verb in verbs:
                    getattr(note, verb)(by=request.user, at=timezone.now(), **arguments)
        except ValidationError as refusal:
            return refusal.messages
        for verb in verbs:
            self.log_change(request, note, DONE[verb])
        return []

    @admin.action(description=_("Submit the chosen notes"), permissions=["change"])
    def submit_chosen(self, request: HttpRequest, queryset: QuerySet[ProgressNote]) -> None:
        """Hand them to a reviewer."""
        self._take_each(request, queryset, "submit")

    @admin.action(description=_("Publish the chosen notes"), permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[ProgressNote]) -> None:
        """Let them speak."""
        self._take_each(request, queryset, "publish")

    def _take_each(self, request: HttpRequest, queryset: QuerySet[ProgressNote], verb: str) -> None:
        """Each in its own transaction: one that is refused holds no other up."""
        done, refused = 0, []
        for note in list(queryset):
            named = str(note)
            refusals = self.take(request, note, verb)
            done += not refusals
            refused += [f"{named}: {' '.join(refusals)}"] if refusals else []
        if done:
            counted = ngettext("%(count)s note was %(done)s.", "%(count)s notes were %(done)s.", done)
            self.message_user(request, counted % {"count": done, "done": DONE[verb]}, messages.SUCCESS)
        for refusal in shortened(refused):
            self.message_user(request, refusal, messages.ERROR)
