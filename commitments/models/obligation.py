"""One commitment as one State owes it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import Status
from commitments.rules.grave import grave_sentence, grave_words
from commitments.rules.roles import reach_refusals, review_refusals, write_refusals

from .commitment import Commitment
from .history import TrackedModel, track_history
from .obligation_queries import ObligationQuerySet
from .state import State
from .validation import refuse

if TYPE_CHECKING:
    from .people import User


class Obligation(TrackedModel):
    """One commitment as one State owes it. Created for every State that is or was a Party."""

    state = models.ForeignKey(State, models.PROTECT, verbose_name=_("State"), related_name="obligations")
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, verbose_name=_("commitment"), related_name="obligations"
    )
    next_review_date = models.DateField(
        _("next review on"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("When somebody should look again; planned anew with every published note."),
    )

    # annotations of the querysets: `with_status_on`, `with_findings_on`, `with_grave_findings_on`,
    # `as_read`, `with_deadline_on`, `with_vote`
    status: str
    finding_id: int | None
    certainty: str | None
    grave_findings: str
    is_disputed: bool
    newest_note_date: date | None
    since_date: date | None
    since_precision: str | None
    deadline_state: str
    deadline_date: date | None
    deadline_precision: str | None
    by_vote: bool

    objects = ObligationQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ("state__sort_name", "commitment__position")
        constraints = (
            models.UniqueConstraint(
                fields=["state", "commitment"],
                name="obligation_one_a_state_and_commitment",
                violation_error_message=_("This State has an obligation under this commitment already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} · {self.commitment.code}"

    @property
    def grave_words(self) -> str:
        """Certainty and years beside a grave status; needs `with_status_on` and `with_grave_findings_on`."""
        return grave_words(self.status, self.grave_findings, commitment=self.commitment.code)

    @property
    def full_status(self) -> str:
        """The status in words with certainty and years beside a grave one; needs the same."""
        return ", ".join(filter(None, [str(Status(self.status).label), self.grave_words]))

    @property
    def status_sentence(self) -> str:
        """What its status says, in one sentence; needs the same."""
        return str(grave_sentence(self.status, self.grave_findings))

    def natural_key(self) -> tuple[str, str]:
        """The codes of its State and commitment."""
        return (self.state.iso3, self.commitment.code)

    def plan_review_after(self, day: date, *, by: "User") -> None:
        """Plan the next review one review interval after this day, never earlier than already planned."""
        due = day + timedelta(days=self.commitment.review_days)
        if self.next_review_date is None or self.next_review_date < due:
            self.next_review_date, self._history_user = due, by
            self.save(update_fields=["next_review_date"])

    @transaction.atomic
    def plan_review(self, day: date, *, by: "User", today: date) -> None:
        """Plan the next review for this day, and replace any earlier plan."""
        refuse(
            reach_refusals(reaches=by.reaches(self.state_id))
            or write_refusals(permitted=by.is_active and by.has_perm("commitments.change_obligation"))
            or review_refusals(day, today=today)
        )
        self.next_review_date, self._history_user = day, by
        self.save(update_fields=["next_review_date"])

    def get_absolute_url(self) -> str:
        return reverse("obligation_detail", kwargs={"iso3": self.state.iso3, "code": self.commitment.code})
