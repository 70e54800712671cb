"""What each person has been reminded of, so that nobody is told the same thing twice."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .people import User


class ReminderQuerySet(models.QuerySet[Any]):
    def subjects_of(self, person: User) -> set[str]:
        """All that this person has been told."""
        return set(self.filter(person=person).values_list("subject", flat=True))

    def keep(self, person: User, subjects: list[str], *, at: datetime) -> list[Any]:
        """Note that a mail with these subjects has left."""
        told: Any = (Reminder(person=person, subject=subject, sent_at=at) for subject in subjects)
        # two runs at a time may both have told it; that is no reason to stop
        return self.bulk_create(told, ignore_conflicts=True, batch_size=500)


class Reminder(models.Model):
    """One thing that one person was told by mail; `subject` names thing, reason and day."""

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
        constraints = (models.UniqueConstraint(fields=["person", "subject"], name="reminder_is_sent_once"),)

    def __str__(self) -> str:
        return self.subject
