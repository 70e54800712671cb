"""My desk: what waits for the person who signed in, each list short and one click from its work."""

from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import Assignment, Deadline, LinkCheck, Obligation, ProgressNote, Reply, State
from commitments.rules.freshness import AGEING_FOR
from commitments.rules.roles import NUMBERS, PUBLISH_PERMISSION
from commitments.staff.desk import Glance, desk_of, glance

from .base import works_on_notes
from .filters import StateListFilter, StrictListFilter

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
    "without_evidence": _("Published without evidence"),
    "dead_links": _("Dead links"),
}


class DeskFilter(StrictListFilter):
    """The rows of one list of my desk."""

    title = _("my desk")
    parameter_name = "desk"
    lists: tuple[str, ...] = ()

    def lookups(self, request, model_admin):
        self.person = request.user
        return [(name, TITLES[name]) for name in self.lists]

    def narrow(self, queryset, value: str):
        desk = desk_of(self.person, timezone.localdate())
        return queryset.filter(pk__in=getattr(desk, value).order_by().values("pk"))

    def has_output(self) -> bool:
        """One list is a choice too: its rows or all."""
        return True


class NoteDeskFilter(DeskFilter):
    lists = ("drafts", "returned", "to_review", "published", "without_evidence")


class ReplyDeskFilter(DeskFilter):
    lists = ("replies_to_review", "own_replies")


class ObligationDeskFilter(DeskFilter):
    lists = ("due",)


class DeadlineDeskFilter(DeskFilter):
    lists = ("deadlines",)


class StateDeskFilter(DeskFilter):
    lists = ("states",)


class LinkDeskFilter(DeskFilter):
    lists = ("dead_links",)


class OwingStateFilter(StateListFilter):
    lookup = "state__iso3"

    def lookups(self, request, model_admin):
        owing = model_admin.get_queryset(request).order_by().values("state")
        return [(state.iso3, state.name) for state in State.objects.filter(pk__in=owing).in_reading_order()]


@dataclass(frozen=True)
class DeskList:
    """One list of the desk: what its rows are, how one is drawn, and what to say when there is none."""

    name: str
    model: type[Model]
    row: str
    empty: str
    next_step: str
    for_reviewers: bool = False
    # rare enough to be left out while there is none
    is_quiet: bool = False


DESK_LISTS = (
    DeskList("returned", ProgressNote, "returned", _("Nothing has come back to you."), ""),
    DeskList(
        "to_review",
        ProgressNote,
        "to_review",
        _("No note waits for your review."),
        _("Notes appear here when somebody else submits one."),
        for_reviewers=True,
    ),
    DeskList(
        "replies_to_review",
        Reply,
        "reply",
        _("No reply of a State waits for your review."),
        "",
        for_reviewers=True,
        is_quiet=True,
    ),
    DeskList(
        "drafts",
        ProgressNote,
        "draft",
        _("You have no draft."),
        _("Log what you found: a draft may wait for its evidence."),
    ),
    DeskList("own_replies", Reply, "reply", _("You have no reply in hand."), "", is_quiet=True),
    DeskList(
        "due",
        Obligation,
        "due",
        _("Nothing has to be looked at again within 30 days."),
        _("Every published note plans the next look by itself."),
    ),
    DeskList("deadlines", Deadline, "deadline", _("No deadline falls within the next 180 days."), ""),
    DeskList(
        "states",
        State,
        "state",
        _("No State is assigned to you yet."),
        _("Ask an administrator to assign yours: notes are written for assigned States."),
    ),
    DeskList("dead_links", LinkCheck, "dead_link", _("No link is dead."), "", is_quiet=True),
    DeskList(
        "published",
        ProgressNote,
        "published",
        _("Nothing has been published yet."),
        _("A submitted note is published by a second person."),
    ),
)


@dataclass(frozen=True)
class DeskPanel:
    """One list as it is drawn: its first rows, how many there are, where all of them are."""

    kind: DeskList
    found: Glance
    address: str

    @property
    def title(self) -> str:
        return TITLES[self.kind.name]

    @property
    def row_template(self) -> str:
        return f"admin/desk/rows/{self.kind.row}.html"


def panels_for(request: HttpRequest) -> list[DeskPanel]:
    """The lists that concern this person, each in one query."""
    person = request.user
    reviews = person.has_perm(PUBLISH_PERMISSION)
    if not (works_on_notes(request) or reviews):
        return []
    today = timezone.localdate()
    desk = desk_of(person, today)
    offered = [kind for kind in DESK_LISTS if reviews or not kind.for_reviewers]
    panels = [DeskPanel(kind, glance(getattr(desk, kind.name)), list_address(kind)) for kind in offered]
    return [panel for panel in panels if panel.found.rows or not panel.kind.is_quiet]


def list_address(kind: DeskList) -> str:
    """All rows of the list, to be searched and sorted."""
    changelist = reverse(f"admin:{kind.model._meta.app_label}_{kind.model._meta.model_name}_changelist")
    return f"{changelist}?desk={kind.name}"


def desk_context(request: HttpRequest) -> dict[str, object]:
    """What the front page of the admin shows above Django's list of models."""
    person, today = request.user, timezone.localdate()
    return {
        "panels": panels_for(request),
        "today": today,
        "stale_since": today - AGEING_FOR,
        "may_log": person.has_perm("commitments.add_progressnote"),
        "may_assign": person.has_perm(f"commitments.add_{Assignment._meta.model_name}"),
        "may_see_numbers": person.has_perm(f"commitments.{NUMBERS}"),
    }
