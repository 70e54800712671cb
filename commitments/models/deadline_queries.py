"""Queries on deadlines, and what the latest of them says of an obligation."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import BooleanField, Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Concat, Substr, TruncMonth, TruncYear

from commitments.rules.clocks import Clocks
from commitments.rules.codes import DATE_PRECISIONS, DeadlineState, DeadlineWay, Precision, Status
from commitments.rules.deadlines import DATED_COMMITMENTS, period_start

from .querysets import StateScopedQuerySet

if TYPE_CHECKING:
    from .state import State


def passed_by(day: date, *, deadline: str = "") -> Q:
    """The rule `has_passed`: the day, month or year that is known is over; `deadline` is the lookup of it."""
    passed = Q()
    for precision in DATE_PRECISIONS:
        start = period_start(day, precision)
        passed |= Q(**{f"{deadline}due_precision": precision.value, f"{deadline}due_date__lt": start})
    return passed


class DeadlineQuerySet(StateScopedQuerySet):
    state_lookup = "obligation__state"

    def of_state(self, state: "State") -> Self:
        """Those of one State, with the codes that their URLs need."""
        return self.filter(obligation__state=state).select_related(
            "obligation__commitment", "obligation__state"
        )

    def set_by(self, day: date) -> Self:
        """Without those known to have been decided later; one without a decision date stays."""
        return self.exclude(decided_date__gt=day)

    def from_day(self, day: date) -> Self:
        """Those that have not passed."""
        return self.exclude(passed_by(day))

    def as_listed(self, clocks: Clocks) -> Self:
        """Everything a list shows for a day; deadlines are never published, so `known_at` changes nothing.

        Adds `is_latest`, `is_passed` and `way`: a deadline is ahead until the day, month or year that is
        known is over. The open ones come first, the nearest of them first, then those that passed, the last
        to pass first.
        """
        listed = self.set_by(clocks.day).with_latest_on(clocks.day).with_way_on(clocks.day)
        related = listed.select_related("obligation__commitment", "obligation__state")
        return related.order_by(
            F("open_date").asc(nulls_last=True), "-due_date", "obligation__state__sort_name", "pk"
        )

    def with_way_on(self, day: date) -> Self:
        """Adds `is_passed`, the same in words as `way`, and `open_date`: when it is due, null once passed."""
        passed = passed_by(day)
        ahead, over = Value(DeadlineWay.AHEAD.value), Value(DeadlineWay.PASSED.value)
        return self.annotate(
            open_date=Case(When(passed, then=Value(None)), default=F("due_date")),
            is_passed=Case(When(passed, then=True), default=False, output_field=BooleanField()),
            way=Case(When(passed, then=over), default=ahead, output_field=CharField()),
        )

    def with_latest_on(self, day: date) -> Self:
        """Adds `is_latest`: the latest deadline of its obligation that is known that day."""
        known = self.model.objects.set_by(day).filter(obligation=OuterRef("obligation"))
        latest = Subquery(known.latest_first().values("pk")[:1])
        is_latest = Case(When(pk=latest, then=True), default=False, output_field=BooleanField())
        return self.annotate(is_latest=is_latest)

    def latest_first(self) -> Self:
        """The order of the rule `latest_due`: by the end of the day, month or year that is known.

        As text, because SQLite takes a date apart in Python, and a list asks this of every row.
        """
        written = Cast("due_date", CharField())
        year_end = Concat(Substr(written, 1, 4), Value("-12-31"))
        month_end = Concat(Substr(written, 1, 7), Value("-31"))
        end: Any = Case(
            When(due_precision=Precision.DAY, then=written),
            When(due_precision=Precision.YEAR, then=year_end),
            default=month_end,
            output_field=CharField(),
        )
        return self.order_by(end.desc(), "-pk")

    def in_reading_order(self) -> Self:
        """The nearest first."""
        return self.order_by("due_date", "obligation__state__sort_name", "pk")


def deadline_values(day: date, *, latest: str, found: str) -> dict[str, Any]:
    """The rule `deadline_state` in SQL, for obligations with a `status`.

    `latest` is the lookup of the latest deadline known of a State that is bound, `found` that of the finding
    that decides. Of the status itself only "not bound" is asked: every use of it repeats its subqueries.
    """
    # a null of the finding has to count as "no such status"
    owed = Q(**{f"{found}__pk": None}) | ~Q(**{f"{found}__status": Status.NOT_APPLICABLE})
    return {
        "deadline_state": _state(day, owed, latest, found),
        "deadline_date": Case(When(owed, then=F(f"{latest}__due_date"))),
        "deadline_precision": Case(When(owed, then=F(f"{latest}__due_precision"))),
    }


def _state(day: date, owed: Q, latest: str, found: str) -> Case:
    unknown, status = Q(**{f"{latest}__pk": None}), f"{found}__status"
    cases = (
        # most obligations have no dated duty, so that comes first
        (unknown & ~Q(commitment__code__in=sorted(DATED_COMMITMENTS)), ""),
        (~owed | Q(status=Status.NOT_BOUND), ""),
        (unknown, DeadlineState.NONE_KNOWN.value),
        (Q(**{status: Status.FULFILLED}), DeadlineState.MET.value),
        (~passed_by(day, deadline=f"{latest}__"), DeadlineState.AHEAD.value),
        (Q(**{status: Status.OVERDUE}) & _passed_when_found(latest, found), DeadlineState.MISSED.value),
    )
    decided = [When(condition, then=Value(value)) for condition, value in cases]
    return Case(*decided, default=Value(DeadlineState.PASSED.value), output_field=CharField())


def _passed_when_found(latest: str, found: str) -> Q:
    noted = f"{found}__noted_date"
    starts = {Precision.MONTH: TruncMonth(noted), Precision.YEAR: TruncYear(noted)}
    passed = Q()
    for precision in DATE_PRECISIONS:
        start = starts.get(precision, F(noted))
        passed |= Q(**{f"{latest}__due_precision": precision.value, f"{latest}__due_date__lt": start})
    return passed
