"""Subqueries on the run of an obligation: its findings since the status last changed."""

from django.db.models import Case, CharField, Exists, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from commitments.rules.clocks import Clocks
from commitments.rules.grave import GRAVE_STATUSES

from .expressions import JoinedTexts, stands_after_outer
from .progress import ProgressNote
from .progress_queries import ProgressNoteQuerySet
from .state import Membership


def first_found(clocks: Clocks) -> Subquery:
    """The day of the finding since which the status has held, as far as found; needs `status`."""
    return Subquery(unbroken_run(clocks).values("noted_date")[:1])


def unbroken_run(clocks: Clocks) -> ProgressNoteQuerySet:
    """In a subquery: the findings of the outer obligation's current status since it last changed, in order.

    The rule is `run_of`; the first row is the finding since which the status has held, as far as found.
    """
    findings = ProgressNote.objects.known_at(clocks).findings()
    another = findings.filter(stands_after_outer()).exclude(status=OuterRef("status"))
    run = findings.filter(obligation=OuterRef("pk")).exclude(Exists(another))
    return run.order_by("noted_date", "published_at", "pk")


def grave_findings(clocks: Clocks) -> Case:
    """The findings that carry a grave status, as `rules.grave` reads them; empty for any other status."""
    run = unbroken_run(clocks).filter(status__in=GRAVE_STATUSES).with_grave_finding(clocks)
    stay = Membership.objects.covering(clocks.day).filter(state=OuterRef("state"))
    told = Coalesce(JoinedTexts(run, "grave_finding"), Value(""))
    return Case(When(Exists(stay), then=told), default=Value(""), output_field=CharField())
