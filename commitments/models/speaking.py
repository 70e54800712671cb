"""When a note speaks, and which note stands before which."""

from datetime import datetime

from django.db.models import OuterRef, Q


def spoke_at(moment: datetime, *, note: str = "") -> Q:
    """Published by then, and neither retracted nor corrected by then; `note` is the way to the note."""

    def not_by(mark: str) -> Q:
        return Q(**{f"{note}{mark}__isnull": True}) | Q(**{f"{note}{mark}__gt": moment})

    return Q(**{f"{note}published_at__lte": moment}) & not_by("retracted_at") & not_by("corrected_at")


def stands_before_the_outer() -> Q:
    """In a subquery: the notes on the same obligation that stand before the outer one."""
    day, moment = OuterRef("noted_date"), OuterRef("published_at")
    earlier = (
        Q(noted_date__lt=day)
        | Q(noted_date=day, published_at__lt=moment)
        | Q(noted_date=day, published_at=moment, pk__lt=OuterRef("pk"))
    )
    return Q(obligation=OuterRef("obligation")) & earlier
