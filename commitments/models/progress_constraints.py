"""What the database itself guarantees of a progress note."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import PUBLIC_STAGES, STORED_STATUSES, Certainty, Precision, Stage, Status


def _both_or_neither(moment: str, person: str) -> Q:
    neither = Q(**{f"{moment}__isnull": True, f"{person}__isnull": True})
    return neither | Q(**{f"{moment}__isnull": False, f"{person}__isnull": False})


_NEVER_PUBLISHED = Q(published_at__isnull=True, retracted_at__isnull=True, corrected_at__isnull=True)
_STAGE_MARKS = (
    Q(stage=Stage.DRAFT.value, submitted_at__isnull=True, returned_at__isnull=True) & _NEVER_PUBLISHED
    | Q(stage=Stage.SUBMITTED.value, submitted_at__isnull=False, returned_at__isnull=True) & _NEVER_PUBLISHED
    | Q(stage=Stage.RETURNED.value, submitted_at__isnull=False, returned_at__isnull=False) & _NEVER_PUBLISHED
    | Q(
        stage=Stage.PUBLISHED.value,
        published_at__isnull=False,
        retracted_at__isnull=True,
        corrected_at__isnull=True,
    )
    | Q(
        stage=Stage.RETRACTED.value,
        published_at__isnull=False,
        retracted_at__isnull=False,
        corrected_at__isnull=True,
    )
    | Q(
        stage=Stage.CORRECTED.value,
        published_at__isnull=False,
        retracted_at__isnull=True,
        corrected_at__isnull=False,
    )
)

NOTE_CONSTRAINTS = (
    models.CheckConstraint(condition=~Q(text=""), name="note_has_a_text"),
    models.CheckConstraint(
        condition=Q(status__in=["", *(status.value for status in STORED_STATUSES)]),
        name="note_status_is_known",
    ),
    models.CheckConstraint(condition=Q(certainty__in=Certainty.values), name="note_certainty_is_known"),
    models.CheckConstraint(condition=Q(noted_precision__in=Precision.values), name="note_precision_is_known"),
    models.CheckConstraint(
        condition=~Q(status=Status.CONTRADICTED.value, certainty=Certainty.ALLEGED.value),
        name="note_allegation_contradicts_nothing",
        violation_error_message=_("An allegation does not contradict a promise: log it without a status."),
    ),
    models.CheckConstraint(
        condition=Q(disputed_by="", dispute="") | (~Q(disputed_by="") & ~Q(dispute="")),
        name="note_dispute_names_who",
        violation_error_message=_("Say both who disputes the finding and what is disputed."),
    ),
    models.CheckConstraint(condition=_STAGE_MARKS, name="note_stage_matches_its_marks"),
    models.CheckConstraint(
        condition=_both_or_neither("submitted_at", "submitted_by"), name="note_is_submitted_by_someone"
    ),
    models.CheckConstraint(
        condition=_both_or_neither("returned_at", "returned_by")
        & (Q(returned_at__isnull=True) | ~Q(return_comment="")),
        name="note_is_returned_by_someone_with_a_comment",
    ),
    models.CheckConstraint(
        condition=_both_or_neither("published_at", "published_by"), name="note_is_published_by_someone"
    ),
    models.CheckConstraint(
        condition=_both_or_neither("retracted_at", "retracted_by")
        & (Q(retracted_at__isnull=True) | ~Q(retraction_reason="")),
        name="note_is_retracted_by_someone_for_a_reason",
    ),
    models.CheckConstraint(condition=~Q(corrects=F("id")), name="note_does_not_correct_itself"),
    models.UniqueConstraint(
        fields=["corrects"],
        condition=Q(corrects__isnull=False, stage__in=[stage.value for stage in PUBLIC_STAGES]),
        name="note_is_corrected_once",
    ),
)
