"""Since when a status has stood: the unbroken run of findings that say the same."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from .progress import ProgressNote
from .progress_queries import ProgressNoteQuerySet


def first_of_run(day: date, *, known_at: datetime) -> ProgressNoteQuerySet:
    """In a subquery: the findings on the outer obligation after which no other status was found, in order.

    The rule is `run_of`; the first row is the finding since which the status has stood, as far as found.
    """
    findings = ProgressNote.objects.known_at(known_at).noted_by(day).findings()
    another = findings.filter(_stands_after_the_outer()).exclude(status=OuterRef("status"))
    run = findings.filter(obligation=OuterRef("pk")).exclude(Exists(another))
    return run.order_by("noted_date", "published_at", "pk")


def _stands_after_the_outer() -> Q:
    """In a subquery: the notes on the same obligation that stand after the outer one."""
    day, moment = OuterRef("noted_date"), OuterRef("published_at")
    later = (
        Q(noted_date__gt=day)
        | Q(noted_date=day, published_at__gt=moment)
        | Q(noted_date=day, published_at=moment, pk__gt=OuterRef("pk"))
    )
    return Q(obligation=OuterRef("obligation")) & later
