"""What the rows of a file need from the database, asked for once for the file or once for a block of rows."""

from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import gettext as _

from commitments.models import Assignment, Obligation, ProgressNote, State, User
from commitments.rules.code_reading import (
    commitment_code,
    name_and_code,
    plain_words,
    several_meanings,
)
from commitments.rules.codes import UNPUBLISHED_STAGES, Stage
from commitments.rules.problems import MAX_SHOWN_LENGTH

from .cell_values import is_number
from .columns import NOTE
from .reader import FileRow


class ImportReach:
    """The obligations by their natural key, and the States that a person reaches; asked for once."""

    def __init__(self, person: User) -> None:
        self._person = person

    @cached_property
    def _assigned(self) -> set[int] | None:
        if self._person.reaches_every_state:
            return None
        return set(Assignment.objects.of(self._person).values_list("state", flat=True))

    @cached_property
    def _obligations(self) -> dict[tuple[str, str], Obligation]:
        every = Obligation.objects.select_related("state", "commitment")
        return {(each.state.iso3, each.commitment.code): each for each in every}

    @cached_property
    def codes(self) -> set[str]:
        """Of every commitment that somebody owes."""
        return {code for _iso3, code in self._obligations}

    @cached_property
    def states(self) -> dict[str, str]:
        """The name of every State, by its code."""
        return {state.iso3: state.name for state in State.objects.all()}

    @cached_property
    def _called(self) -> dict[str, set[str]]:
        """The codes of three letters by every code and name of a State, in the form of `plain_words`."""
        states = {state.pk: state for state in State.objects.all()}
        named = {
            name: {states[key].iso3 for key in keys} for name, keys in State.objects.keys_by_name().items()
        }
        coded = {
            code.lower(): {state.iso3}
            for state in states.values()
            for code in (state.m49.lstrip("0"), state.m49, state.iso2, state.iso3)
        }
        return named | coded

    def state_code(self, cell: str) -> str:
        """`COL` for a code or a name of Colombia, or both. Raises ValueError with the reason."""
        found = self._called.get(plain_words(cell), set())
        if not found and (parts := name_and_code(cell)):
            found = set.intersection(*(self._called.get(plain_words(part), set()) for part in parts))
        if len(found) > 1:
            raise ValueError(several_meanings(cell, {code: self.states[code] for code in sorted(found)}))
        for code in found:
            return code
        refusal = _("“%(text)s” is no State: write its ISO code, such as COL, or its name.")
        raise ValueError(refusal % {"text": cell[:MAX_SHOWN_LENGTH]})

    def commitment_code(self, cell: str) -> str:
        """`16b` for “16B” or “paragraph 16 (b)”. Raises ValueError with the reason."""
        code = commitment_code(cell)
        if code not in self.codes:
            refusal = _("“%(code)s” is no code of a commitment.")
            raise ValueError(refusal % {"code": cell[:MAX_SHOWN_LENGTH]})
        return code

    def choices(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The States that this person reaches, and the commitments they owe, as codes with names."""
        reached = [each for each in self._obligations.values() if self.reaches(each.state_id)]
        states = {each.state.iso3: each.state for each in reached}
        commitments = {each.commitment.code: each.commitment for each in reached}
        return (
            [(state.iso3, state.name) for state in sorted(states.values(), key=lambda each: each.sort_name)],
            [
                (each.code, each.title)
                for each in sorted(commitments.values(), key=lambda each: each.position)
            ],
        )

    def reaches(self, state: int) -> bool:
        return self._assigned is None or state in self._assigned

    def obligation(self, iso3: str, code: str) -> Obligation | None:
        return self._obligations.get((iso3, code))


class NoteBlock:
    """The notes that a block of rows names, with their evidence and the open corrections of them."""

    def __init__(self, rows: Iterable[FileRow], reach: ImportReach) -> None:
        numbers = {int(cell) for row in rows if is_number(cell := row.cells.get(NOTE, ""))}
        notes = ProgressNote.objects.select_related("obligation__state", "obligation__commitment")
        notes = notes.prefetch_related("evidence")
        # what the public reads anyway may be compared, and then is refused when it is changed
        self._notes = {
            note.pk: note
            for note in notes.filter(pk__in=numbers)
            if note.stage == Stage.PUBLISHED or reach.reaches(note.obligation.state_id)
        }
        open_ones = notes.filter(corrects__in=self._notes, stage__in=UNPUBLISHED_STAGES).order_by("pk")
        self._corrections = {note.corrects_id: note for note in open_ones}

    def note(self, number: int) -> ProgressNote | None:
        """The note of this number, as far as this person may compare it."""
        return self._notes.get(number)

    def correction_of(self, note: ProgressNote) -> ProgressNote | None:
        """The correction of this note that is not published yet."""
        return self._corrections.get(note.pk)
