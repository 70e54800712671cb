"""What to remind one person of; the `remind` command mails it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from commitments.models import Deadline, Obligation, ProgressNote, Reply, User
from commitments.rules.codes import Precision, Stage

from .desk import Desk


@dataclass(frozen=True)
class ReminderItem:
    """One reminder; `subject` stays the same until there is something new to say."""

    subject: str
    kind: str
    record: ProgressNote | Reply | Obligation | Deadline
    about: Obligation
    when: date
    precision: str = Precision.DAY
    words: str = ""

    @property
    def change_page(self) -> str:
        """The URL name of the admin page that changes the record."""
        return f"admin:commitments_{self.record._meta.model_name}_change"


def reminder_items(desk: Desk, person: User, day: date) -> Iterator[ReminderItem]:
    """The items of a digest: returned drafts, reviews overdue and due soon, deadlines near."""
    for note in desk.returned:
        yield _returned("note", note, note.obligation)
    for reply in _returned_replies(person):
        yield _returned("reply", reply, reply.note.obligation)
    for obligation in desk.due:
        due = obligation.next_review_date
        kind = "overdue" if due < day else "due"
        yield ReminderItem(f"{kind}:{obligation.pk}:{due.isoformat()}", kind, obligation, obligation, due)
    for deadline in desk.deadlines:
        subject = f"deadline:{deadline.pk}:{deadline.due_date.isoformat()}"
        about, due, precision = deadline.obligation, deadline.due_date, deadline.due_precision
        yield ReminderItem(subject, "deadline", deadline, about, due, precision)


def _returned(noun: str, record: ProgressNote | Reply, about: Obligation) -> ReminderItem:
    """A draft that a reviewer returned; if it is returned again, that is a new item."""
    moment = record.returned_at
    subject = f"returned {noun}:{record.pk}:{moment.isoformat()}"
    return ReminderItem(subject, "returned", record, about, moment.date(), words=record.return_comment)


def _returned_replies(person: User) -> Iterator[Reply]:
    returned = Reply.objects.visible_to(person).filter(author=person, stage=Stage.RETURNED)
    around = returned.select_related("note__obligation__state", "note__obligation__commitment")
    yield from around.order_by("-returned_at", "-pk")
