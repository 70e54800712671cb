"""The five figures with which the first page opens, each with its sentence and the rows behind it.

A figure without a finding behind it on the day is left out: a zero would say that nothing was done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.models import CasualtyCount, Commitment
from commitments.rules.clocks import Clocks
from commitments.rules.codes import DeadlineState, Label, Status
from commitments.rules.membership import DECLARATION_DATE
from commitments.rules.tally import Tally

from .headline import KeptCount

CLEARANCE, STOCKS, VICTIMS = "16b", "16c", "16a"


@dataclass(frozen=True)
class KeyFigure:
    """A number and the words that go on from it; the address leads to exactly the rows counted.

    `parts` say more about it, each with its own rows. A figure of the reference series names its `source`
    (title and address) and is no count of rows: `is_count` is false.
    """

    number: int
    words: str
    address: str
    parts: tuple["KeyFigure", ...] = ()
    source: tuple[str, str] | None = None
    is_count: bool = True


@dataclass(frozen=True)
class FigureGround:
    """What the figures are counted from, read once for the page."""

    clocks: Clocks
    commitments: Mapping[str, Commitment]
    tallies: Mapping[str, Tally]
    kept: Mapping[str, KeptCount]
    labels: Mapping[str, int]
    passed_count: int
    casualties: CasualtyCount | None

    def is_judged(self, code: str) -> bool:
        """Whether any finding on this commitment says where a State stands."""
        return code in self.tallies and self.tallies[code].assessed > 0

    @property
    def past_deadline(self) -> int:
        """The States past their last known clearance deadline; none where no finding on clearance is known.

        A State that finished would be counted too, as long as nothing of it is published.
        """
        return self.passed_count if self.is_judged(CLEARANCE) else 0

    def count(self, code: str, status: str) -> int:
        return self.tallies[code].counts[status] if code in self.tallies else 0

    def rows(self, **query: object) -> str:
        return self.clocks.keep(reverse("obligations_list"), **query)


def key_figures(ground: FigureGround) -> list[KeyFigure]:
    """Clearance, stocks, passed deadlines, withdrawals, casualties; those of which something is known."""
    drawn: tuple[Callable[[FigureGround], KeyFigure | None], ...] = (
        _cleared,
        _destroyed,
        _past_deadline,
        _left,
        _casualties,
    )
    return [figure for draw in drawn if (figure := draw(ground))]


def _cleared(ground: FigureGround) -> KeyFigure | None:
    cleared, clearing = (ground.count(CLEARANCE, each) for each in (Status.FULFILLED, Status.IN_PROGRESS))
    if not cleared:
        return None
    part = KeyFigure(
        clearing,
        _("more with steps towards it, as sources show"),
        ground.rows(commitment=CLEARANCE, status=Status.IN_PROGRESS),
    )
    words = ngettext(
        "State Party has cleared all its known mined areas, as sources show",
        "States Parties have cleared all their known mined areas, as sources show",
        cleared,
    )
    rows = ground.rows(commitment=CLEARANCE, status=Status.FULFILLED)
    return KeyFigure(cleared, words, rows, _said((part,)))


def _destroyed(ground: FigureGround) -> KeyFigure | None:
    """How many before the Declaration stands beside it: most had kept this promise before they made it."""
    destroyed = ground.count(STOCKS, Status.FULFILLED)
    if not destroyed:
        return None
    kept, day = ground.kept.get(STOCKS, KeptCount()), DECLARATION_DATE.isoformat()
    found = {"commitment": STOCKS, "status": Status.FULFILLED}
    parts = (
        KeyFigure(
            kept.before,
            _("by the time of the Declaration"),
            ground.rows(**found, first_found_by=day),
        ),
        KeyFigure(kept.since, _("found since"), ground.rows(**found, first_found_after=day)),
    )
    words = ngettext(
        "State Party has destroyed its stocks of mines, as sources show",
        "States Parties have destroyed their stocks of mines, as sources show",
        destroyed,
    )
    return KeyFigure(destroyed, words, ground.rows(**found), _said(parts))


def _past_deadline(ground: FigureGround) -> KeyFigure | None:
    if not ground.past_deadline:
        return None
    words = ngettext(
        "State is past the last clearance deadline known here, with no later one known",
        "States are past the last clearance deadline known here, with no later one known",
        ground.past_deadline,
    )
    rows = ground.rows(commitment=CLEARANCE, deadline=DeadlineState.PASSED.value)
    return KeyFigure(ground.past_deadline, words, rows)


def _left(ground: FigureGround) -> KeyFigure | None:
    if not sum(ground.labels[label] for label in Label.values if label != Label.OUTSIDE):
        return None
    left, joined = ground.labels[Label.LEFT], ground.labels[Label.JOINED_AFTER]
    states = reverse("states_list")
    part = KeyFigure(
        joined,
        _("joined after the Declaration"),
        ground.clocks.keep(states, label=Label.JOINED_AFTER.value),
    )
    words = ngettext("State has left the Convention", "States have left the Convention", left)
    return KeyFigure(left, words, ground.clocks.keep(states, label=Label.LEFT.value), _said((part,)))


def _casualties(ground: FigureGround) -> KeyFigure | None:
    """The newest year known here; recorded cases of all mines and explosive remnants, whoever laid them."""
    count = ground.casualties
    if count is None:
        return None
    victims = ground.commitments.get(VICTIMS)
    words = _("people killed or injured by mines and explosive remnants of war in %(year)s, as recorded")
    return KeyFigure(
        count.total,
        words % {"year": count.last_year},
        f"{ground.clocks.keep(victims.get_absolute_url())}#casualties" if victims else "",
        source=(count.source_title, count.source_url),
        is_count=False,
    )


def _said(parts: tuple[KeyFigure, ...]) -> tuple[KeyFigure, ...]:
    """Without those that count nothing."""
    return tuple(part for part in parts if part.number)
