"""One event and the sentence in which it is told: plain words, with every doubt that its note has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commitments.models import Commitment, Membership, ProgressNote, State
from commitments.rules.clocks import with_query
from commitments.rules.codes import Precision, Status
from commitments.rules.events import EventKind
from commitments.rules.grave import grave_words

OF_NOTES = {
    EventKind.CHANGED: gettext_lazy("%(state)s: “%(promise)s” is now %(status)s"),
    EventKind.FIRST_FINDING: gettext_lazy("%(state)s: first finding on “%(promise)s”: %(status)s"),
    EventKind.CORRECTED: gettext_lazy("%(state)s: a finding on “%(promise)s” was corrected"),
    EventKind.RETRACTED: gettext_lazy("%(state)s: a finding on “%(promise)s” was retracted"),
    EventKind.NOTED: gettext_lazy("%(state)s: a finding on “%(promise)s”: %(status)s"),
}


@dataclass(frozen=True)
class BaselineRevision:
    """An edition of the baseline: how many findings it added, corrected and retracted here at one moment.

    `about` are the filters of the list of findings that it is told under, such as the State.
    """

    at: datetime
    added: int = 0
    corrected: int = 0
    retracted: int = 0
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """With the counts that are not zero."""
        counts = (
            ngettext("%(count)s finding added", "%(count)s findings added", self.added),
            ngettext("%(count)s corrected", "%(count)s corrected", self.corrected),
            ngettext("%(count)s retracted", "%(count)s retracted", self.retracted),
        )
        numbers = (self.added, self.corrected, self.retracted)
        told = [words % {"count": f"{n:,}"} for words, n in zip(counts, numbers, strict=True) if n]
        return _("The baseline was revised: %(counts)s") % {"counts": ", ".join(told)}

    def get_absolute_url(self) -> str:
        """The findings that it brought and that still stand."""
        return with_query(reverse("progress_list"), {"revision": self.at.date().isoformat(), **self.about})


@dataclass(frozen=True)
class Event:
    """One event on the day of the fact; `before` is the status that a finding changed.

    Without a State it is a `revision` of the baseline.

    `promises` is how many promises bind a State that joined, or bound the one that left. A correction or
    retraction is an event of the day on which it was made here.
    """

    kind: EventKind
    day: date
    state: State | None
    commitment: Commitment | None = None
    note: ProgressNote | None = None
    stay: Membership | None = None
    revision: BaselineRevision | None = None
    precision: str = Precision.DAY
    before: str = ""
    promises: int = 0

    @property
    def sentence(self) -> str:
        """Without a full stop, the State first: “Estonia left: 17 promises no longer bind it”."""
        if self.revision:
            return self.revision.sentence
        return f"{_said(self)}{_in_brackets(self)}"

    @property
    def is_first_finding(self) -> bool:
        return self.kind == EventKind.FIRST_FINDING

    def get_absolute_url(self) -> str:
        """The note, the findings of the revision, or the membership on the page of the State."""
        if told := self.note or self.revision:
            return told.get_absolute_url()
        return f"{self.state.get_absolute_url()}#membership" if self.state else ""

    @property
    def state_name(self) -> str:
        return self.state.name if self.state else ""


def _said(event: Event) -> str:
    if event.note is None:
        return _membership(event)
    said = {
        "state": event.state_name,
        "promise": event.note.obligation.commitment.title,
        "status": _word(event.note.status),
    }
    return str(_template(event.kind, event.note.status)) % said


def _template(kind: EventKind, status: str) -> str | Promise:
    if kind == EventKind.CHANGED and status == Status.NO_EVIDENCE:
        return _("%(state)s: no evidence is found any more on “%(promise)s”")
    if kind == EventKind.NOTED and not status:
        return _("%(state)s: a finding on “%(promise)s” that judges no status")
    return OF_NOTES[kind]


def _membership(event: Event) -> str:
    if event.kind == EventKind.LEFT:
        message = ngettext(
            "%(state)s left: %(count)s promise no longer binds it",
            "%(state)s left: %(count)s promises no longer bind it",
            event.promises,
        )
    else:
        message = ngettext(
            "%(state)s joined: %(count)s promise binds it",
            "%(state)s joined: %(count)s promises bind it",
            event.promises,
        )
    return message % {"state": event.state_name, "count": event.promises}


def _in_brackets(event: Event) -> str:
    """A sentence without the certainty of its note would claim more than the source."""
    note = event.note
    if note is None or event.kind in (EventKind.RETRACTED, EventKind.CORRECTED):
        return ""
    grave = grave_words(note.status, note.grave_finding, commitment=note.obligation.commitment.code)
    doubt = grave or note.doubt
    before = _("was %(status)s") % {"status": _word(event.before)} if event.before else ""
    parts = [part for part in (doubt, _("disputed") if note.dispute else "", before) if part]
    return f" ({', '.join(parts)})" if parts else ""


def _word(code: str) -> str:
    return str(Status(code).label) if code else ""
