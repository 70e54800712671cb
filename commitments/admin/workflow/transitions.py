"""The steps of a reviewed record in the admin: a click becomes the verb, a refusal a sentence."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments.models.database_errors import reason_of
from commitments.models.review import ReviewedRecord, refuse
from commitments.rules.codes import PUBLIC_STAGES, Stage
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
    """Decides nothing itself: who may take a step is asked of the model."""

    done_message: str | Promise  # with %(done)s, in the noun of the admin

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether this person may publish at all; whether this record, says `may_publish`."""
        return request.user.has_perm(PUBLISH_PERMISSION)

    def may_publish(self, request: HttpRequest, record: ReviewedRecord) -> bool:
        """Whether it makes sense to offer publication."""
        return type(record).objects.reviewable_by(request.user).filter(pk=record.pk).exists()

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
        except IntegrityError as error:  # somebody was faster, or nobody thought of it
            return [str(reason_of(error))]
        except ValidationError as refusal:
            return [] if _is_taken(record, verbs[-1], request.user.pk, arguments) else refusal.messages
        return []

    def tell(self, request: HttpRequest, record: ReviewedRecord, verb: str, refusals: list[str]) -> None:
        """Say what became of a step, and where the public sees it."""
        for refusal in refusals:
            self.message_user(request, refusal, messages.ERROR)
        if refusals:
            return
        said = self.done_message % {"done": DONE[verb]}
        if record.stage in PUBLIC_STAGES:
            link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), _("View it on the site"))
            said = format_html("{} {}", said, link)
        self.message_user(request, said, messages.SUCCESS)

    def redirect_to(self, record: ReviewedRecord) -> HttpResponse:
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", record.pk)


def _is_taken(record: ReviewedRecord, verb: str, person: int, arguments: dict[str, str]) -> bool:
    """Whether the same person took this very step before: a second click is no mistake."""
    stage, mark, kept = LEFT_BEHIND[verb]
    same = all(getattr(record, kept[name]) == value for name, value in arguments.items())
    return record.stage == stage and getattr(record, mark) == person and same
