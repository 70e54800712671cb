"""When each public table last changed, as far as both clocks let it be known."""

from datetime import datetime

from django.db.models import Max, Q, Value

from commitments.models import Commitment, Deadline, Membership, ProgressNote, Reply, State
from commitments.rules.clocks import Clocks

NOTES, REPLIES = "notes", "replies"
# what a row of each table is made of
MADE_OF = {
    "obligations": (NOTES, "memberships"),
    "progress": (NOTES, REPLIES),
    "evidence": (NOTES,),
    "states": (NOTES, "memberships", "states"),
    "commitments": ("commitments",),
    "memberships": ("memberships",),
    "deadlines": ("deadlines",),
    "replies": (REPLIES,),
}
ENTERED = {"memberships": Membership, "states": State, "commitments": Commitment, "deadlines": Deadline}


def last_changes(clocks: Clocks) -> dict[str, datetime]:
    """The moment by table; tables of which nothing is known are left out."""
    steps = {NOTES: _of_notes(clocks), REPLIES: _of_replies(clocks), **_of_entries(clocks)}
    found = {
        noun: [moment for part in parts if (moment := steps.get(part))] for noun, parts in MADE_OF.items()
    }
    return {noun: max(moments) for noun, moments in found.items() if moments}


def _of_notes(clocks: Clocks) -> datetime | None:
    """The newest publication, retraction or correction."""
    public = ProgressNote.objects.published_by(clocks.known_at).noted_by(clocks.day)
    return _newest(
        public.aggregate(
            published=Max("published_at"),
            retracted=Max("retracted_at", filter=Q(retracted_at__lte=clocks.known_at)),
            corrected=Max("corrected_at", filter=Q(corrected_at__lte=clocks.known_at)),
        )
    )


def _of_replies(clocks: Clocks) -> datetime | None:
    """The newest publication or retraction."""
    public = Reply.objects.filter(published_at__lte=clocks.known_at).given_by(clocks.day)
    return _newest(
        public.aggregate(
            published=Max("published_at"),
            retracted=Max("retracted_at", filter=Q(retracted_at__lte=clocks.known_at)),
        )
    )


def _newest(moments: dict[str, datetime | None]) -> datetime | None:
    return max((moment for moment in moments.values() if moment), default=None)


def _of_entries(clocks: Clocks) -> dict[str, datetime]:
    """The newest entry in the history of what has no stages; in one query."""
    each = [
        model.history.filter(history_date__lte=clocks.known_at)
        .order_by()
        .values_list(Value(name))
        .annotate(Max("history_date"))
        for name, model in ENTERED.items()
    ]
    first, *others = each
    return dict(first.union(*others, all=True))
