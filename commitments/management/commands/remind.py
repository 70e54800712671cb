"""Sends each person one digest of what waits for them."""

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commitments.models import Reminder, User
from commitments.reporting.desk import Item, desk_of, items_of

TITLES = {
    "returned": _("Returned to you"),
    "overdue": _("Reviews that are overdue"),
    "due": _("Reviews that are due soon"),
    "deadline": _("Deadlines of the Convention that are near"),
}


class Command(BaseCommand):
    """`manage.py remind`: run it once a day. Run twice it sends nothing more; what failed is tried again."""

    help = "Send each person one digest of returned notes, reviews due and overdue, and near deadlines."

    def handle(self, *args: object, **options: object) -> None:
        sent, failed = 0, []
        for person in User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk"):
            items = self.new_items(person)
            if not items:
                continue
            try:
                self.mail(person, items)
            except OSError as failure:  # smtplib's errors are OSErrors
                failed.append(f"{person.username}: {failure}")
                continue
            Reminder.objects.keep(person, [item.subject for item in items], at=timezone.now())
            sent += 1
        counted = ngettext("%(count)s digest sent.", "%(count)s digests sent.", sent)
        self.stdout.write(counted % {"count": sent})
        if failed:
            raise CommandError(gettext("Not sent, will be tried again: ") + "; ".join(failed))

    def new_items(self, person: User) -> list[Item]:
        """What this person has not been told yet."""
        today = timezone.now().date()
        desk = desk_of(person, today, self_publication=settings.ALLOW_SELF_PUBLICATION)
        told = Reminder.objects.subjects_of(person)
        return [item for item in items_of(desk, today) if item.subject not in told]

    def mail(self, person: User, items: list[Item]) -> None:
        """One mail for all of it."""
        grouped = [(title, [item for item in items if item.kind == kind]) for kind, title in TITLES.items()]
        context = {
            "person": person,
            "groups": [(title, found) for title, found in grouped if found],
            "root": settings.SITE_ROOT,
        }
        subject = ngettext(
            "Cartagena: %(count)s thing waits for you",
            "Cartagena: %(count)s things wait for you",
            len(items),
        ) % {"count": len(items)}
        send_mail(subject, render_to_string("mail/digest.txt", context), None, [person.email])
