"""How a fault went: what people were told is saved, what was found, how long it took to recover."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """One row of the table."""

    fault: str
    database: str
    acknowledged: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)
    # seconds until the next work was acknowledged; None where nothing had to recover
    recovered: float | None = None
    remark: str = ""
    # what went wrong besides, in words
    faults: list[str] = field(default_factory=list)
    # acknowledged work may be missing: only where somebody took the stored file away
    may_lose: bool = False

    @property
    def lost(self) -> set[str]:
        """What people were told is saved, and is not there."""
        return self.acknowledged - self.found

    @property
    def passed(self) -> bool:
        """Whether the product kept what it promises."""
        return not self.faults and (self.may_lose or not self.lost)


def table(outcomes: Iterable[Outcome]) -> str:
    """The rows as text, the worst word last."""
    rows = [("fault", "database", "acknowledged", "found", "recovered after", "")]
    for one in outcomes:
        seconds = "–" if one.recovered is None else f"{one.recovered:.1f} s"
        told, found = str(len(one.acknowledged)), str(len(one.acknowledged & one.found))
        word = "ok" if one.passed else "FAILED: " + "; ".join([*one.faults, *lost_words(one)])
        rows.append((one.fault, one.database, told, found, seconds, f"{word}  {one.remark}".strip()))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def lost_words(outcome: Outcome) -> list[str]:
    if outcome.may_lose or not outcome.lost:
        return []
    return [f"{len(outcome.lost)} acknowledged and not found, such as {min(outcome.lost)!r}"]
