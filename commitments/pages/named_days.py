"""The days with a name that readers choose from: the Declaration, and the closing days of later meetings."""

from datetime import date

from commitments.models import Meeting
from commitments.rules.codes import MeetingKind
from commitments.rules.milestones import DECLARATION, Milestone


def named_days_by(day: date) -> list[Milestone]:
    """Those that had come by this day, in one query: a meeting that has not closed is none."""
    if day < DECLARATION.day:
        return []
    closed = Meeting.objects.closed_after_the_declaration(day)
    return [
        DECLARATION,
        *(
            Milestone(each.last_day, each.name, each.place, each.kind == MeetingKind.REVIEW_CONFERENCE)
            for each in closed
            if each.last_day
        ),
    ]
