"""The verbs of a progress note. Each asks the rules, and so binds admin, import, API and shell alike."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import Stage
from commitments.rules.publication import content_refusals, publisher_refusals, step_refusals

if TYPE_CHECKING:
    from .people import User
    from .progress import ProgressNote

PUBLISH_PERMISSION = "commitments.publish_progressnote"
CONTENT_FIELDS = (
    "obligation",
    "noted_date",
    "noted_precision",
    "text",
    "status",
    "certainty",
    "disputed_by",
    "dispute",
)
EVIDENCE_FIELDS = (
    "url",
    "title",
    "publisher",
    "published_date",
    "published_precision",
    "kind",
    "locator",
    "quotation",
    "archived_url",
)


def _refuse(refusals: Iterable[str]) -> None:
    reasons = list(refusals)
    if reasons:
        raise ValidationError(reasons)


class NoteVerbs:
    """What may happen to a note. Every verb runs in one transaction on the locked row and raises
    ValidationError, with the reasons in words, where the rules say no. `by` is the person, `at` the moment.
    """

    @transaction.atomic
    def submit(self, *, by: "User", at: datetime) -> None:
        """Hand it to a reviewer; what could not be published is not worth a review."""
        self._lock()
        _refuse(step_refusals("submit", self.stage) or self._content_refusals())
        self._mark(Stage.SUBMITTED, submitted_by=by, submitted_at=at, returned_by=None, returned_at=None)

    @transaction.atomic
    def return_to_author(self, *, by: "User", at: datetime, comment: str) -> None:
        """Give it back with a comment that says what is missing."""
        self._lock()
        _refuse(step_refusals("return_to_author", self.stage) or self._reviewer_refusals(by))
        if not comment.strip():
            raise ValidationError(_("Say in a comment what the author should change."))
        self._mark(Stage.RETURNED, returned_by=by, returned_at=at, return_comment=comment)

    @transaction.atomic
    def publish(self, *, by: "User", at: datetime) -> None:
        """Let it speak, its content frozen from now on. A correction takes the place of what it corrects."""
        self._lock()
        refusals = step_refusals("publish", self.stage) or self._content_refusals() + publisher_refusals(
            own=by.pk in {self.author_id, self.submitted_by_id},
            permitted=by.has_perm(PUBLISH_PERMISSION),
            self_publication=settings.ALLOW_SELF_PUBLICATION,
        )
        _refuse(refusals)
        if self.corrects_id:
            corrected = self.corrects._lock()
            _refuse(step_refusals("correct", corrected.stage))
            corrected._mark(Stage.CORRECTED, corrected_at=at)
        self._mark(Stage.PUBLISHED, published_by=by, published_at=at)

    @transaction.atomic
    def retract(self, *, by: "User", at: datetime, reason: str) -> None:
        """Take it back; it stays to be seen, with reason and day. A note it corrected stays corrected."""
        self._lock()
        _refuse(step_refusals("retract", self.stage) or self._reviewer_refusals(by))
        if not reason.strip():
            raise ValidationError(_("Say why the note is retracted; the public reads it."))
        self._mark(Stage.RETRACTED, retracted_by=by, retracted_at=at, retraction_reason=reason)

    @transaction.atomic
    def correct(self, *, by: "User") -> "ProgressNote":
        """Open a draft with the same content and evidence; once published it takes the place of this note."""
        self._lock()
        _refuse(step_refusals("correct", self.stage))
        content = {field: getattr(self, field) for field in CONTENT_FIELDS}
        draft = type(self).objects.create(author=by, corrects=self, **content)
        for link in self.evidence.all():
            draft.evidence.create(**{field: getattr(link, field) for field in EVIDENCE_FIELDS})
        return draft

    def _content_refusals(self) -> list[str]:
        return content_refusals(
            status=self.status, certainty=self.certainty, text=self.text, links=self.evidence.count()
        )

    def _reviewer_refusals(self, by: "User") -> list[str]:
        permitted = by.has_perm(PUBLISH_PERMISSION)
        return publisher_refusals(own=False, permitted=permitted, self_publication=False)

    def _lock(self) -> "ProgressNote":
        """Read the row again and hold it, so that two people cannot take two steps from one stage."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(of=("self",)))
        return self

    def _mark(self, stage: Stage, **marks: object) -> None:
        self.stage = stage
        for field, value in marks.items():
            setattr(self, field, value)
        models.Model.save(self, update_fields=["stage", *marks])
