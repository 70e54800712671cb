"""The steps of a reviewed record in the admin, each by its verb."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments.models.review import ReviewedRecord, refuse
from commitments.rules.codes import Stage
from commitments.rules.publication import publisher_refusals
from commitments.rules.roles import PUBLISH_PERMISSION

DONE = {
    "submit": _("submitted"),
    "publish": _("published"),
    "return_to_author": _("returned to the author"),
    "retract": _("retracted"),
    "assign_reviewer": _("assigned to a reviewer"),
}
# What a step leaves behind: the stage, who took it, and the field that keeps each argument.
LEFT_BEHIND: dict[str, tuple[Stage, str, dict[str, str]]] = {
    "submit": (Stage.SUBMITTED, "submitted_by_id", {}),
    "publish": (Stage.PUBLISHED, "published_by_id", {}),
    "return_to_author": (Stage.RETURNED, "returned_by_id", {"comment": "return_comment"}),
    "retract": (Stage.RETRACTED, "retracted_by_id", {"reason": "retraction_reason"}),
}
UNSEEN = _("Somebody has changed it since you opened this page: look at it again, then decide.")


class TransitionsMixin:
    """Turns a click into the verb and shows the refusal; decides nothing itself.

    An admin of another reviewed model says `told_one` and `told_many` in its own noun.
    """

    told_one: str | Promise = _("The note was %(done)s.")

    def told_many(self, count: int, done: str) -> str:
        """How many records took a step."""
        counted = ngettext("%(count)s note was %(done)s.", "%(count)s notes were %(done)s.", count)
        return counted % {"count": count, "done": done}

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether this person may publish at all; whether this record, says the verb."""
        return request.user.has_perm(PUBLISH_PERMISSION)

    def may_publish(self, request: HttpRequest, *, own: bool) -> bool:
        """Whether it makes sense to offer publication."""
        return not publisher_refusals(
            own=own,
            permitted=self.has_publish_permission(request),
            self_publication=settings.ALLOW_SELF_PUBLICATION,
        )

    def take(
        self, request: HttpRequest, record: ReviewedRecord, *verbs: str, seen: str = "", **arguments: str
    ) -> list[str]:
        """Take these steps or none of them; returns the refusals in words, and the record is as it was.

        `seen` is the version that the person had on screen, where the page said so.
        """
        try:
            with transaction.atomic():
                if seen and str(record.lock().version) != seen:
                    refuse([UNSEEN])
                for verb in verbs:
                    getattr(record, verb)(by=request.user, at=timezone.now(), **arguments)
        except ValidationError as refusal:
            return [] if _is_taken(record, verbs[-1], request.user.pk, arguments) else refusal.messages
        return []


def _is_taken(record: ReviewedRecord, verb: str, person: int, arguments: dict[str, str]) -> bool:
    """Whether the same person took this very step before: a second click is no mistake."""
    stage, mark, kept = LEFT_BEHIND[verb]
    same = all(getattr(record, kept[name]) == value for name, value in arguments.items())
    return record.stage == stage and getattr(record, mark) == person and same
