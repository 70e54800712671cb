"""A record that a second person reviews before it is published: its step fields and its methods."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import REVIEW_STEPS, Stage
from commitments.rules.date_reading import latest_today
from commitments.rules.publication import is_frozen, is_locked_for_author, publisher_refusals, step_refusals
from commitments.rules.roles import PUBLISH_PERMISSION, reach_refusals, reviewer_refusals, write_refusals

from .action_log import log_action
from .fields import marked_by
from .history import TrackedModel, sign
from .seal import Chain
from .validation import Refusals, broken_constraints, reasons_of, refuse, too_long

if TYPE_CHECKING:
    from .people import User


# Fields that only the steps of the review change, never an edit of the content.
STEP_FIELDS = (
    *("author_id", "entry_key", "reviewer_id", "stage", "return_comment", "retraction_reason"),
    *(f"{step}_{mark}" for step in REVIEW_STEPS for mark in ("at", "by_id")),
)


class StaleDraft(ValidationError):
    """Somebody else saved this draft in the meantime; `stored` is their version."""

    def __init__(self, stored: "ReviewedRecord") -> None:
        super().__init__(_("Somebody else has saved this draft since you opened it."))
        self.stored = stored


class ReviewedRecord(TrackedModel):
    """Written by one person, published by another.

    Every method runs in one transaction on the locked row and raises ValidationError, with reasons for
    people, if the rules refuse. `by` is the user, `at` the time.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("author"), related_name="+"
    )
    created_at = models.DateTimeField(_("entered at"), db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    entry_key = models.UUIDField(null=True, unique=True, editable=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("reviewer"),
        related_name="+",
    )
    stage = models.CharField(
        _("stage"), max_length=10, choices=Stage, default=Stage.DRAFT, editable=False, db_index=True
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    submitted_by = marked_by(_("submitted by"))
    returned_at = models.DateTimeField(_("returned at"), null=True, editable=False)
    returned_by = marked_by(_("returned by"))
    return_comment = models.TextField(_("comment of the reviewer"), blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False, db_index=True)
    published_by = marked_by(_("published by"))
    retracted_at = models.DateTimeField(_("retracted at"), null=True, editable=False)
    retracted_by = marked_by(_("retracted by"))
    retraction_reason = models.TextField(_("reason of the retraction"), blank=True, editable=False)

    text: Any  # each subclass sets these three
    objects: Any
    history: Any

    class Meta:
        abstract = True

    @transaction.atomic
    def write(self, *, by: "User", version: int | None = None, reason: str = "") -> None:
        """Save the content as edited by this user; the history keeps the reason.

        `version` is the one the user had loaded; raises StaleDraft if another was saved since.
        """
        action = "add" if self._state.adding else "change"
        refuse(self._reach_refusals(by) or write_refusals(permitted=self._permits(by, action)))
        if self._state.adding:
            self.author = by
        else:
            stored = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            # nobody moves it from a State outside their permission, and its author never changes
            refuse(stored._reach_refusals(by))
            for mark in STEP_FIELDS:
                setattr(self, mark, getattr(stored, mark))
            if version is not None and stored.version != version:
                raise StaleDraft(stored)
            self.version = stored.version + 1
        refuse(reasons_of(self.entry_refusals()) or broken_constraints(self))
        sign(self, by=by, reason=reason or None)
        self.save()

    @transaction.atomic
    def discard(self, *, by: "User") -> None:
        """Delete a draft; its history stays."""
        self.lock()
        refuse(self._reach_refusals(by) or write_refusals(permitted=self._permits(by, "delete")))
        self._history_user = by
        log_action("draft deleted", record=self, by=by)
        self.delete()

    @transaction.atomic
    def submit(self, *, by: "User", at: datetime) -> None:
        """Submit it for review; refused if it could not be published anyway."""
        self.lock()
        refuse(
            self._reach_refusals(by)
            or write_refusals(permitted=self._permits(by, "change"))
            or step_refusals("submit", self.stage)
            or reasons_of(self.entry_refusals())
            or self.content_refusals(today=latest_today(at))
        )
        self._mark(Stage.SUBMITTED, by, submitted_by=by, submitted_at=at, returned_by=None, returned_at=None)

    @transaction.atomic
    def return_to_author(self, *, by: "User", at: datetime, comment: str) -> None:
        """Return it with a comment that says what is missing; only staff read it."""
        self.lock()
        refuse(self._review_refusals(by) or step_refusals("return_to_author", self.stage))
        if not comment.strip():
            raise ValidationError(_("Say in a comment what the author should change."))
        self._mark(Stage.RETURNED, by, reason=comment, returned_by=by, returned_at=at, return_comment=comment)

    @transaction.atomic
    def publish(self, *, by: "User", at: datetime) -> None:
        """Publish it; its content never changes afterwards."""
        chain = Chain.at(at)
        self.lock()
        refuse(
            self._review_refusals(by, own=self.is_own_of(by))
            or step_refusals("publish", self.stage)
            or reasons_of(self.entry_refusals())
            or self.content_refusals(today=latest_today(at))
        )
        self.before_publication(by=by, chain=chain)
        self._mark(Stage.PUBLISHED, by, chain=chain, published_by=by, published_at=chain.moment)

    @transaction.atomic
    def retract(self, *, by: "User", at: datetime, reason: str) -> None:
        """Retract it; it stays visible, with reason and day."""
        chain = Chain.at(at)
        self.lock()
        refuse(self._review_refusals(by) or step_refusals("retract", self.stage))
        if not reason.strip():
            raise ValidationError(_("Say why it is retracted; the public reads it."))
        marks = {"retracted_by": by, "retracted_at": chain.moment, "retraction_reason": reason}
        self._mark(Stage.RETRACTED, by, reason=reason, chain=chain, **marks)

    @transaction.atomic
    def assign_reviewer(self, reviewer: "User", *, by: "User") -> None:
        """Ask this person to review it."""
        self.lock()
        refuse(self._review_refusals(by))
        if is_frozen(self.stage):
            raise ValidationError(_("It has been published already."))
        refuse(
            reviewer_refusals(
                own=self.is_own_of(reviewer),
                permitted=reviewer.is_active and reviewer.has_perm(PUBLISH_PERMISSION),
                self_publication=settings.ALLOW_SELF_PUBLICATION,
            )
        )
        self._mark(Stage(self.stage), by, reviewer=reviewer)

    def is_own_of(self, person: "User") -> bool:
        """Whether this person created it, submitted it, or wrote any version of it."""
        return type(self).objects.filter(pk=self.pk).own_of(person).exists()

    def entry_refusals(self) -> Refusals:
        """Why not even a draft can be saved with this content, by field."""
        empty: Refusals = {} if self.text.strip() else {"text": [_("The text is empty.")]}
        return {**empty, **too_long(self)}

    def content_refusals(self, *, today: date) -> list[str | Promise]:
        """Why its content must not be published today."""
        raise NotImplementedError  # abstract; a Django model cannot be an ABC

    def reached_state_id(self) -> int:
        raise NotImplementedError  # abstract, for the same reason

    def before_publication(self, *, by: "User", chain: Chain) -> None:
        """Hook for what its publication changes elsewhere; nothing by default."""

    def lock(self) -> "ReviewedRecord":
        """Reload and lock the row, so that two users cannot take two steps from one stage."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(of=("self",)))
        return self

    def refuse_when_locked(self) -> None:
        """Raises ValidationError if the stored record is under review or has been published."""
        stage = type(self).objects.filter(pk=self.pk).values_list("stage", flat=True).first()
        if stage and is_frozen(stage):
            raise ValidationError(_("What is published never changes; correct it with a new note."))
        if stage and is_locked_for_author(stage):
            raise ValidationError(_("It is with the reviewer; it has to be returned first."))

    def save(self, *args, **kwargs) -> None:
        """Save the content, unless it is locked for its author. The step methods save their own fields."""
        self.refuse_when_locked()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        """Delete a draft; submitted and published records stay."""
        self.refuse_when_locked()
        return super().delete(*args, **kwargs)

    def _permits(self, by: "User", action: str) -> bool:
        return by.is_active and by.has_perm(f"commitments.{action}_{self._meta.model_name}")

    def _reach_refusals(self, by: "User") -> list[str | Promise]:
        return reach_refusals(reaches=by.reaches(self.reached_state_id()))

    def _review_refusals(self, by: "User", *, own: bool = False) -> list[str | Promise]:
        return self._reach_refusals(by) or publisher_refusals(
            own=own,
            permitted=by.has_perm(PUBLISH_PERMISSION),
            self_publication=settings.ALLOW_SELF_PUBLICATION,
        )

    def _mark(self, stage: Stage, by: "User", *, reason: str = "", **marks: object) -> None:
        self.stage, self._chain = stage, marks.pop("chain", None)
        for field, value in marks.items():
            setattr(self, field, value)
        sign(self, by=by, reason=reason)
        models.Model.save(self, update_fields=["stage", *marks])
        log_action("reviewer assigned" if "reviewer" in marks else str(stage), record=self, by=by)
