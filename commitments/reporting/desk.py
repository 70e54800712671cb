"""What waits for one person: the desk in the admin shows it, the reminders mail it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from commitments.models import Assignment, Deadline, Obligation, ProgressNote, Reply, User
from commitments.rules.codes import Stage
from commitments.rules.roles import PUBLISH_PERMISSION

REVIEW_SOON = timedelta(days=30)
DEADLINE_NEAR = timedelta(days=180)


@dataclass(frozen=True)
class Desk:
    """The lists of one person on one day, unsliced; every list is a queryset and chains."""

    drafts: QuerySet[ProgressNote]
    returned: QuerySet[ProgressNote]
    to_review: QuerySet[ProgressNote]
    replies_to_review: QuerySet[Reply]
    due: QuerySet[Obligation]
    deadlines: QuerySet[Deadline]
    published: QuerySet[ProgressNote]


def desk_of(person: User, day: date, *, self_publication: bool) -> Desk:
    """What waits for this person: own drafts, what came back, what to review, what is due."""
    notes = ProgressNote.objects.reached_by(person).select_related(
        "obligation__state", "obligation__commitment", "author", "reviewer"
    )
    own = notes.filter(author=person)
    return Desk(
        drafts=own.filter(stage=Stage.DRAFT).order_by("-created_at", "-pk"),
        returned=own.filter(stage=Stage.RETURNED).order_by("-returned_at", "-pk"),
        to_review=_waiting(notes, person, self_publication=self_publication),
        replies_to_review=_waiting(
            Reply.objects.reached_by(person).select_related(
                "note__obligation__state", "note__obligation__commitment", "author"
            ),
            person,
            self_publication=self_publication,
        ),
        due=_due(person, day),
        deadlines=_near(person, day),
        published=notes.filter(stage=Stage.PUBLISHED).news().order_by("-published_at", "-pk"),
    )


def _waiting(written: QuerySet, person: User, *, self_publication: bool) -> QuerySet:
    """Submitted, and this person may decide: asked of them or of nobody in particular."""
    if not person.has_perm(PUBLISH_PERMISSION):
        return written.none()
    submitted = written.filter(stage=Stage.SUBMITTED).filter(Q(reviewer=person) | Q(reviewer__isnull=True))
    others = submitted if self_publication else submitted.exclude(author=person).exclude(submitted_by=person)
    return others.order_by("submitted_at", "pk")


def looked_after(person: User, rows: QuerySet) -> QuerySet:
    """The rows of the States a person looks after; of all, where they reach all and none is assigned."""
    assigned = Assignment.objects.of(person).values("state")
    if person.reaches_every_state and not assigned.exists():
        return rows
    return rows.filter(**{f"{rows.way_to_state}__in": assigned})


def _due(person: User, day: date) -> QuerySet[Obligation]:
    """Obligations whose review is due soon or overdue."""
    rows = looked_after(person, Obligation.objects.select_related("state", "commitment"))
    return rows.filter(next_review_date__lte=day + REVIEW_SOON).order_by("next_review_date", "pk")


def _near(person: User, day: date) -> QuerySet[Deadline]:
    """Deadlines of the Convention that are near."""
    rows = looked_after(
        person, Deadline.objects.select_related("obligation__state", "obligation__commitment")
    )
    return rows.from_day(day).filter(due_date__lte=day + DEADLINE_NEAR).in_reading_order()


@dataclass(frozen=True)
class Item:
    """One thing to remind of; `subject` stays the same until there is something new to say."""

    subject: str
    kind: str
    about: Obligation
    when: date | None
    words: str = ""


def items_of(desk: Desk, day: date) -> Iterator[Item]:
    """What a digest tells: returned notes, reviews due soon and overdue, deadlines near."""
    for note in desk.returned:
        subject = f"returned:{note.pk}:{note.returned_at.isoformat()}"
        yield Item(subject, "returned", note.obligation, note.returned_at.date(), note.return_comment)
    for obligation in desk.due:
        kind = "overdue" if obligation.next_review_date < day else "due"
        subject = f"{kind}:{obligation.pk}:{obligation.next_review_date.isoformat()}"
        yield Item(subject, kind, obligation, obligation.next_review_date)
    for deadline in desk.deadlines:
        subject = f"deadline:{deadline.pk}:{deadline.due_date.isoformat()}"
        yield Item(subject, "deadline", deadline.obligation, deadline.due_date)
