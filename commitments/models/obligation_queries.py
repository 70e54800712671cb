"""Queries on obligations: the status of each, under both clocks."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Self

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext

from commitments.rules.clocks import Clocks
from commitments.rules.codes import EvidenceKind, Freshness, Status
from commitments.rules.freshness import AGEING_FOR, CURRENT_FOR
from commitments.rules.membership import DECLARATION_DATE
from commitments.rules.tally import ASSESSED_STATUSES, Tally

from .commitment import Commitment
from .deadline_queries import deadline_values
from .evidence import EvidenceLink, EvidenceQuerySet
from .expressions import count_in_groups, one_of, status_found
from .history import record_bulk_history
from .progress import ProgressNote
from .progress_queries import ProgressNoteQuerySet
from .querysets import StateScopedQuerySet
from .run_queries import first_found, grave_findings, unbroken_run
from .state import Membership, State, label_expression


def _known_notes(clocks: Clocks, *, supposing: ProgressNote | None = None) -> ProgressNoteQuerySet:
    """In a subquery: the notes on the outer obligation, with or without a status."""
    return ProgressNote.objects.known_at(clocks, supposing=supposing).filter(obligation=OuterRef("pk"))


def _newest_finding(clocks: Clocks, *, supposing: ProgressNote | None = None) -> ProgressNoteQuerySet:
    """In a subquery: the findings on the outer obligation, the one that decides first."""
    found = _known_notes(clocks, supposing=supposing).findings()
    return found.newest_first(supposed_at=clocks.known_at if supposing else None)


def _status(clocks: Clocks, *, supposing: ProgressNote | None = None) -> Case:
    """The one place where a status is computed: the newest finding decides, if the State is a Party."""
    stay = Membership.objects.covering(clocks.day).filter(state=OuterRef("state"))
    newest = _newest_finding(clocks, supposing=supposing)
    return Case(
        When(Exists(stay), then=status_found(newest, _known_notes(clocks, supposing=supposing))),
        default=Value(Status.NOT_BOUND.value),
        output_field=CharField(),
    )


def _cited(clocks: Clocks) -> EvidenceQuerySet:
    """In a subquery: the evidence of all known notes on the outer obligation."""
    return EvidenceLink.objects.known_at(clocks).filter(note__obligation=OuterRef("pk"))


def _ages(clocks: Clocks) -> dict[str, Any]:
    """Values to filter by: the rule `freshness_on` in SQL, the newest dated source, and the kinds of source.

    Needs `newest_note_date`; whether an obligation rests on a kind of source is `rests_on_<kind>`.
    """
    day, cited = clocks.day, _cited(clocks)
    dated = cited.filter(published_date__lte=day)
    return {
        "freshness": Case(
            When(newest_note_date__isnull=True, then=Value(Freshness.NEVER.value)),
            When(newest_note_date__gte=day - CURRENT_FOR, then=Value(Freshness.CURRENT.value)),
            When(newest_note_date__gte=day - AGEING_FOR, then=Value(Freshness.AGEING.value)),
            default=Value(Freshness.STALE.value),
            output_field=CharField(),
        ),
        "newest_evidence_date": Subquery(dated.order_by("-published_date").values("published_date")[:1]),
        **{f"rests_on_{kind}": Exists(cited.filter(kind=kind)) for kind in EvidenceKind.values},
    }


def _by_vote() -> Exists:
    """Whether the finding that decides cites a voting record; needs `finding_id`."""
    return Exists(EvidenceLink.objects.filter(note=OuterRef("finding_id"), kind=EvidenceKind.VOTE_RECORD))


class ObligationQuerySet(StateScopedQuerySet):
    def with_status_on(self, clocks: Clocks, *, supposing: ProgressNote | None = None) -> Self:
        """Adds `status`, and `finding_id`: the id of the note that decides it.

        The newest finding decides; nothing is stored that could go stale. A State that is not a Party that
        day is "not bound", whatever was found before. `supposing` previews for a reviewer what publishing
        this note would change.
        """
        newest = _newest_finding(clocks, supposing=supposing)
        return self.annotate(
            status=_status(clocks, supposing=supposing), finding_id=Subquery(newest.values("pk")[:1])
        )

    def with_statuses_on(self, days: Iterable[date], clocks: Clocks) -> Self:
        """Adds the status on each of several days: `status_0`, `status_1`, … in the order of the days."""
        situations = {f"status_{number}": clocks.on(day) for number, day in enumerate(days)}
        return self.annotate(**{name: _status(each) for name, each in situations.items()})

    def count_headlines(self, clocks: Clocks) -> dict[str, dict[str, int]]:
        """How many of the judged are fulfilled since the Declaration or before, and how many rest on a vote.

        By the code of the commitment; keys of each: `kept_before`, `kept_since`, `votes`. One query.
        """
        judged = self.order_by().with_status_on(clocks).filter(status__in=ASSESSED_STATUSES)
        found = judged.annotate(by_vote=_by_vote(), first_found=first_found(clocks))
        before = Q(status=Status.FULFILLED, first_found__lte=DECLARATION_DATE)
        since = Q(status=Status.FULFILLED, first_found__gt=DECLARATION_DATE)
        counts = {
            "kept_before": Count("pk", filter=before),
            "kept_since": Count("pk", filter=since),
            "votes": Count("pk", filter=Q(by_vote=True)),
        }
        counted = found.values("commitment__code").annotate(**counts)
        return {
            row["commitment__code"]: {name: row[name] for name in counts}
            for row in counted.values("commitment__code", *counts)
        }

    def with_label_on(self, day: date) -> Self:
        """Adds `label`: the State's relation to the Declaration that day."""
        return self.annotate(label=label_expression(day, state="state"))

    def with_findings_on(self, clocks: Clocks) -> Self:
        """Adds the details of a status: its date and certainty, disputes, evidence, the newest note."""
        known = ProgressNote.objects.known_at(clocks).filter(obligation=OuterRef("pk"))
        newest = known.findings().newest_first()
        links = _cited(clocks).order_by().values("note__obligation")
        return self.annotate(
            status_date=Subquery(newest.values("noted_date")[:1]),
            status_precision=Subquery(newest.values("noted_precision")[:1]),
            certainty=Subquery(newest.values("certainty")[:1]),
            newest_note_date=Subquery(known.newest_first().values("noted_date")[:1]),
            is_disputed=Exists(known.exclude(dispute="")),
            evidence_count=count_in_groups(links),
        )

    def with_grave_findings_on(self, clocks: Clocks) -> Self:
        """Adds `grave_findings`, which `grave_words` puts into words; empty unless the status is grave."""
        return self.annotate(grave_findings=grave_findings(clocks))

    def with_deadline_on(self, clocks: Clocks) -> Self:
        """Adds the latest deadline known that day, and what it says: `deadline_state`, empty for nothing.

        The rule is `deadline_state`; needs `with_status_on`. A deadline is a fact beside the status and never
        makes one. `deadline_date` and `deadline_precision` are null where there is none to speak of.
        """
        deadlines = self.model._meta.get_field("deadlines").related_model.objects.set_by(clocks.day)
        stay = Membership.objects.covering(clocks.day).filter(state=OuterRef("obligation__state"))
        known = deadlines.filter(Exists(stay), obligation=OuterRef("pk"))
        joined = self.alias(
            latest_deadline=one_of("deadlines", known.latest_first()),
            decisive=one_of("notes", _newest_finding(clocks)),
        )
        return joined.annotate(**deadline_values(clocks.day, latest="latest_deadline", found="decisive"))

    def as_shown(self, clocks: Clocks) -> Self:
        """Everything a page shows of them."""
        listed = self.select_related("commitment", "state").with_status_on(clocks).with_deadline_on(clocks)
        found = listed.with_label_on(clocks.day).with_findings_on(clocks).with_grave_findings_on(clocks)
        return found.in_reading_order()

    def as_listed(self, clocks: Clocks) -> Self:
        """The same with what a list filters by; its page, its CSV and its JSON all use this queryset."""
        shown = self.as_shown(clocks)
        return shown.alias(**_ages(clocks), is_by_vote=_by_vote(), first_found_date=first_found(clocks))

    def as_read(self, clocks: Clocks) -> Self:
        """What a page shows, and since when each status has held, as far as found; for a few of them."""
        run = unbroken_run(clocks)
        return self.as_shown(clocks).annotate(
            since_date=Subquery(run.values("noted_date")[:1]),
            since_precision=Subquery(run.values("noted_precision")[:1]),
        )

    def with_vote(self) -> Self:
        """Adds `by_vote`: whether the finding that decides cites a voting record; needs `with_status_on`."""
        return self.annotate(by_vote=_by_vote())

    def in_reading_order(self) -> Self:
        """By State, then in the order of the text."""
        return self.order_by("state__sort_name", "state__pk", "commitment__position")

    def tally(self) -> Tally:
        """How many have each status; needs `with_status_on`."""
        counted = self.order_by().values("status").annotate(obligations=Count("pk"))
        return Tally.of(
            {row["status"]: row["obligations"] for row in counted.values("status", "obligations")}
        )

    def tally_by_commitment(self) -> dict[str, Tally]:
        """The same for each commitment that occurs, by code; needs `with_status_on`."""
        return self._tally_by("commitment__code")

    def tally_by_state(self) -> dict[int, Tally]:
        """The same for each State that occurs, by id; needs `with_status_on`."""
        return self._tally_by("state")

    def _tally_by(self, field: str) -> dict[Any, Tally]:
        counted = self.order_by().values(field, "status").annotate(obligations=Count("pk"))
        counts: dict[Any, dict[str, int]] = {}
        for row in counted.values(field, "status", "obligations"):
            counts.setdefault(row[field], {})[row["status"]] = row["obligations"]
        return {key: Tally.of(of_key) for key, of_key in counts.items()}

    def open_missing(self) -> int:
        """Create the missing obligations of all States that are or were a Party; returns how many."""
        codes = list(Commitment.objects.values_list("pk", flat=True))
        joined = State.objects.filter(memberships__isnull=False).distinct().values_list("pk", flat=True)
        present = set(self.model.objects.values_list("state_id", "commitment_id"))
        missing = {(state, code) for state in joined for code in codes} - present
        self.model.objects.bulk_create(
            (self.model(state_id=state, commitment_id=code) for state, code in sorted(missing)),
            ignore_conflicts=True,
        )
        # a bulk insert that ignores conflicts returns no ids, so the new rows are read again
        of_states = self.model.objects.filter(state__in={state for state, _code in missing}).order_by("pk")
        opened = [each for each in of_states if (each.state_id, each.commitment_id) in missing]
        record_bulk_history(opened, reason=gettext("opened"), created=True)
        return len(missing)

    def plan_first_reviews(self, day: date) -> None:
        """Plan the review of those without one, one review interval of the commitment after this day."""
        unplanned = self.filter(next_review_date__isnull=True).select_related("commitment")
        planned = list(unplanned)
        for obligation in planned:
            obligation.next_review_date = day + timedelta(days=obligation.commitment.review_days)
        for commitment, due in {(each.commitment_id, each.next_review_date) for each in planned}:
            unplanned.filter(commitment=commitment).update(next_review_date=due)
        record_bulk_history(planned, reason=gettext("first review planned"))

    def get_by_natural_key(self, iso3: str, code: str) -> Any:
        return self.get(state__iso3=iso3, commitment__code=code)
