"""Which map to draw: of which commitment, and coloured by what."""

from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.lists.filter_fields import OneCodeFilter, OneCommitmentFilter, region_choices
from commitments.lists.filterset import StrictFilterSet
from commitments.models import Commitment, Obligation
from commitments.rules.clocks import Clocks
from commitments.rules.deadlines import DATED_COMMITMENTS

from .world_map import BY_DEADLINES, BY_FRESHNESS, BY_STATUS, DRAWINGS, WorldMap

FIRST_SHOWN = "16b"
BY_CHOICES = [(BY_STATUS, _("status")), (BY_FRESHNESS, _("freshness")), (BY_DEADLINES, _("deadlines"))]


class MapFilter(StrictFilterSet):
    """The parameters of the map; the default is 16b, by status."""

    commitment = OneCommitmentFilter(label=_("Promise"), empty_label=None, choices=[])
    by = OneCodeFilter(label=_("Coloured by"), empty_label=None, choices=BY_CHOICES)

    class Meta:
        model = Commitment
        fields: list[str] = []

    def __init__(self, data: QueryDict) -> None:
        self.commitments = {each.code: each for each in Commitment.objects.in_reading_order()}
        first = FIRST_SHOWN if FIRST_SHOWN in self.commitments else next(iter(self.commitments), "")
        asked = data.copy()
        for name, default in (("commitment", first), ("by", BY_STATUS)):
            if not asked.get(name):
                asked[name] = default
        super().__init__(asked, queryset=Commitment.objects.none())
        choices = [(code, f"{code} {each.title}") for code, each in self.commitments.items()]
        self.filters["commitment"].extra["choices"] = choices
        self.read_codes()

    def shown(self) -> Commitment | None:
        """The commitment to draw; None if the filter is invalid or nothing matches."""
        return self.commitments.get(str(self.data["commitment"])) if self.is_valid() else None

    def refusals(self) -> list[str]:
        """Also refuses the deadlines of a commitment that has none."""
        refused = super().refusals()
        code, by = str(self.data["commitment"]), self.data["by"]
        if by == BY_DEADLINES and code in self.commitments and code not in DATED_COMMITMENTS:
            dated = ", ".join(sorted(DATED_COMMITMENTS))
            words = gettext("by: %(code)s has no deadline in the Convention; only %(dated)s have deadlines.")
            refused.append(words % {"code": code, "dated": dated})
        return refused

    def drawn(self, obligations: Iterable[Obligation], clocks: Clocks) -> WorldMap:
        """The map of a valid filter; `obligations` are those of the commitment `shown`, `as_listed`."""
        draw, commitment = DRAWINGS[str(self.data["by"])], self.commitments[str(self.data["commitment"])]
        return draw(obligations, clocks, commitment, self.region_shown)

    @property
    def region_shown(self) -> str:
        """Empty for the whole world."""
        return ""

    def by_freshness(self) -> bool:
        """Whether the map is coloured by the age of the findings."""
        return self.data["by"] == BY_FRESHNESS

    def by_deadlines(self) -> bool:
        """Whether the map is coloured by the latest known deadlines."""
        return self.data["by"] == BY_DEADLINES


class WorldFilter(MapFilter):
    """The parameters of the page of the map: the whole world, or one region of it."""

    region = OneCodeFilter(label=_("Region"), choices=region_choices)

    @property
    def region_shown(self) -> str:
        """The name of the region; empty for the whole world."""
        return str(self.data.get("region", ""))
