"""One commitment as one State owes it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import Status
from commitments.rules.roles import reach_refusals, review_refusals, write_refusals
from commitments.rules.tally import Tally

from .ages import ages_on
from .commitment import Commitment
from .evidence import EvidenceLink
from .people import Reachable
from .progress import ProgressNote
from .progress_queries import ProgressNoteQuerySet
from .reviewed import refuse
from .runs import first_of_run
from .speaking import spoke_at
from .state import Membership, State, label_expression
from .trace import keep_history_of, traced

if TYPE_CHECKING:
    from .people import User


def _newest_finding(
    day: date, known_at: datetime, *, supposing: ProgressNote | None = None
) -> ProgressNoteQuerySet:
    """In a subquery: the findings on the outer obligation, the one that decides first."""
    known = ProgressNote.objects.known_at(known_at, supposing=supposing).noted_by(day)
    found = known.findings().filter(obligation=OuterRef("pk"))
    return found.newest_first(supposed_at=known_at if supposing else None)


def _status(day: date, newest: ProgressNoteQuerySet) -> Case:
    """The one place where a status is computed: the newest finding decides, and binds only a Party."""
    stay = Membership.objects.covering(day).filter(state=OuterRef("state"))
    found = Coalesce(Subquery(newest.values("status")[:1]), Value(Status.NOT_ASSESSED.value))
    return Case(
        When(Exists(stay), then=found),
        default=Value(Status.NOT_BOUND.value),
        output_field=CharField(),
    )


class ObligationQuerySet(Reachable):
    """Questions about obligations."""

    def with_status_on(self, day: date, *, known_at: datetime, supposing: ProgressNote | None = None) -> Self:
        """Adds where each stands: `status`, and of the note that decides it `finding_id`, date and certainty.

        The newest finding decides; nothing is stored that could go stale. A State that is not a Party
        that day is "not bound", whatever was found before. `supposing` shows a reviewer what the
        publication of a note would bring.
        """
        newest = _newest_finding(day, known_at, supposing=supposing)
        return self.annotate(status=_status(day, newest), finding_id=Subquery(newest.values("pk")[:1]))

    def with_statuses_on(self, days: Iterable[date], *, known_at: datetime) -> Self:
        """Adds the status on each of several days: `status_0`, `status_1`, … as the days are given."""
        return self.annotate(
            **{
                f"status_{number}": _status(day, _newest_finding(day, known_at))
                for number, day in enumerate(days)
            }
        )

    def moved_between(self, first: date, last: date, *, known_at: datetime) -> Self:
        """Those whose status on the two days differs: `status_before`, and the later one as `status`."""
        before = _status(first, _newest_finding(first, known_at))
        both = self.with_status_on(last, known_at=known_at).annotate(status_before=before)
        return both.exclude(status=F("status_before"))

    def with_label_on(self, day: date) -> Self:
        """Adds `label`: how the State of each stands to the Declaration that day."""
        return self.annotate(label=label_expression(day, state="state"))

    def with_findings_on(self, day: date, *, known_at: datetime) -> Self:
        """Adds what stands beside a status: its date and certainty, disputes, evidence, the newest note."""
        known = ProgressNote.objects.known_at(known_at).noted_by(day).filter(obligation=OuterRef("pk"))
        newest = known.findings().newest_first()
        cited = EvidenceLink.objects.filter(spoke_at(known_at, note="note__"), note__noted_date__lte=day)
        links = cited.filter(note__obligation=OuterRef("pk")).order_by().values("note__obligation")
        return self.annotate(
            status_date=Subquery(newest.values("noted_date")[:1]),
            status_precision=Subquery(newest.values("noted_precision")[:1]),
            certainty=Subquery(newest.values("certainty")[:1]),
            newest_note_date=Subquery(known.newest_first().values("noted_date")[:1]),
            is_disputed=Exists(known.exclude(dispute="")),
            evidence_count=Coalesce(
                Subquery(links.annotate(links=Count("pk")).values("links"), output_field=IntegerField()), 0
            ),
        )

    def as_listed(self, day: date, *, known_at: datetime) -> Self:
        """All that a list shows: the page, the CSV and the JSON read this one."""
        listed = self.select_related("commitment", "state").with_status_on(day, known_at=known_at)
        found = listed.with_label_on(day).with_findings_on(day, known_at=known_at)
        return found.alias(**ages_on(day, known_at=known_at)).in_reading_order()

    def as_read(self, day: date, *, known_at: datetime) -> Self:
        """What a page about a few of them tells on top: since when each status has stood, as far as found."""
        run = first_of_run(day, known_at=known_at)
        return self.as_listed(day, known_at=known_at).annotate(
            since_date=Subquery(run.values("noted_date")[:1]),
            since_precision=Subquery(run.values("noted_precision")[:1]),
        )

    def in_reading_order(self) -> Self:
        """By State, then as the commitments stand in the text."""
        return self.order_by("state__name_en", "state__pk", "commitment__position")

    def tally(self) -> Tally:
        """How many have each status; needs `with_status_on`."""
        counted = self.order_by().values("status").annotate(obligations=Count("pk"))
        return Tally.of(
            {row["status"]: row["obligations"] for row in counted.values("status", "obligations")}
        )

    def tally_by_commitment(self) -> dict[str, Tally]:
        """The same for each commitment that has any, by code; needs `with_status_on`."""
        counted = self.order_by().values("commitment__code", "status").annotate(obligations=Count("pk"))
        counts: dict[str, dict[str, int]] = {}
        for row in counted.values("commitment__code", "status", "obligations"):
            counts.setdefault(row["commitment__code"], {})[row["status"]] = row["obligations"]
        return {code: Tally.of(of_code) for code, of_code in counts.items()}

    def open_missing(self) -> int:
        """Open every obligation that a State which is or was a Party does not have yet; returns how many."""
        codes = list(Commitment.objects.values_list("pk", flat=True))
        joined = State.objects.filter(memberships__isnull=False).distinct().values_list("pk", flat=True)
        present = set(Obligation.objects.values_list("state_id", "commitment_id"))
        missing = {(state, code) for state in joined for code in codes} - present
        Obligation.objects.bulk_create(
            (Obligation(state_id=state, commitment_id=code) for state, code in sorted(missing)),
            ignore_conflicts=True,
        )
        # a bulk insert that ignores conflicts tells no numbers, so what it made is read again
        of_states = Obligation.objects.filter(state__in={state for state, _code in missing}).order_by("pk")
        opened = [each for each in of_states if (each.state_id, each.commitment_id) in missing]
        keep_history_of(opened, reason=gettext("opened"), created=True)
        return len(missing)

    def plan_first_reviews(self, day: date) -> None:
        """Plan the next review of those that have none, as long after this day as their commitment says."""
        unplanned = self.filter(next_review_date__isnull=True).select_related("commitment")
        planned = list(unplanned)
        for obligation in planned:
            obligation.next_review_date = day + timedelta(days=obligation.commitment.review_days)
        for commitment, due in {(each.commitment_id, each.next_review_date) for each in planned}:
            unplanned.filter(commitment=commitment).update(next_review_date=due)
        keep_history_of(planned, reason=gettext("first review planned"))

    def get_by_natural_key(self, iso3: str, code: str) -> "Obligation":
        """The obligation of this State under this commitment, for fixtures and imports."""
        return self.get(state__iso3=iso3, commitment__code=code)


class Obligation(models.Model):
    """One commitment as one State owes it. Opened for every State that is or was a Party."""

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

    objects = ObligationQuerySet.as_manager()
    history = traced()

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ("state__name_en", "commitment__position")
        constraints = (
            models.UniqueConstraint(
                fields=["state", "commitment"], name="obligation_one_a_state_and_commitment"
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} · {self.commitment.code}"

    def natural_key(self) -> tuple[str, str]:
        """The codes of its State and commitment."""
        return (self.state.iso3, self.commitment.code)

    def plan_review_after(self, day: date, *, by: "User") -> None:
        """Plan the next review as long after this day as the commitment says, never earlier than planned."""
        due = day + timedelta(days=self.commitment.review_days)
        if self.next_review_date is None or self.next_review_date < due:
            self.next_review_date, self._history_user = due, by
            self.save(update_fields=["next_review_date"])

    @transaction.atomic
    def plan_review(self, day: date, *, by: "User", today: date) -> None:
        """Plan the next review for this day, whatever was planned before."""
        refuse(
            reach_refusals(reaches=by.reaches(self.state_id))
            or write_refusals(permitted=by.is_active and by.has_perm("commitments.change_obligation"))
            or review_refusals(day, today=today)
        )
        self.next_review_date, self._history_user = day, by
        self.save(update_fields=["next_review_date"])

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("obligation_detail", kwargs={"iso3": self.state.iso3, "code": self.commitment.code})
