"""The statistics of the office: throughput and coverage, each figure a link to exactly its rows."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.contrib.admin import site
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.exports import csv_blocks, csv_of, file_name
from commitments.models import Commitment, ProgressNote, User
from commitments.models.action_log import log_action
from commitments.rules.clocks import Clocks
from commitments.rules.codes import BOUND_LABELS, UNJUDGED_STATUSES, Freshness, Status
from commitments.rules.dates import EARLIEST, LATEST
from commitments.rules.roles import NUMBERS
from commitments.staff.coverage import COVERAGE_COLUMNS, GAPS, Coverage, coverage_on, recent_from, with_gaps
from commitments.staff.throughput import (
    MARKS,
    WEEKS_SHOWN,
    WORK_COLUMNS,
    Throughput,
    Weeks,
    notes_taken,
    work_by_person,
    work_by_week,
    work_by_week_and_person,
)

from .filters import StrictListFilter

# the label on the page is also the description of the column
LABELS = {column.name: column.meaning for column in (*WORK_COLUMNS, *COVERAGE_COLUMNS)}
EVERYBODY = "all"
DAY = r"([\d-]{10})"
WRITTEN = re.compile(rf"({'|'.join(MARKS)})\.({EVERYBODY}|\d{{1,18}})\.{DAY}\.{DAY}", re.ASCII)


class Taken(NamedTuple):
    """One figure: the step, who took it, and when."""

    step: str
    person: int | None
    weeks: Weeks


def step_value(step: str, weeks: Weeks, person: User | None) -> str:
    """As it stands in the address: `returned.12.2026-09-07.2026-09-13`."""
    who = EVERYBODY if person is None else person.pk
    return f"{step}.{who}.{weeks.first.isoformat()}.{weeks.last.isoformat()}"


def step_taken(value: str) -> Taken | None:
    """What the address asks for, or nothing where it cannot be read."""
    written = WRITTEN.fullmatch(value)
    if not written:
        return None
    step, who, first, last = written.groups()
    try:
        weeks = Weeks(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
    if not EARLIEST <= weeks.first <= weeks.last <= LATEST:
        return None
    return Taken(step, None if who == EVERYBODY else int(who), weeks)


class StepFilter(StrictListFilter):
    """Stands in the list only when a figure led here."""

    title = _("step taken")
    parameter_name = "step"

    def lookups(self, request, model_admin):
        taken = step_taken(self.value() or "")
        if taken is None:
            return []
        person = User.objects.filter(pk=taken.person).first()
        words = gettext("%(step)s by %(person)s, %(first)s to %(last)s") % {
            "step": LABELS[taken.step],
            "person": person or gettext("anybody"),
            "first": date_format(taken.weeks.first, "j F Y"),
            "last": date_format(taken.weeks.last, "j F Y"),
        }
        return [(self.value(), words)]

    def narrow(self, queryset, value: str):
        """Exactly the notes that the figure counts."""
        step, person, weeks = step_taken(value)
        return notes_taken(step, weeks, queryset, by=person)


def numbers(request: HttpRequest) -> HttpResponse:
    notes, weeks, clocks = _notes_for(request), Weeks.up_to(request.clocks.day), request.clocks
    commitments, states = coverage_on(clocks)
    context = {
        **site.each_context(request),
        "title": _("Numbers of the office"),
        "weeks": weeks,
        "weeks_shown": WEEKS_SHOWN,
        "recent_from": recent_from(clocks.day),
        "steps": [LABELS[step] for step in MARKS],
        "gaps": [LABELS[gap] for gap in GAPS],
        "without_evidence": notes.published_without_evidence().count(),
        "by_week": _linked(work_by_week(weeks, notes)),
        "by_person": _linked(work_by_person(weeks, notes)),
        "by_week_and_person": _linked(work_by_week_and_person(weeks, notes)),
        "by_commitment": [(each, _gap_figures(each, clocks)) for each in commitments],
        "by_state": [(each, _gap_figures(each, clocks)) for each in states],
    }
    return TemplateResponse(request, "admin/desk/numbers.html", context)


def work_file(request: HttpRequest) -> StreamingHttpResponse:
    weeks = Weeks.up_to(request.clocks.day)
    work = work_by_week_and_person(weeks, _notes_for(request))
    rows = ([each.values[column.name] for column in WORK_COLUMNS] for each in work)
    return _file(request, "office-work", csv_of(WORK_COLUMNS, rows))


def coverage_file(request: HttpRequest) -> StreamingHttpResponse:
    """Every obligation that binds with the gaps it has, as CSV."""
    _notes_for(request)
    return _file(request, "office-coverage", csv_blocks(COVERAGE_COLUMNS, with_gaps(request.clocks)))


def _notes_for(request: HttpRequest) -> QuerySet[ProgressNote]:
    """The notes that this person's figures count; only for whom the numbers are meant."""
    if not request.user.has_perm(f"commitments.{NUMBERS}"):
        raise PermissionDenied
    return ProgressNote.objects.visible_to(request.user)


def _linked(work: Iterable[Throughput]) -> list[tuple[Throughput, list[tuple[int, str]]]]:
    """Each row with its figures, and where the notes behind each figure are."""
    changelist = reverse("admin:commitments_progressnote_changelist")
    return [
        (
            each,
            [
                (count, f"{changelist}?step={step_value(step, each.weeks, each.person)}")
                for step, count in each.counts.items()
            ],
        )
        for each in work
    ]


def _gap_figures(coverage: Coverage, clocks: Clocks) -> list[tuple[int, str]]:
    """Each figure, and the public list of exactly the obligations counted."""
    about = coverage.about
    one = {"commitment": about.code} if isinstance(about, Commitment) else {"state": about.iso3}
    questions = {
        "without_finding": {"status": [status.value for status in UNJUDGED_STATUSES]},
        "only_noted": {"status": Status.NOTED.value},
        "stale": {"label": [*BOUND_LABELS], "freshness": Freshness.STALE.value},
        "without_recent_evidence": {"label": [*BOUND_LABELS], "evidence_older_than": recent_from(clocks.day)},
    }
    listed = reverse("obligations_list")
    return [
        (count, f"{listed}?{urlencode({**one, **questions[gap]}, doseq=True)}")
        for gap, count in coverage.gaps.items()
    ]


def _file(request: HttpRequest, noun: str, blocks: Iterable[str]) -> StreamingHttpResponse:
    name = file_name(noun, [], request.clocks, suffix="csv")
    log_action("exported", by=request.user, what=noun)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(blocks, content_type="text/csv; charset=utf-8", headers=headers)
