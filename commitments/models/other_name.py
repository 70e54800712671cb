"""Reference data: the other names that people look for a State by. They find it and are never shown."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.rules.other_names import OtherNameKind

from .history import TrackedModel, track_history
from .querysets import StateScopedQuerySet


class OtherName(TrackedModel):
    """A former, official, short or foreign name of a State, or its abbreviation, such as DRC or Burma.

    Some of them the State itself refuses, some carry a claim: the page that they lead to bears the name of
    the United Nations alone. One name may be that of two States, such as Congo.
    """

    state = models.ForeignKey("State", models.PROTECT, verbose_name=_("State"), related_name="other_names")
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=10, help_text=_("By its code, such as en or pt."))
    kind = models.CharField(_("kind"), max_length=15, choices=OtherNameKind)
    source = models.CharField(_("source"), max_length=200, help_text=_("Where this name was read."))

    objects = StateScopedQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("other name of a State")
        verbose_name_plural = _("other names of States")
        ordering = ("state__sort_name", "language", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("state", "name", "language"),
                name="other_name_stands_once",
                violation_error_message=_("This State has this name in this language already."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(language="") & ~Q(source=""),
                name="other_name_is_sourced",
                violation_error_message=_("Another name says its language and where it was read."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OtherNameKind.values),
                name="other_name_kind_is_known",
                violation_error_message=_("Another name is of one of the kinds listed."),
            ),
        )

    def __str__(self) -> str:
        return self.name
