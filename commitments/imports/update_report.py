"""What an update of the baseline did or would do, as lines for a terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence

from .update_plan import Action, PlannedNote
from .update_references import ReferenceChanges

SHOWN = tuple(action for action in Action if action != Action.SAME)
MAX_LEFT = 200
TEXT_LENGTH = 70


def table_of(planned: Sequence[PlannedNote]) -> Iterator[str]:
    """How many findings of each promise come to what; columns that hold nothing are left out."""
    counted = Counter((_code(entry), entry.action) for entry in planned)
    actions = [action for action in SHOWN if any(found == action for _code, found in counted)]
    codes = sorted({code for code, action in counted if action in actions}, key=_order)
    if not codes:
        yield "No finding of the baseline changes."
        return
    sums = Counter(entry.action for entry in planned)
    rows = [["promise", *actions]]
    rows += [[code, *(f"{counted[code, action]:,}" for action in actions)] for code in codes]
    rows.append(["all", *(f"{sums[action]:,}" for action in actions)])
    for row in rows:
        cells = zip(row[1:], actions, strict=True)
        yield f"{row[0]:<8}" + "".join(f"{cell:>{max(len(action), 9) + 2}}" for cell, action in cells)


def references_of(changes: Sequence[ReferenceChanges], opened: int) -> Iterator[str]:
    """What becomes of the rows beside the findings; nothing of a fixture that stays as it was."""
    if opened:
        yield f"{opened:,} obligations opened"
    for each in changes:
        if each.count:
            told = {"added": each.added, "changed": each.changed, "retracted": each.retracted}
            yield f"{each.name}: " + ", ".join(
                f"{number:,} {word}" for word, number in told.items() if number
            )
        if each.left:
            yield f"{each.name}, left alone ({len(each.left):,}):"
            yield from (f"  {line}" for line in each.left[:MAX_LEFT])


def examples_of(planned: Sequence[PlannedNote]) -> Iterator[str]:
    """One of each promise that comes to this; of what is left alone all, with the reason."""
    for action in SHOWN:
        entries = [entry for entry in planned if entry.action == action]
        shown = entries[:MAX_LEFT] if action == Action.LEFT else _first_of_each(entries)
        if entries:
            yield ""
            yield f"{action} ({len(entries):,}):"
            yield from (f"  {_told(entry)}" for entry in shown)
        if len(entries) > len(shown):
            yield f"  … and {len(entries) - len(shown):,} more"


def _first_of_each(entries: Sequence[PlannedNote]) -> list[PlannedNote]:
    first = {_code(entry): entry for entry in reversed(entries)}
    return [first[code] for code in sorted(first, key=_order)]


def _told(entry: PlannedNote) -> str:
    text = " ".join(entry.note.text.split())
    short = text if len(text) <= TEXT_LENGTH else f"{text[:TEXT_LENGTH]}…"
    reason = f" – {entry.reason}" if entry.reason else ""
    name = entry.key or (f"note {entry.stored.note.pk}" if entry.stored else "")
    return f"{name}: {short}{reason}"


def _code(entry: PlannedNote) -> str:
    return entry.note.obligation.commitment.code


def _order(code: str) -> tuple[int, str]:
    digits = "".join(letter for letter in code if letter.isdigit())
    return int(digits or 0), code
