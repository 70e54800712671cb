"""What stands beside a grave status: how sure the findings are that carry it, and the years they speak of.

The findings come as one text, one after the other: "2011 admitted; 2024 apparent; by 2025 apparent". It holds
those since the status last changed, each year and certainty once.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .codes import Certainty, Status
from .status import SENTENCES

GRAVE_STATUSES = (Status.OVERDUE, Status.CONTRADICTED)
USE = "16d"  # the promise never to use mines
ADMITTED = "admitted"  # the State itself agreed with the finding
STRONGEST_FIRST = (ADMITTED, *Certainty.values)
BETWEEN, BY = "; ", "by "

CONTRADICTED_SENTENCES = {
    ADMITTED: _("The State itself has acknowledged an act against the promise."),
    Certainty.CONFIRMED: _("A source establishes an act against the promise."),
    Certainty.APPARENT: _("A source reports signs of an act against the promise."),
}
ACT_WORDS = {
    ADMITTED: _("act against the promise %(when)s, admitted"),
    Certainty.CONFIRMED: _("act against the promise %(when)s"),
    Certainty.APPARENT: _("signs of an act against the promise, %(years)s"),
    Certainty.ALLEGED: _("alleged act against the promise, %(years)s"),
}
USE_WORDS = {
    ADMITTED: _("use %(when)s, admitted"),
    Certainty.CONFIRMED: _("use %(when)s"),
    Certainty.APPARENT: _("signs of use, %(years)s"),
    Certainty.ALLEGED: _("alleged use, %(years)s"),
}


class GraveFinding(NamedTuple):
    """One finding that carries a grave status; `known_by`: it was so not later than this year."""

    certainty: str
    year: int
    known_by: bool = False


def read_findings(findings: str) -> list[GraveFinding]:
    """From the text, the strongest first, each certainty by year."""
    read = []
    for told in findings.split(BETWEEN) if findings else ():
        year, certainty = told.removeprefix(BY).split()
        read.append(GraveFinding(certainty, int(year), told.startswith(BY)))
    return sorted(read, key=lambda found: (STRONGEST_FIRST.index(found.certainty), found.year))


def grave_words(status: str, findings: str | None, *, commitment: str) -> str:
    """Certainty and years beside a status: “signs of use, 2022 and 2024-25”; empty for any other status."""
    if status not in GRAVE_STATUSES or not findings:
        return ""
    words = [
        _group_words(status, certainty, list(group), commitment)
        for certainty, group in groupby(read_findings(findings), key=lambda found: found.certainty)
    ]
    return BETWEEN.join(words)


def grave_sentence(status: str, findings: str | None) -> str | Promise:
    """What the status says, in one sentence; that of `contradicted` follows the strongest of its findings."""
    if status == Status.CONTRADICTED and findings:
        return CONTRADICTED_SENTENCES.get(strongest(findings), SENTENCES[Status.CONTRADICTED])
    return SENTENCES[Status(status)]


def strongest(findings: str | None) -> str:
    """The certainty of the strongest of these findings; empty without one."""
    read = read_findings(findings or "")
    return read[0].certainty if read else ""


def _group_words(status: str, certainty: str, group: list[GraveFinding], commitment: str) -> str:
    exact = {found.year for found in group if not found.known_by}
    known_by = sorted({found.year for found in group if found.known_by} - exact)
    named = [*_spans(exact), *(gettext("by %(month)s") % {"month": year} for year in known_by)]
    years = _listed(named)
    if status == Status.OVERDUE:
        return years if certainty == Certainty.CONFIRMED else f"{Certainty(certainty).label}, {years}"
    when = gettext("in %(day)s") % {"day": years} if exact else years
    template = (USE_WORDS if commitment == USE else ACT_WORDS)[certainty]
    return str(template) % {"when": when, "years": years}


def _listed(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _spans(years: Iterable[int]) -> list[str]:
    """Consecutive years as one: 2011, 2024-25, 1999-2000."""
    ordered = sorted(years)
    spans = []
    for _gap, run in groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0]):
        joined = [year for _place, year in run]
        spans.append(_span(joined[0], joined[-1]))
    return spans


def _span(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}-{last % 100:02}" if first // 100 == last // 100 else f"{first}-{last}"
