"""Database constraints of every reviewed record, and further ones of a progress note."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import PUBLIC_STAGES, STORED_STATUSES, Certainty, Precision, Stage, Status


def _both_or_neither(moment: str, person: str) -> Q:
    neither = Q(**{f"{moment}__isnull": True, f"{person}__isnull": True})
    return neither | Q(**{f"{moment}__isnull": False, f"{person}__isnull": False})


def _with_words(moment: str, person: str, words: str) -> Q:
    return _both_or_neither(moment, person) & (Q(**{f"{moment}__isnull": True}) | ~Q(**{words: ""}))


def _stage_marks(**never_corrected: bool) -> Q:
    """For each stage, which step fields must and must not be set."""
    never_published = Q(published_at__isnull=True, retracted_at__isnull=True, **never_corrected)
    speaks = Q(published_at__isnull=False, retracted_at__isnull=True, **never_corrected)
    withdrawn = Q(published_at__isnull=False, retracted_at__isnull=False, **never_corrected)
    drafted = Q(submitted_at__isnull=True, returned_at__isnull=True) & never_published
    submitted = Q(submitted_at__isnull=False, returned_at__isnull=True) & never_published
    returned = Q(submitted_at__isnull=False, returned_at__isnull=False) & never_published
    return (
        Q(stage=Stage.DRAFT.value) & drafted
        | Q(stage=Stage.SUBMITTED.value) & submitted
        | Q(stage=Stage.RETURNED.value) & returned
        | Q(stage=Stage.PUBLISHED.value) & speaks
        | Q(stage=Stage.RETRACTED.value) & withdrawn
    )


_STEPS = (
    (
        "is_submitted_by_someone",
        _both_or_neither("submitted_at", "submitted_by"),
        _("What was submitted names who submitted it and when."),
    ),
    (
        "is_returned_by_someone_with_a_comment",
        _with_words("returned_at", "returned_by", "return_comment"),
        _("What was returned names who returned it, when, and what the author should change."),
    ),
    (
        "is_published_by_someone",
        _both_or_neither("published_at", "published_by"),
        _("What is published names who published it and when."),
    ),
    (
        "is_retracted_by_someone_for_a_reason",
        _with_words("retracted_at", "retracted_by", "retraction_reason"),
        _("What was retracted names who retracted it, when and why."),
    ),
)


def _reviewed(prefix: str, stage_marks: Q) -> tuple[models.CheckConstraint, ...]:
    checks = (
        ("has_a_text", ~Q(text=""), _("The text is empty.")),
        ("stage_matches_its_marks", stage_marks, _("The stage says which steps were taken, and when.")),
        *_STEPS,
    )
    return tuple(
        models.CheckConstraint(condition=condition, name=f"{prefix}_{name}", violation_error_message=words)
        for name, condition, words in checks
    )


_CORRECTED = Q(
    stage=Stage.CORRECTED.value,
    published_at__isnull=False,
    retracted_at__isnull=True,
    corrected_at__isnull=False,
)

REPLY_CONSTRAINTS = _reviewed("reply", _stage_marks())

NOTE_CONSTRAINTS = (
    *_reviewed("note", _stage_marks(corrected_at__isnull=True) | _CORRECTED),
    models.CheckConstraint(
        condition=Q(status__in=["", *(status.value for status in STORED_STATUSES)]),
        name="note_status_is_known",
        violation_error_message=_("A note sets one of the statuses that a person can find, or none."),
    ),
    models.CheckConstraint(
        condition=Q(certainty__in=Certainty.values),
        name="note_certainty_is_known",
        violation_error_message=_("A finding is confirmed, apparent or alleged."),
    ),
    models.CheckConstraint(
        condition=Q(noted_precision__in=Precision.values),
        name="note_precision_is_known",
        violation_error_message=_("A fact is dated to a day, a month or a year, or “by” a day."),
    ),
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
    models.CheckConstraint(
        condition=~Q(corrects=F("id")),
        name="note_does_not_correct_itself",
        violation_error_message=_("A note does not correct itself."),
    ),
    models.UniqueConstraint(
        fields=["corrects"],
        condition=Q(corrects__isnull=False, stage__in=[stage.value for stage in PUBLIC_STAGES]),
        name="note_is_corrected_once",
        violation_error_message=_("Another correction of this note has been published already."),
    ),
)
