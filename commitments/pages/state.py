"""What the page of one State shows: promises and their newest notes, notes by year, the States around it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Prefetch, Q, prefetch_related_objects

from commitments.models import EvidenceLink, Obligation, ProgressNote, State
from commitments.rules.clocks import Clocks
from commitments.rules.comparison import MAX_COMPARED
from commitments.rules.tally import Tally

from .land_borders import land_neighbours

NOTES_IN_PRINT = 4
FOOTNOTES_OF_A_NOTE = 2
LANGUAGES = {"en": "ltr", "fr": "ltr", "es": "ltr", "ru": "ltr", "zh": "ltr", "ar": "rtl"}


@dataclass(frozen=True)
class StateName:
    """The name of a State in one language of the United Nations, and its writing direction."""

    language: str
    direction: str
    text: str


@dataclass(frozen=True)
class ObligationLine:
    """One obligation with its newest note and, for print, the footnotes of that note's first sources."""

    obligation: Obligation
    newest: ProgressNote | None
    source_count: int = 0
    footnotes: list[int] = field(default_factory=list)

    @property
    def other_sources(self) -> int:
        """How many sources its newest note has beside the first."""
        return max(0, self.source_count - 1)


@dataclass(frozen=True)
class NoteYear:
    """The notes of one year, newest first; the first `printed` of them are printed."""

    year: int
    notes: list[ProgressNote]
    printed: int


@dataclass(frozen=True)
class StateSummary:
    """The findings on a State, as the page shows them.

    `lines` are its obligations in the order of the text. Each is one of three: `judged` by a finding, `noted`
    without one, or `empty`, on which nothing is published. `sources` are those of the footnotes.
    """

    lines: list[ObligationLine]
    sources: list[EvidenceLink]
    years: list[NoteYear]
    note_count: int
    tally: Tally

    @property
    def judged(self) -> list[ObligationLine]:
        return [line for line in self.lines if line.obligation.finding_id]

    @property
    def noted(self) -> list[ObligationLine]:
        return [line for line in self.lines if line.newest and not line.obligation.finding_id]

    @property
    def empty(self) -> list[ObligationLine]:
        return [line for line in self.lines if not line.newest]

    @property
    def has_more_sources(self) -> bool:
        """Whether a newest note has more sources than footnotes."""
        return any(line.source_count > len(line.footnotes) for line in self.lines)

    @property
    def unprinted(self) -> int:
        """How many notes are left out when the page is printed."""
        return max(0, self.note_count - NOTES_IN_PRINT)


@dataclass(frozen=True)
class NearbyState:
    """A State around, and how many of its obligations have each status."""

    state: State
    tally: Tally


@dataclass(frozen=True)
class StatesAround:
    """The States that share a land border with one, and the others of its sub-region; Parties or not."""

    neighbours: list[NearbyState]
    of_region: list[NearbyState]

    @property
    def states(self) -> list[State]:
        """All of them."""
        return [each.state for each in (*self.neighbours, *self.of_region)]

    def comparable(self) -> list[State]:
        """The first that owe obligations: neighbours, or for an island States of its region."""
        nearest = self.neighbours or self.of_region
        return [each.state for each in nearest if each.tally.denominator][: MAX_COMPARED - 1]


def state_summary(obligations: list[Obligation], notes: list[ProgressNote], clocks: Clocks) -> StateSummary:
    """From the obligations and the notes, both `as_listed`, the notes newest first."""
    newest: dict[int, ProgressNote] = {}
    for note in notes:
        newest.setdefault(note.obligation_id, note)
    links_of_newest = Prefetch("evidence", EvidenceLink.objects.with_link_checks(clocks))
    prefetch_related_objects(list(newest.values()), links_of_newest)
    sources: list[EvidenceLink] = []
    lines = []
    for obligation in obligations:
        found = newest.get(obligation.pk)
        links = list(found.evidence.all()) if found else []
        footnotes = [_numbered(link, sources) for link in links[:FOOTNOTES_OF_A_NOTE]]
        lines.append(ObligationLine(obligation, found, len(links), footnotes))
    return StateSummary(
        lines=lines,
        sources=sources,
        years=_by_year(notes),
        note_count=len(notes),
        tally=Tally.of(Counter(obligation.status for obligation in obligations)),
    )


def _numbered(link: EvidenceLink, sources: list[EvidenceLink]) -> int:
    """The number of a source in the list; the same source is listed once."""
    for number, known in enumerate(sources, start=1):
        if known.own_source == link.own_source:
            return number
    sources.append(link)
    return len(sources)


def _by_year(notes: Iterable[ProgressNote]) -> list[NoteYear]:
    years, room = [], NOTES_IN_PRINT
    for year, of_year in groupby(notes, key=lambda note: note.noted_date.year):
        held = list(of_year)
        years.append(NoteYear(year, held, min(room, len(held))))
        room -= min(room, len(held))
    return years


def states_around(state: State, clocks: Clocks) -> StatesAround:
    """Its neighbours by land and the other States of its sub-region, in two queries."""
    bordering = land_neighbours(state.iso3)
    nearby = State.objects.filter(Q(subregion=state.subregion) | Q(iso3__in=bordering)).exclude(pk=state.pk)
    owed = Obligation.objects.with_status_on(clocks).filter(
        Q(state__subregion=state.subregion) | Q(state__iso3__in=bordering)
    )
    tallies = owed.tally_by_state()
    ordered = nearby.with_label_on(clocks.day).in_reading_order()
    shown = [NearbyState(each, tallies.get(each.pk, Tally.of({}))) for each in ordered]
    return StatesAround(
        neighbours=[each for each in shown if each.state.iso3 in bordering],
        of_region=[each for each in shown if each.state.iso3 not in bordering],
    )


def names_of(state: State) -> list[StateName]:
    """Its names in the other languages; the page title has its own."""
    names = [
        StateName(language, direction, getattr(state, f"name_{language}"))
        for language, direction in LANGUAGES.items()
    ]
    return [name for name in names if name.text != state.name]
