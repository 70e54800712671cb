"""What happened between two days: the events of `pages/events.py`, grouped and counted."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise, cached_property

from commitments.models import ProgressNote
from commitments.models.state import label_expression
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Status
from commitments.rules.events import EventKind

from .event_words import Event
from .events import WITHOUT_FINDING, event_of_note, events_of_stays, stays_told, withdrawn_told
from .named_days import named_days_by
from .revisions import revisions_told
from .trend_filters import MovedFilter

ORDER = {status: rank for rank, status in enumerate(Status.values)}


@dataclass(frozen=True)
class StatusMove:
    """One change of status, how many findings made it, and the address of exactly those."""

    before: str
    after: str
    count: int
    address: str

    @property
    def is_first_finding(self) -> bool:
        return self.before in WITHOUT_FINDING


class MovedEvents:
    """The events after the first day and up to the last, as filtered.

    With `was` or `became` only findings that made such a change; "not bound" then stands for the States that
    joined or left.
    """

    def __init__(self, chosen: MovedFilter, clocks: Clocks) -> None:
        self._filter, self._clocks = chosen, clocks
        self.first, self.last = chosen.days()
        asked = chosen.form.cleaned_data
        self._was, self._became = asked["was"], asked["became"]

    @cached_property
    def _of_stays(self) -> list[Event]:
        asked = self._filter.form.cleaned_data
        stays = stays_told(self.last)
        if asked["region"]:
            stays = stays.filter(state__region__in=asked["region"])
        if asked["label"]:
            label = label_expression(self._clocks.day, state="state")
            stays = stays.annotate(label=label).filter(label__in=asked["label"])
        return [event for event in events_of_stays(stays, self.last) if event.day > self.first]

    def _joined_or_left(self, kind: EventKind, statuses: list[str]) -> list[Event]:
        asked = Status.NOT_BOUND in statuses or not (self._was or self._became)
        return [event for event in self._of_stays if asked and event.kind == kind]

    @property
    def joined(self) -> list[Event]:
        """The States that joined, the last first."""
        return self._joined_or_left(EventKind.JOINED, self._was)

    @property
    def left(self) -> list[Event]:
        """The States that left, the last first."""
        return self._joined_or_left(EventKind.LEFT, self._became)

    @cached_property
    def withdrawn(self) -> list[Event]:
        """The notes that were corrected or retracted here between the days."""
        if self._was or self._became:
            return []
        clocks = self._clocks.on(self.last)
        notes = self._filter.filter_queryset(self._filter.labelled(withdrawn_told(clocks)))
        found = (event_of_note(note, clocks) for note in notes)
        return [event for event in found if event.day > self.first]

    @cached_property
    def revisions(self) -> list[Event]:
        """The editions of the baseline that came here between the days."""
        if self._was or self._became:
            return []
        notes = self._filter.filter_queryset(self._filter.labelled(ProgressNote.objects.all()))
        about = {name: values for name, values in self._filter.kept().items() if name != "label"}
        told = revisions_told(notes, self._clocks.on(self.last), about)
        return [event for event in told if event.day > self.first]

    @cached_property
    def _counts(self) -> list[tuple[str, str, str, int]]:
        """Was, became, commitment, and how many findings said so."""
        fields = ("previous_status", "status", "obligation__commitment__code")
        counted = self._filter.qs.order_by().values(*fields).annotate(findings=Count("pk"))
        return list(counted.values_list(*fields, "findings"))

    @property
    def commitments(self) -> set[str]:
        """The codes of the commitments that the findings are about."""
        return {code for _was, _became, code, _count in self._counts}

    @cached_property
    def moves(self) -> list[StatusMove]:
        """Each change of status, first findings last, the most frequent first."""
        counts: Counter[tuple[str, str]] = Counter()
        for was, became, _code, count in self._counts:
            counts[was, became] += count
        moves = [
            StatusMove(was, became, count, self._address(was, became))
            for (was, became), count in counts.items()
        ]
        return sorted(
            moves,
            key=lambda move: (move.is_first_finding, -move.count, ORDER[move.before], ORDER[move.after]),
        )

    def _address(self, was: str, became: str) -> str:
        days = {"from": self.first.isoformat(), "to": self.last.isoformat()}
        return self._clocks.keep(reverse("moved"), **days, **self._filter.kept(), was=was, became=became)

    @property
    def changed_count(self) -> int:
        return sum(move.count for move in self.moves if not move.is_first_finding)

    @property
    def first_finding_count(self) -> int:
        return sum(move.count for move in self.moves if move.is_first_finding)

    @property
    def count(self) -> int:
        """All events between the days."""
        of_lists = len(self.joined) + len(self.left) + len(self.withdrawn) + len(self.revisions)
        return self.changed_count + self.first_finding_count + of_lists

    def page(self, number: str | None, rows: int) -> Page:
        """One page of the findings: changes before first findings, by State and in the order of the text."""
        pages = Paginator(self._filter.in_groups(), rows)
        pages.count = self.changed_count + self.first_finding_count
        page = pages.get_page(number)
        page.object_list = [event_of_note(note, self._clocks.on(self.last)) for note in page.object_list]
        return page


@dataclass(frozen=True)
class MeetingChoice:
    """The closing day of a meeting as the first or the last day; no address where none is possible."""

    day: date
    name: str | Promise
    place: str | Promise
    from_address: str
    to_address: str
    is_first: bool
    is_last: bool


def meeting_choices(events: MovedEvents, chosen: MovedFilter, clocks: Clocks) -> list[MeetingChoice]:
    """The meetings by the day of the page, the last one first."""
    kept = {**chosen.kept(), **{name: chosen.data.getlist(name) for name in ("was", "became")}}

    def span(first: date, last: date) -> str:
        days = {"from": first.isoformat(), "to": last.isoformat()}
        return clocks.keep(reverse("moved"), **days, **kept) if first < last else ""

    first, last = events.first, events.last
    return [
        MeetingChoice(
            mark.day,
            mark.name,
            mark.place,
            span(mark.day, last),
            span(first, mark.day),
            mark.day == first,
            mark.day == last,
        )
        for mark in reversed(named_days_by(clocks.day))
    ]
