"""What the querysets of several models share: which rows a member of staff has permission to see."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from .people import User


class StateScopedQuerySet(models.QuerySet[Any]):
    """Rows that belong to a State; `state_lookup` is the lookup of that State."""

    state_lookup = "state"

    def visible_to(self, person: "User") -> Self:
        """Those this person has permission to see and write: all, or those of the assigned States."""
        if person.reaches_every_state:
            return self
        return self.filter(**{f"{self.state_lookup}__in": person.assignments.values("state")})
