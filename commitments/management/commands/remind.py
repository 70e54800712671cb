"""Sends each person one digest of what waits for them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commitments.models import Reminder, User
from commitments.staff.desk import desk_of
from commitments.staff.reminders import ReminderItem, reminder_items

LINES_A_GROUP = 20
TITLES = {
    "returned": _("Returned to you"),
    "overdue": _("Reviews that are overdue"),
    "due": _("Reviews that are due soon"),
    "deadline": _("Deadlines of the Convention that are near"),
}
# smtplib's errors are OSErrors; an address that no mail can carry is a ValueError
FAILURES = (OSError, ValueError)


class MailSection(NamedTuple):
    """The items of one kind: the first of them, and how many there are beside."""

    title: str | Promise
    shown: list[ReminderItem]
    total: int

    @property
    def rest(self) -> int:
        """How many the mail does not list."""
        return self.total - len(self.shown)


class Command(BaseCommand):
    """`manage.py remind`: run it once a day. Run twice it sends nothing more; what failed is tried again."""

    help = "Send each person one digest of returned notes, reviews due and overdue, and near deadlines."

    def handle(self, *args: object, **options: object) -> None:
        """Each person for themselves: one mail that fails holds no other up."""
        sent, failed, unreachable = 0, [], []
        for person, items in self.waiting():
            if not person.email:
                unreachable.append(person.username)
                continue
            try:
                self.mail(person, items)
            except FAILURES as failure:
                failed.append(f"{person.username}: {failure}")
                continue
            Reminder.objects.keep(person, [item.subject for item in items], at=timezone.now())
            sent += 1
        counted = ngettext("%(count)s digest sent.", "%(count)s digests sent.", sent)
        self.stdout.write(counted % {"count": sent})
        if unreachable:
            self.stdout.write(gettext("Without an e-mail address: ") + ", ".join(unreachable))
        if failed:
            raise CommandError(gettext("Not sent, will be tried again: ") + "; ".join(failed))

    def waiting(self) -> Iterator[tuple[User, list[ReminderItem]]]:
        """Everybody who works here and has not been reminded everything, with what is new to them."""
        today = timezone.now().date()
        for person in User.objects.filter(is_active=True, is_staff=True).order_by("pk"):
            desk = desk_of(person, today)
            reminded = Reminder.objects.subjects_of(person)
            items = [item for item in reminder_items(desk, person, today) if item.subject not in reminded]
            if items:
                yield person, items

    def mail(self, person: User, items: list[ReminderItem]) -> None:
        """One mail for all of it."""
        subject = ngettext(
            "Cartagena: %(count)s thing waits for you",
            "Cartagena: %(count)s things wait for you",
            len(items),
        ) % {"count": len(items)}
        context = {"person": person, "groups": groups_of(items), "root": settings.SITE_ROOT}
        send_mail(subject, render_to_string("mail/digest.txt", context), None, [person.email])


def groups_of(items: list[ReminderItem]) -> list[MailSection]:
    """The items by kind, the most urgent kind first; a long group is cut and says so."""
    of_kind = [(title, [item for item in items if item.kind == kind]) for kind, title in TITLES.items()]
    return [MailSection(title, found[:LINES_A_GROUP], len(found)) for title, found in of_kind if found]
