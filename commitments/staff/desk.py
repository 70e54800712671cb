"""The tasks of one person: the desk in the admin shows them, reminders mail them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Func, IntegerField, OuterRef, QuerySet, Subquery

from commitments.models import (
    Assignment,
    Deadline,
    LinkCheck,
    Membership,
    Obligation,
    ProgressNote,
    Reply,
    State,
    User,
)
from commitments.models.expressions import count_in_groups
from commitments.rules.clocks import Clocks, end_of
from commitments.rules.codes import Stage
from commitments.rules.freshness import AGEING_FOR

from .links import dead_links_of

REVIEW_SOON = timedelta(days=30)
DEADLINE_NEAR = timedelta(days=180)
ROWS_SHOWN = 8


@dataclass(frozen=True)
class Desk:
    """The lists of one person on one day: unsliced querysets, which chain."""

    drafts: QuerySet[ProgressNote]
    returned: QuerySet[ProgressNote]
    to_review: QuerySet[ProgressNote]
    replies_to_review: QuerySet[Reply]
    own_replies: QuerySet[Reply]
    due: QuerySet[Obligation]
    deadlines: QuerySet[Deadline]
    states: QuerySet[State]
    published: QuerySet[ProgressNote]
    without_evidence: QuerySet[ProgressNote]
    dead_links: QuerySet[LinkCheck]


@dataclass(frozen=True)
class Glance:
    """The first rows of a list, and the total count."""

    rows: list
    total: int


def glance(listed: QuerySet, *, rows: int = ROWS_SHOWN) -> Glance:
    """Rows and count in one query, so that a desk of many lists needs few queries.

    The count is a separate subquery, because a window would carry every row of a long list along.
    """
    number = Func("pk", function="COUNT", output_field=IntegerField())
    counted = listed.order_by().annotate(full_count=number).values("full_count")
    shown = list(listed.annotate(full_count=Subquery(counted))[:rows])
    return Glance(shown, shown[0].full_count if shown else 0)


def desk_of(person: User, day: date) -> Desk:
    """This person's tasks: own drafts, returned drafts, records to review, reviews and deadlines due."""
    notes = ProgressNote.objects.visible_to(person).select_related(
        "obligation__state", "obligation__commitment", "author", "returned_by"
    )
    replies = Reply.objects.visible_to(person).select_related(
        "note__obligation__state", "note__obligation__commitment", "author", "returned_by"
    )
    own = notes.filter(author=person)
    own_replies = replies.filter(author=person, stage__in=[Stage.RETURNED, Stage.DRAFT])
    mine = _states_of(person)
    return Desk(
        drafts=own.filter(stage=Stage.DRAFT).order_by("-created_at", "-pk"),
        returned=own.filter(stage=Stage.RETURNED).order_by("-returned_at", "-pk"),
        to_review=notes.waiting_for(person),
        replies_to_review=replies.waiting_for(person),
        own_replies=own_replies.order_by("-stage", "-created_at", "-pk"),
        due=_due(mine, day),
        deadlines=_near(mine, day),
        states=_standing(mine, day),
        published=notes.filter(stage=Stage.PUBLISHED).news().order_by("-published_at", "-pk"),
        without_evidence=notes.published_without_evidence(),
        dead_links=dead_links_of(person),
    )


def _states_of(person: User) -> list[int] | None:
    """The States assigned to a person; None means all: they may edit every State and have none assigned."""
    assigned = list(Assignment.objects.of(person).values_list("state", flat=True))
    return None if person.reaches_every_state and not assigned else assigned


def _among(mine: list[int] | None, rows: QuerySet) -> QuerySet:
    return rows if mine is None else rows.filter(**{f"{rows.state_lookup}__in": mine})


def _due(mine: list[int] | None, day: date) -> QuerySet[Obligation]:
    """Obligations whose review is due soon or overdue."""
    rows = _among(mine, Obligation.objects.select_related("state", "commitment"))
    return rows.filter(next_review_date__lte=day + REVIEW_SOON).order_by("next_review_date", "pk")


def _near(mine: list[int] | None, day: date) -> QuerySet[Deadline]:
    """Deadlines of the Convention that are near."""
    rows = _among(mine, Deadline.objects.select_related("obligation__state", "obligation__commitment"))
    return rows.from_day(day).filter(due_date__lte=day + DEADLINE_NEAR).in_reading_order()


def _standing(mine: list[int] | None, day: date) -> QuerySet[State]:
    """The States with `due_count`, `stale_count` and `next_due_date`, most urgent first.

    `stale_count`: obligations binding on the State without a note in the last two years, or without any.
    """
    known = ProgressNote.objects.known_at(Clocks(day, end_of(day)))
    recent = known.filter(noted_date__gte=day - AGEING_FOR, obligation=OuterRef("pk"))
    stay = Membership.objects.covering(day).filter(state=OuterRef("state"))
    owed = Obligation.objects.filter(state=OuterRef("pk")).order_by().values("state")
    near = Deadline.objects.from_day(day).filter(obligation__state=OuterRef("pk")).order_by("due_date")
    joined = Membership.objects.filter(state=OuterRef("pk"))
    listed = _among(mine, State.objects.filter(Exists(joined))).annotate(
        due_count=count_in_groups(owed.filter(next_review_date__lte=day + REVIEW_SOON)),
        stale_count=count_in_groups(owed.filter(Exists(stay)).exclude(Exists(recent))),
        next_due_date=Subquery(near.values("due_date")[:1]),
    )
    return listed.order_by("-due_count", "-stale_count", "sort_name", "pk")
