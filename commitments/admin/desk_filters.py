"""Filters that lead from a figure of the desk to exactly its rows."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import State
from commitments.staff.desk import desk_of

from .filters import NoteFilter, StateFilter

TITLES = {
    "returned": _("Returned to me"),
    "to_review": _("Waiting for my review"),
    "replies_to_review": _("Replies waiting for my review"),
    "drafts": _("My drafts"),
    "own_replies": _("My replies, returned or drafted"),
    "due": _("To be looked at again"),
    "deadlines": _("Deadlines that are near"),
    "states": _("My States"),
    "published": _("Last published"),
}


class DeskFilter(NoteFilter):
    """The rows of one list of my desk."""

    title = _("my desk")
    parameter_name = "desk"
    lists: tuple[str, ...] = ()

    def lookups(self, request, model_admin):
        """The lists that hold rows of this kind."""
        self.person = request.user
        return [(name, TITLES[name]) for name in self.lists]

    def narrow(self, queryset, value: str):
        """Those that the desk shows."""
        desk = desk_of(self.person, timezone.localdate(), self_publication=settings.ALLOW_SELF_PUBLICATION)
        return queryset.filter(pk__in=getattr(desk, value).order_by().values("pk"))

    def has_output(self) -> bool:
        """One list is a choice too: its rows or all."""
        return True


class NoteDeskFilter(DeskFilter):
    """Among notes."""

    lists = ("drafts", "returned", "to_review", "published")


class ReplyDeskFilter(DeskFilter):
    """Among replies."""

    lists = ("replies_to_review", "own_replies")


class ObligationDeskFilter(DeskFilter):
    """Among obligations."""

    lists = ("due",)


class DeadlineDeskFilter(DeskFilter):
    """Among deadlines."""

    lists = ("deadlines",)


class StateDeskFilter(DeskFilter):
    """Among States."""

    lists = ("states",)


class OwingStateFilter(StateFilter):
    """The States that owe something."""

    lookup = "state__iso3"

    def lookups(self, request, model_admin):
        """By name in the language of the page."""
        owing = model_admin.get_queryset(request).order_by().values("state")
        return [(state.iso3, state.name) for state in State.objects.filter(pk__in=owing).in_reading_order()]
