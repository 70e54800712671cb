"""The filter behind a figure of throughput: the notes that took a step in some weeks."""

import re
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.models import User
from commitments.rules.clocks import EARLIEST, LATEST
from commitments.staff.throughput import MARKS, Weeks, notes_taken
from commitments.staff.throughput_columns import FIGURES

from .filters import NoteFilter

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


class StepFilter(NoteFilter):
    """Stands in the list only when a figure led here."""

    title = _("step taken")
    parameter_name = "step"

    def lookups(self, request, model_admin):
        """The one that was asked for, in words."""
        taken = step_taken(self.value() or "")
        if taken is None:
            return []
        person = User.objects.filter(pk=taken.person).first()
        words = gettext("%(step)s by %(person)s, %(first)s to %(last)s") % {
            "step": FIGURES[taken.step],
            "person": person or gettext("anybody"),
            "first": date_format(taken.weeks.first, "j F Y"),
            "last": date_format(taken.weeks.last, "j F Y"),
        }
        return [(self.value(), words)]

    def narrow(self, queryset, value: str):
        """Exactly the notes that the figure counts."""
        step, person, weeks = step_taken(value)
        return notes_taken(step, weeks, queryset, by=person)
