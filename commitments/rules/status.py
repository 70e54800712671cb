"""What a status means and which finding decides it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .codes import DERIVED_STATUSES, Certainty, Precision, Status
from .dates import partial_date

SYMBOLS = {
    Status.FULFILLED: "✓",
    Status.IN_PROGRESS: "◐",
    Status.NOT_STARTED: "○",
    Status.OVERDUE: "!",
    Status.CONTRADICTED: "✕",
    Status.NO_EVIDENCE: "∅",
    Status.NOT_APPLICABLE: "–",
    Status.NOTED: "≡",
    Status.NOT_ASSESSED: "?",
    Status.NOT_BOUND: "⊘",
}

SENTENCES = {
    Status.FULFILLED: _("A source shows that the promise was kept."),
    Status.IN_PROGRESS: _("A source shows steps towards the promise; it is not kept yet."),
    Status.NOT_STARTED: _("A source shows that the State has not begun."),
    Status.OVERDUE: _("A date has passed, and a source says that the State missed it."),
    Status.CONTRADICTED: _(
        "A source establishes an act against the promise, or a source reports signs of an act against the "
        "promise."
    ),
    Status.NO_EVIDENCE: _("We looked, and the finding says where; we found nothing that shows it."),
    Status.NOT_APPLICABLE: _("The duty never arose for this State; the finding gives the reason."),
    Status.NOTED: _("Facts are published here; none of them says where the State stands."),
    Status.NOT_ASSESSED: _("Nothing has been published here. It says nothing about the State."),
    Status.NOT_BOUND: _("The State was not a Party to the Convention on this day."),
}

# These tell what happened on a day; every other status tells how things stood when somebody looked.
ACTS = frozenset({Status.FULFILLED, Status.OVERDUE, Status.CONTRADICTED})


class Finding(NamedTuple):
    """The values of a note with a status that decide the order of findings."""

    noted_date: date
    published_at: datetime
    id: int
    status: str


def decisive(findings: Iterable[Finding]) -> Finding | None:
    """The finding that decides: the newest by noted day, then by publication, then by number."""
    return max(findings, key=lambda found: (found.noted_date, found.published_at, found.id), default=None)


def run_of(findings: Iterable[Finding]) -> list[Finding]:
    """The findings since the status last changed, earliest first; empty without a finding."""
    run: list[Finding] = []
    for found in sorted(findings, key=lambda found: (found.noted_date, found.published_at, found.id)):
        run = [*run, found] if run and run[-1].status == found.status else [found]
    return run


def status_of(findings: Iterable[Finding], *, noted: bool, bound: bool) -> Status:
    """The status of a State. A State that is not a Party owes nothing that day, whatever was found before.

    `noted`: any note is published, whether it sets a status or not.
    """
    if not bound:
        return Status.NOT_BOUND
    newest = decisive(findings)
    if newest is None:
        return Status.NOTED if noted else Status.NOT_ASSESSED
    return Status(newest.status)


def found_words(status: str, day: date | None, precision: str | None) -> str:
    """When a status came to be, as far as found, from the first finding of its run.

    An act has its day: “on 24 October 2004”, “in 2004”, “by May 2024”. A state of things has only the day on
    which somebody first found it: “first found so: November 2025”. Empty without a finding, and for a State
    not bound.
    """
    if day is None or status in DERIVED_STATUSES:
        return ""
    exactly = precision or Precision.DAY
    shown = {"day": partial_date(day, exactly)}
    if status not in ACTS:
        return gettext("first found so: %(day)s") % shown
    if exactly == Precision.BY:
        return shown["day"]
    return (gettext("on %(day)s") if exactly == Precision.DAY else gettext("in %(day)s")) % shown


def contradicts_on_hearsay(status: str, certainty: str) -> bool:
    """An allegation alone never establishes that a State acted against its promise."""
    return status == Status.CONTRADICTED and certainty == Certainty.ALLEGED
