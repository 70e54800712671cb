"""Gaps in the records: obligations without a finding, with facts only, stale, or without recent evidence."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.lists.declaration import Column, Kind
from commitments.models import Commitment, Obligation, State
from commitments.rules.clocks import Clocks
from commitments.rules.codes import UNJUDGED_STATUSES, Freshness, Status
from commitments.rules.freshness import CURRENT_FOR

GAPS = ("without_finding", "only_noted", "stale", "without_recent_evidence")
# a published header never changes
COVERAGE_COLUMNS = [
    Column("state_iso3", F("state__iso3"), Kind.CODE, _("State, ISO 3166-1 alpha-3 code")),
    Column("state", F("state__name_en"), Kind.TEXT, _("State, United Nations short name in English")),
    Column("region", F("state__region"), Kind.TEXT, _("United Nations M49 region")),
    Column("commitment", F("commitment__code"), Kind.CODE, _("Paragraph and letter of the Declaration")),
    Column("commitment_title", F("commitment__title"), Kind.TEXT, _("Short name of the commitment")),
    Column("status", F("status"), Kind.CODE, _("Where the State stands on the day")),
    Column("freshness", F("age"), Kind.CODE, _("How old the newest note is")),
    Column("newest_note_date", F("newest_note_date"), Kind.DAY, _("Day of the newest note")),
    Column("newest_evidence_date", F("newest_source_date"), Kind.DAY, _("Day of the newest dated source")),
    Column("next_review_date", F("next_review_date"), Kind.DAY, _("When somebody should look again")),
    Column("without_finding", F("without_finding"), Kind.BOOLEAN, _("Without a finding")),
    Column("stale", F("stale"), Kind.BOOLEAN, _("Stale")),
    Column(
        "without_recent_evidence",
        F("without_recent_evidence"),
        Kind.BOOLEAN,
        _("Without evidence of the last 12 months"),
    ),
    Column("only_noted", F("only_noted"), Kind.BOOLEAN, _("Noted, status not judged")),
]


@dataclass
class Coverage:
    """How many obligations are binding under one commitment or State, and how many have each gap."""

    about: Commitment | State
    bound: int = 0
    gaps: dict[str, int] = field(default_factory=lambda: dict.fromkeys(GAPS, 0))

    def add(self, found: dict[str, bool]) -> None:
        self.bound += 1
        for gap, there in found.items():
            self.gaps[gap] += there


def recent_from(day: date) -> date:
    """Evidence of the last twelve months is recent."""
    return day - CURRENT_FOR


def with_gaps(clocks: Clocks) -> QuerySet[Obligation]:
    """The obligations binding on the day, each with flags for its gaps."""
    listed = Obligation.objects.as_listed(clocks)
    source = Q(newest_evidence_date__isnull=True) | Q(newest_evidence_date__lt=recent_from(clocks.day))
    return listed.exclude(status=Status.NOT_BOUND).annotate(
        age=F("freshness"),
        newest_source_date=F("newest_evidence_date"),
        without_finding=_holds(Q(status__in=UNJUDGED_STATUSES)),
        only_noted=_holds(Q(status=Status.NOTED)),
        stale=_holds(Q(freshness=Freshness.STALE)),
        without_recent_evidence=_holds(source),
    )


def coverage_on(clocks: Clocks) -> tuple[list[Coverage], list[Coverage]]:
    """By commitment in the order of the text, and by State with the largest gaps first; three queries."""
    commitments = {each.pk: Coverage(each) for each in Commitment.objects.in_reading_order()}
    states = {each.pk: Coverage(each) for each in State.objects.in_reading_order()}
    rows = with_gaps(clocks).order_by().values_list("commitment_id", "state_id", *GAPS)
    for commitment, state, *found in rows:
        gaps = dict(zip(GAPS, found, strict=True))
        commitments[commitment].add(gaps)
        states[state].add(gaps)
    bound = [each for each in states.values() if each.bound]
    return list(commitments.values()), sorted(bound, key=lambda each: -sum(each.gaps.values()))


def _holds(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())
