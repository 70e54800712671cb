"""The work of the staff: who took how many notes through which step in which week."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext_lazy as _

from commitments.lists.declaration import Column, Kind
from commitments.models import ProgressNote, User
from commitments.rules.roles import BASELINE_AUTHOR

WEEKS_SHOWN = 12
WEEK = timedelta(days=7)
# A step stores time and person on the note; history keeps those that a later step cleared.
MARKS = {
    "drafted": ("created_at", "author"),
    "submitted": ("submitted_at", "submitted_by"),
    "returned": ("returned_at", "returned_by"),
    "published": ("published_at", "published_by"),
}
# a published header never changes
WORK_COLUMNS = [
    Column("week", F("week"), Kind.DAY, _("Monday of the week")),
    Column("person", F("person"), Kind.TEXT, _("User name")),
    Column("drafted", F("drafted"), Kind.NUMBER, _("Drafted")),
    Column("submitted", F("submitted"), Kind.NUMBER, _("Submitted")),
    Column("returned", F("returned"), Kind.NUMBER, _("Returned")),
    Column("published", F("published"), Kind.NUMBER, _("Published")),
]


@dataclass(frozen=True)
class Weeks:
    """Whole weeks, from a Monday to a Sunday."""

    first: date
    last: date

    @classmethod
    def of(cls, monday: date, *, weeks: int = 1) -> "Weeks":
        """The given number of weeks, starting on this Monday."""
        return cls(monday, monday + weeks * WEEK - timedelta(days=1))

    @classmethod
    def up_to(cls, day: date, *, weeks: int = WEEKS_SHOWN) -> "Weeks":
        """The last weeks, including the week of this day."""
        monday = day - timedelta(days=day.weekday())
        return cls.of(monday - (weeks - 1) * WEEK, weeks=weeks)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment, and the first one after the last day."""
        start, end = (datetime.combine(day, time.min, tzinfo=UTC) for day in (self.first, self.last))
        return start, end + timedelta(days=1)

    def __iter__(self) -> Iterator["Weeks"]:
        """Each of the weeks, the newest first."""
        for number in reversed(range((self.last - self.first).days // 7 + 1)):
            yield Weeks.of(self.first + number * WEEK)


@dataclass(frozen=True)
class Throughput:
    """How many notes went through each step in some weeks: by one person, or by all of them."""

    weeks: Weeks
    person: User | None
    counts: dict[str, int]

    @property
    def values(self) -> dict[str, object]:
        """The row of the file, by column name."""
        return {"week": self.weeks.first, "person": self.person and self.person.username, **self.counts}


def notes_taken(
    step: str, weeks: Weeks, notes: QuerySet[ProgressNote], *, by: int | None = None
) -> QuerySet[ProgressNote]:
    """The notes counted in one figure."""
    taken = _entries(step, weeks, notes)
    if by is not None:
        taken = taken.filter(**{MARKS[step][1]: by})
    return notes.filter(pk__in=taken.values("id"))


def work_by_week(weeks: Weeks, notes: QuerySet[ProgressNote]) -> list[Throughput]:
    """The counts for each week, weeks without work included; newest week first."""
    counted = _counted(weeks, notes, by_week=True, by_person=False)
    none = dict.fromkeys(MARKS, 0)
    return [Throughput(week, None, counted.get((week.first, None), none)) for week in weeks]


def work_by_person(weeks: Weeks, notes: QuerySet[ProgressNote]) -> list[Throughput]:
    """The counts for each person over all weeks; a note that took a step twice counts once."""
    return _named(_counted(weeks, notes, by_week=False, by_person=True), weeks)


def work_by_week_and_person(weeks: Weeks, notes: QuerySet[ProgressNote]) -> list[Throughput]:
    """The counts for each person and week with any work, newest week first."""
    return _named(_counted(weeks, notes, by_week=True, by_person=True), weeks)


def _entries(step: str, weeks: Weeks, notes: QuerySet[ProgressNote]) -> QuerySet:
    """The history entries of these notes that record this step in these weeks."""
    moment, _person = MARKS[step]
    start, end = weeks.moments
    made = ProgressNote.history.model.objects.filter(
        **{f"{moment}__gte": start, f"{moment}__lt": end}, id__in=notes.order_by().values("pk")
    )
    # notes that a new site is loaded with were no work of this staff
    return made.exclude(author__username=BASELINE_AUTHOR).order_by()


def _counted(
    weeks: Weeks, notes: QuerySet[ProgressNote], *, by_week: bool, by_person: bool
) -> dict[tuple[date | None, int | None], dict[str, int]]:
    """How many notes took each step, grouped by week and person as requested; one query for each step."""
    counts: dict = defaultdict(lambda: dict.fromkeys(MARKS, 0))
    for step, (moment, person) in MARKS.items():
        entries = _entries(step, weeks, notes).annotate(week=TruncWeek(moment, tzinfo=UTC))
        groups = ["week"] * by_week + [person] * by_person
        for row in entries.values(*groups).annotate(notes=Count("id", distinct=True)):
            week = row["week"].date() if by_week else None
            counts[week, row[person] if by_person else None][step] = row["notes"]
    return counts


def _named(counted: dict, weeks: Weeks) -> list[Throughput]:
    """With the users, newest week first, then by name."""
    people = User.objects.in_bulk({who for _week, who in counted})
    work = [
        Throughput(weeks if week is None else Weeks.of(week), people[who], counts)
        for (week, who), counts in counted.items()
    ]
    return sorted(work, key=lambda each: (-each.weeks.first.toordinal(), each.person.username))
