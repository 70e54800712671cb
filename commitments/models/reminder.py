"""The reminders sent to each person, so that nobody gets the same one twice."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .people import User


class ReminderQuerySet(models.QuerySet[Any]):
    def subjects_of(self, person: User) -> set[str]:
        """The subjects of all reminders sent to this person."""
        return set(self.filter(person=person).values_list("subject", flat=True))

    def keep(self, person: User, subjects: list[str], *, at: datetime) -> list[Any]:
        """Record that a mail with these subjects was sent."""
        reminders: Any = (Reminder(person=person, subject=subject, sent_at=at) for subject in subjects)
        # two simultaneous runs may both have sent it; that is no error
        return self.bulk_create(reminders, ignore_conflicts=True, batch_size=500)


class Reminder(models.Model):
    """One reminder mailed to one person; `subject` names record, reason and day."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), related_name="reminders"
    )
    subject = models.CharField(_("subject"), max_length=120)
    sent_at = models.DateTimeField(_("sent at"))

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ("-sent_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["person", "subject"],
                name="reminder_is_sent_once",
                violation_error_message=_("This person was reminded of it already."),
            ),
        )

    def __str__(self) -> str:
        return self.subject
