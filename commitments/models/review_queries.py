"""Queries on reviewed records: whose they are, and who may review them."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q

from commitments.rules.publication import STEPS
from commitments.rules.roles import PUBLISH_PERMISSION

from .querysets import StateScopedQuerySet

if TYPE_CHECKING:
    from .people import User


def is_own(records: type[Any], person: Any) -> Q:
    """This person created, submitted, or wrote any version of it; `person` may be an `F` of the field."""
    entries = records.history.model.objects
    # a step keeps the version it found, so only the first entry of a version is by its writer
    earlier = entries.filter(
        id=OuterRef("id"), version=OuterRef("version"), history_id__lt=OuterRef("history_id")
    )
    writer: Any = person
    if isinstance(person, F):
        writer = OuterRef(person.name)  # type: ignore[attr-defined]  # the stubs do not know it
    written = entries.filter(~Exists(earlier), id=OuterRef("pk"), history_user=writer)
    return Q(author=person) | Q(submitted_by=person) | Q(Exists(written))


class ReviewedQuerySet(StateScopedQuerySet):
    """Records that one person writes and another publishes."""

    def own_of(self, person: "User") -> Self:
        """Those this person created, submitted, or wrote any version of."""
        return self.filter(is_own(self.model, person))

    def reviewable_by(self, person: "User") -> Self:
        """Those this person may publish now: the checks of `publish` on person and stage, in SQL.

        Whether the content can be published is left to that method.
        """
        if not person.has_perm(PUBLISH_PERMISSION):
            return self.none()
        submitted = self.visible_to(person).filter(stage__in=STEPS["publish"])
        return submitted if settings.ALLOW_SELF_PUBLICATION else submitted.exclude(is_own(self.model, person))

    def waiting_for(self, person: "User") -> Self:
        """The reviewable ones assigned to this person or to nobody, oldest first.

        A reviewer who has edited the record since they were assigned cannot publish it, so it then waits for
        everyone.
        """
        asked = Q(reviewer=person) | Q(reviewer__isnull=True) | is_own(self.model, F("reviewer"))
        return self.reviewable_by(person).filter(asked).order_by("submitted_at", "pk")
