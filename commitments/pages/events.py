"""What happened, as readers are told it: on the first page, by State, between two days, and in the feeds.

A State joined or left (one event each), a finding changed a status or was the first, a note was corrected or
retracted, an edition of the baseline came (one event). Everything is derived from memberships and notes under
both clocks; nothing is stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date
from itertools import chain
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, Membership, Obligation, ProgressNote, State
from commitments.models.expressions import count_in_groups
from commitments.models.membership import MembershipQuerySet
from commitments.models.progress_queries import ProgressNoteQuerySet
from commitments.rules.clocks import Clocks, end_of
from commitments.rules.codes import DERIVED_STATUSES
from commitments.rules.events import EventKind
from commitments.rules.membership import DECLARATION_DATE

from .event_words import Event
from .revisions import revisions_told

WITHOUT_FINDING = [status.value for status in DERIVED_STATUSES]


@dataclass(frozen=True)
class EventScope:
    """About which notes, obligations and memberships events are told; by default about all."""

    notes: Q = field(default_factory=Q)
    obligations: Q = field(default_factory=Q)
    stays: Q = field(default_factory=Q)
    about: dict[str, str] = field(default_factory=dict)  # the same as filters of the list of findings

    @classmethod
    def of_state(cls, state: State) -> "EventScope":
        return cls(Q(obligation__state=state), Q(state=state), Q(state=state), {"state": state.iso3})

    @classmethod
    def of_region(cls, region: str) -> "EventScope":
        of_state = Q(state__region=region)
        return cls(Q(obligation__state__region=region), of_state, of_state, {"region": region})

    @classmethod
    def of_commitment(cls, commitment: Commitment) -> "EventScope":
        """With every State that joined or left: the commitment binds it or no longer does."""
        about = {"commitment": commitment.code}
        return cls(Q(obligation__commitment=commitment), Q(commitment=commitment), about=about)


EVERYTHING = EventScope()


@dataclass(frozen=True)
class LatestEvents:
    """The newest events, and apart from them the newest first findings."""

    happened: list[Event]
    first_findings: list[Event]


@dataclass(frozen=True)
class EventGroup:
    """The newest events of one sort under a heading, with a sentence on how to read them."""

    title: str | Promise
    meaning: str | Promise
    events: list[Event]


GROUPS: tuple[tuple[frozenset[EventKind], str | Promise, str | Promise], ...] = (
    (frozenset({EventKind.JOINED, EventKind.LEFT}), _("Joined or left"), ""),
    (
        frozenset({EventKind.FIRST_FINDING}),
        _("Found for the first time"),
        _("What was before it is not known here, so nothing need have changed."),
    ),
    (
        frozenset({EventKind.CHANGED}),
        _("Where a State stands has changed"),
        _("As far as found: a newer finding says something else than the one before it."),
    ),
    (
        frozenset({EventKind.CORRECTED, EventKind.RETRACTED, EventKind.REVISED}),
        _("Corrected or retracted here"),
        "",
    ),
)


def with_event_values(notes: ProgressNoteQuerySet, clocks: Clocks) -> ProgressNoteQuerySet:
    """Adds what events read: `previous_status`, `grave_finding`, and `binds`: a Party on the day noted."""
    stay = Membership.objects.covering(OuterRef("noted_date")).filter(state=OuterRef("obligation__state"))
    bound = Case(When(Exists(stay), then=Value(True)), default=Value(False), output_field=BooleanField())
    related = notes.select_related("obligation__state", "obligation__commitment")
    return related.with_previous_status(clocks).with_grave_finding(clocks).annotate(binds=bound)


def findings_told(clocks: Clocks, scope: EventScope = EVERYTHING) -> ProgressNoteQuerySet:
    """The findings that changed a status or were the first, while they bound the State; newest first."""
    known = ProgressNote.objects.known_at(clocks).filter(scope.notes).findings()
    told = with_event_values(known, clocks).filter(binds=True).exclude(status=F("previous_status"))
    return told.newest_first()


def withdrawn_told(clocks: Clocks, scope: EventScope = EVERYTHING) -> ProgressNoteQuerySet:
    """The notes that somebody corrected or retracted here, the last one first; see `revisions_told`."""
    taken = ProgressNote.objects.withdrawn_by_people().public_at(clocks)
    moment = min(clocks.known_at, end_of(clocks.day))
    return with_event_values(taken.filter(scope.notes).withdrawn_by(moment), clocks)


def with_promise_count(stays: MembershipQuerySet) -> MembershipQuerySet:
    """Adds `promise_count`: how many promises bind the State."""
    owed = Obligation.objects.filter(state=OuterRef("state")).order_by().values("state")
    return stays.annotate(promise_count=count_in_groups(owed))


def stays_told(day: date, scope: EventScope = EVERYTHING) -> MembershipQuerySet:
    """The memberships that began by the day, with `promise_count`; the last that began or ended first."""
    ended = When(withdrawal_effective_date__lte=day, then=F("withdrawal_effective_date"))
    begun = Membership.objects.filter(scope.stays, entry_into_force_date__lte=day).select_related("state")
    moved = begun.annotate(moved_date=Case(ended, default=F("entry_into_force_date")))
    return with_promise_count(moved).order_by("-moved_date", "-pk")


def event_of_note(note: ProgressNote, clocks: Clocks) -> Event:
    """What a public note is told as at `known_at`; it needs `with_event_values`."""
    owed = note.obligation
    for kind, moment in ((EventKind.RETRACTED, note.retracted_at), (EventKind.CORRECTED, note.corrected_at)):
        if moment and moment <= clocks.known_at:
            return Event(kind, moment.astimezone(UTC).date(), owed.state, owed.commitment, note)
    kind = _kind_of_finding(note)
    before = note.previous_status if kind == EventKind.CHANGED else ""
    precision = note.noted_precision
    return Event(kind, note.noted_date, owed.state, owed.commitment, note, precision=precision, before=before)


def _kind_of_finding(note: ProgressNote) -> EventKind:
    if not (note.status and note.binds) or note.status == note.previous_status:
        return EventKind.NOTED
    return EventKind.FIRST_FINDING if note.previous_status in WITHOUT_FINDING else EventKind.CHANGED


def events_of_stays(stays: Iterable[Membership], day: date) -> list[Event]:
    """That a State joined, and that it left, each by the day; needs `with_promise_count`.

    Those that were Parties when they adopted the Declaration made it; they did not join.
    """
    found = [event for stay in stays for event in _of_stay(stay) if DECLARATION_DATE < event.day <= day]
    return newest_first(found)


def _of_stay(stay: Membership) -> list[Event]:
    promises = stay.promise_count
    joined = Event(EventKind.JOINED, stay.entry_into_force_date, stay.state, stay=stay, promises=promises)
    if stay.withdrawal_effective_date is None:
        return [joined]
    left = replace(joined, kind=EventKind.LEFT, day=stay.withdrawal_effective_date)
    return [joined, left]


def newest_first(events: Iterable[Event]) -> list[Event]:
    """By the day of the fact; on one day notes by their number, then memberships."""
    return sorted(events, key=lambda event: (event.day, event.note.pk if event.note else 0), reverse=True)


def latest_findings(clocks: Clocks, scope: EventScope, limit: int) -> ProgressNoteQuerySet:
    """The newest findings that changed a status and the newest first ones, so many of each; one query."""
    told = findings_told(clocks, scope)
    changed = told.exclude(previous_status__in=WITHOUT_FINDING).values("pk")[:limit]
    chosen = ProgressNote.objects.filter(Q(pk__in=changed) | Q(pk__in=_first_findings(clocks, scope, limit)))
    return with_event_values(chosen, clocks).newest_first()


def _first_findings(clocks: Clocks, scope: EventScope, limit: int) -> QuerySet[Any]:
    """The ids of the newest first findings: by obligation, so that the cost does not grow with the notes."""
    found = ProgressNote.objects.known_at(clocks).findings().filter(obligation=OuterRef("pk"))
    oldest = found.newest_first().reverse()
    dated = Obligation.objects.filter(scope.obligations).annotate(
        oldest_id=Subquery(oldest.values("pk")[:1]), oldest_date=Subquery(oldest.values("noted_date")[:1])
    )
    stay = Membership.objects.covering(OuterRef("oldest_date")).filter(state=OuterRef("state"))
    told = dated.filter(Exists(stay)).order_by("-oldest_date", "-oldest_id")
    return told.values("oldest_id")[:limit]


def _latest(clocks: Clocks, scope: EventScope, limit: int) -> list[Event]:
    notes = chain(latest_findings(clocks, scope, limit), withdrawn_told(clocks, scope)[:limit])
    stays = events_of_stays(stays_told(clocks.day, scope)[:limit], clocks.day)
    told = ProgressNote.objects.filter(scope.notes)
    revisions = revisions_told(told, clocks, scope.about)[:limit]
    return [*(event_of_note(note, clocks) for note in notes), *stays, *revisions]


def latest_events(clocks: Clocks, scope: EventScope = EVERYTHING, *, limit: int) -> LatestEvents:
    """The newest `limit` events and first findings, in four queries."""
    return split(_latest(clocks, scope, limit), limit)


def latest_in_groups(clocks: Clocks, *, limit: int) -> list[EventGroup]:
    """The newest `limit` events of each sort that has any, in the same four queries."""
    events = newest_first(_latest(clocks, EVERYTHING, limit))
    groups = [
        EventGroup(title, meaning, [event for event in events if event.kind in kinds][:limit])
        for kinds, title, meaning in GROUPS
    ]
    return [group for group in groups if group.events]


def latest_of_state(
    state: State, notes: Iterable[ProgressNote], stays: Iterable[Membership], clocks: Clocks, *, limit: int
) -> LatestEvents:
    """The same for one State whose notes and memberships were read already; two queries.

    The notes need `with_event_values`, the memberships `with_promise_count`.
    """
    scope = EventScope.of_state(state)
    withdrawn = withdrawn_told(clocks, scope)[:limit]
    told = (event_of_note(note, clocks) for note in chain(notes, withdrawn))
    revisions = revisions_told(ProgressNote.objects.filter(scope.notes), clocks, scope.about)[:limit]
    return split([*told, *events_of_stays(stays, clocks.day), *revisions], limit)


def split(events: Iterable[Event], limit: int) -> LatestEvents:
    """The newest of what happened, and of the first findings; notes that changed nothing are left out."""
    told = [event for event in newest_first(events) if event.kind != EventKind.NOTED]
    return LatestEvents(
        happened=[event for event in told if not event.is_first_finding][:limit],
        first_findings=[event for event in told if event.is_first_finding][:limit],
    )
