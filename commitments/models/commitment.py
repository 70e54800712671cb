"""The text of the Declaration and the commitments read from it."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Length
from django.db.models.lookups import Exact, In, LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.rules.code_reading import UnreadableChoice, commitment_code
from commitments.rules.codes import (
    COMMITMENT_FORM,
    DIGITS,
    LETTER_FORM,
    SMALL_LETTERS,
    Mode,
    commitment_code_refusals,
)

from .expressions import consists_of, without_leading
from .history import TrackedModel, change_batch, track_history

MAX_POSITION = 32_767  # the largest small integer of PostgreSQL; SQLite would take more
MAX_REVIEW_DAYS = 3_650


def code_is_digits_and_letter(field: str) -> models.Q:
    """In SQL what the pattern COMMITMENT_CODE says: one or two digits, then at most one small letter."""
    letter = without_leading(field, DIGITS)
    digits = Length(field) - Length(letter)
    return (
        models.Q(In(digits, [1, 2]))
        & models.Q(LessThanOrEqual(Length(letter), 1))
        & models.Q(
            Exact(models.Func(letter, models.Value(SMALL_LETTERS), function="LTRIM"), models.Value(""))
        )
    )


class Paragraph(TrackedModel):
    """One of the 21 paragraphs of the Declaration, verbatim."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    heading = models.CharField(_("section heading"), max_length=100, blank=True)
    text = models.TextField(_("text"))
    edition = models.CharField(_("edition"), max_length=100)

    history = track_history()

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(number__range=(1, 21)),
                name="paragraph_is_one_of_21",
                violation_error_message=_("The Declaration has the paragraphs 1 to 21."),
            ),
        )

    def __str__(self) -> str:
        return str(self.number)

    def get_absolute_url(self) -> str:
        """Its anchor on the page of the Declaration."""
        return f"{reverse('declaration')}#p{self.number}"


class CommitmentQuerySet(models.QuerySet[Any]):
    def named(self, text: str) -> "Commitment | None":
        """The commitment that people mean by this code, such as “16B”, “16(b)” or “paragraph 16b”."""
        try:
            return self.filter(code=commitment_code(text)).first()
        except UnreadableChoice:
            return None

    def in_reading_order(self) -> Self:
        """In the order of the text."""
        return self.order_by("position")

    def get_by_natural_key(self, code: str) -> "Commitment":
        return self.get(code=code)


class Commitment(TrackedModel):
    """One trackable clause of paragraphs 14-21, with our reading of it."""

    code = models.CharField(_("code"), max_length=4, unique=True, help_text=_("Such as 16b."))
    paragraph = models.ForeignKey(
        Paragraph, models.PROTECT, verbose_name=_("paragraph"), related_name="commitments"
    )
    letter = models.CharField(_("letter"), max_length=1, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    title = models.CharField(_("title"), max_length=100)
    quotation = models.TextField(_("quotation"), help_text=_("Word for word from the paragraph."))
    mode = models.CharField(_("mode"), max_length=20, choices=Mode)
    reading = models.TextField(_("our reading"))
    concerns = models.TextField(_("whom it concerns"))
    shown_by = models.TextField(_("what would show it kept"))

    review_days = models.PositiveSmallIntegerField(
        _("days to the next review"),
        default=365,
        help_text=_("How long after a finding an obligation of this commitment is looked at again."),
    )

    objects = CommitmentQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(mode__in=Mode.values),
                name="commitment_mode_is_known",
                violation_error_message=_("A commitment has one of the modes that the Declaration uses."),
            ),
            models.CheckConstraint(
                condition=code_is_digits_and_letter("code"),
                name="commitment_code_is_digits_and_a_letter",
                violation_error_message=COMMITMENT_FORM,
            ),
            models.CheckConstraint(
                condition=models.Q(letter="") | consists_of("letter", SMALL_LETTERS, length=1),
                name="commitment_letter_is_small",
                violation_error_message=LETTER_FORM,
            ),
            models.CheckConstraint(
                condition=models.Q(position__range=(1, MAX_POSITION)),
                name="commitment_position_is_counted_from_one",
                violation_error_message=_("A position is a number from 1 to 32767."),
            ),
            models.CheckConstraint(
                condition=models.Q(review_days__range=(1, MAX_REVIEW_DAYS)),
                name="commitment_is_reviewed_within_ten_years",
                violation_error_message=_("A review follows after 1 to 3650 days."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def clean(self) -> None:
        """Refuses a code that does not fit into a URL, and a quotation that is not in its paragraph."""
        refusals = {}
        if self._state.adding and (odd := commitment_code_refusals(self.code)):
            refusals["code"] = odd
        if self.paragraph_id and self.quotation not in self.paragraph.text:
            refusals["quotation"] = [_("This does not stand word for word in the paragraph.")]
        if refusals:
            raise ValidationError(refusals)

    @transaction.atomic
    def enter(self, *, today: date) -> None:
        """Save a new commitment and open its obligation for every State that is or was a Party.

        Their first reviews are planned one review interval after today; the history records one batch.
        """
        self.full_clean()
        with change_batch():
            self.save()
            self.obligations.open_missing()
            self.obligations.plan_first_reviews(today)

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def get_absolute_url(self) -> str:
        return reverse("commitment_detail", kwargs={"code": self.code})
