"""The users who log, review and administer, and the States assigned to them."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.rules.roles import EVERY_STATE, NUMBERS, assignment_refusals

from .action_log import log_action
from .history import change_batch, track_history
from .validation import refuse

KEPT = _("People are never deleted; close the account instead.")


class PersonQuerySet(models.QuerySet[Any]):
    """Users, who can never be deleted."""

    def delete(self) -> NoReturn:
        """Refuses: records keep their author, and the history its users."""
        raise ValidationError(KEPT)


class PersonManager(UserManager.from_queryset(PersonQuerySet)):
    use_in_migrations = False

    def get_by_natural_key(self, username: str) -> "User":
        """The person of this user name; other capitals are the same name where only one person has it."""
        alike = list(self.filter(username__iexact=username))
        exact = [person for person in alike if person.username == username]
        if len(found := exact or alike) != 1:
            raise self.model.DoesNotExist
        return found[0]


class User(AbstractUser):
    """A member of staff. What they wrote keeps its author: accounts are deactivated, never deleted."""

    public_name = models.CharField(
        _("public name"),
        max_length=100,
        blank=True,
        help_text=_("Shown beside your published notes. Leave it empty to appear as “Cartagena staff” only."),
    )

    objects = PersonManager()
    history = track_history(excluded_fields=["password", "last_login"], m2m_fields=["groups"])

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")
        permissions = (
            (EVERY_STATE, _("Can see and write for every State, assigned or not")),
            (NUMBERS, _("Can see the numbers of the office")),
        )

    def set_password(self, raw_password: str | None) -> None:
        """The history records that a password was set, and nothing about it."""
        super().set_password(raw_password)
        self._change_reason = gettext("password set")

    def save(self, *args, **kwargs) -> None:
        """A login changes nothing in the account, so it adds no entry to its history."""
        if set(kwargs.get("update_fields") or ("all",)) <= {"last_login", "password"}:
            self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            self.__dict__.pop("skip_history_when_saving", None)

    def delete(self, *args, **kwargs) -> NoReturn:
        raise ValidationError(KEPT)

    @property
    def byline(self) -> str:
        """The public name; a user name is never shown."""
        return self.public_name or gettext("Cartagena staff")

    @property
    def reaches_every_state(self) -> bool:
        """Whether no assignment limits this person."""
        return self.has_perm(f"commitments.{EVERY_STATE}")

    def reaches(self, state_id: int) -> bool:
        """Whether this person has permission to see and write for this State."""
        return self.reaches_every_state or self.assignments.filter(state=state_id).exists()


class AssignmentQuerySet(models.QuerySet[Any]):
    def of(self, person: User) -> Self:
        """The assignments of this person."""
        return self.filter(person=person)

    @transaction.atomic
    def assign(self, person: User, states: models.QuerySet[Any], *, by: User) -> int:
        """Assign those of the States that this person does not have yet; returns how many."""
        permitted = by.has_perm("commitments.add_assignment")
        refuse(assignment_refusals(permitted=permitted, active=person.is_active))
        User.objects.select_for_update().get(pk=person.pk)  # of two simultaneous requests, one waits
        missing = list(states.exclude(pk__in=Assignment.objects.of(person).values("state")))
        with change_batch():
            for state in missing:
                assignment = Assignment(person=person, state=state)
                assignment._history_user = by
                assignment.save()
        log_action("States assigned", record=person, by=by, states=sorted(state.iso3 for state in missing))
        return len(missing)

    @transaction.atomic
    def withdraw(self, person: User, states: models.QuerySet[Any], *, by: User) -> int:
        """Remove this person's assignments to these States; returns how many."""
        permitted = by.has_perm("commitments.delete_assignment")
        refuse(assignment_refusals(permitted=permitted, active=True))
        chosen = Assignment.objects.of(person).filter(state__in=states.values("pk"))
        held = list(chosen.select_related("state").select_for_update(of=("self",)))
        with change_batch():
            for assignment in held:
                assignment._history_user = by
                assignment.delete()
        log_action("States taken away", record=person, by=by, states=sorted(each.state.iso3 for each in held))
        return len(held)


class Assignment(models.Model):
    """Assigns one State to one person."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), related_name="assignments"
    )
    state = models.ForeignKey("State", models.PROTECT, verbose_name=_("State"), related_name="assignments")

    # the user who changes it, for the history
    _history_user: User

    objects = AssignmentQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("person__username", "state__sort_name")
        constraints = (
            models.UniqueConstraint(
                fields=["person", "state"],
                name="assignment_one_a_person_and_state",
                violation_error_message=_("This State is assigned to this person already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.state}"
