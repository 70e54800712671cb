"""The maps that the first page offers: a few named layers, chosen by `?layer=`."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.lists.filter_fields import OneCodeFilter
from commitments.lists.filterset import StrictFilterSet
from commitments.models import Commitment
from commitments.rules.clocks import Clocks

from .world_map import BY_DEADLINES, BY_STATUS


@dataclass(frozen=True)
class MapLayer:
    """One map: of which commitment, coloured by what, with its name and what it shows in words."""

    code: str
    commitment: str
    by: str
    name: str | Promise
    shows: str | Promise


LAYERS = (
    MapLayer(
        "clearance",
        "16b",
        BY_STATUS,
        _("Clearing mined areas"),
        _("Where each State stands on clearing all its mined areas."),
    ),
    MapLayer(
        "deadlines",
        "16b",
        BY_DEADLINES,
        _("Clearance deadlines"),
        _(
            "What the latest clearance deadline known here says of each State. That it has passed without a "
            "decision known here does not say that the State missed it."
        ),
    ),
    MapLayer(
        "stocks",
        "16c",
        BY_STATUS,
        _("Destroying stocks"),
        _("Where each State stands on destroying its stocks of anti-personnel mines."),
    ),
    MapLayer(
        "use",
        "16d",
        BY_STATUS,
        _("Use of mines"),
        _("Where a source says that a State used anti-personnel mines, against the condemnation of any use."),
    ),
)


class LayerFilter(StrictFilterSet):
    """The parameter `layer` of the first page; the first layer whose commitment is loaded is the default."""

    layer = OneCodeFilter(label=_("Map"), empty_label=None, choices=[])

    class Meta:
        model = Commitment
        fields: list[str] = []

    def __init__(self, data: QueryDict, commitments: dict[str, Commitment]) -> None:
        self.commitments = commitments
        self.layers = [layer for layer in LAYERS if layer.commitment in commitments]
        super().__init__(data, queryset=Commitment.objects.none())
        self.filters["layer"].extra["choices"] = [(layer.code, layer.name) for layer in self.layers]

    def unknown_parameters(self) -> list[str]:
        """None: the first page is a list of nothing, and links to it carry all kinds of marks."""
        return []

    def shown(self) -> MapLayer | None:
        """The layer that was asked for, or the first; None if it is unknown or nothing is loaded."""
        if not self.is_valid():
            return None
        asked = self.form.cleaned_data["layer"]
        chosen = [layer for layer in self.layers if layer.code == asked] or self.layers
        return chosen[0] if chosen else None

    def links(self, path: str, clocks: Clocks) -> list[tuple[MapLayer, str, bool]]:
        """Each layer with its address and whether it is the one shown; the first needs no parameter."""
        shown = self.shown()
        return [
            (layer, clocks.keep(path, **({"layer": layer.code} if place else {})) + "#world", layer == shown)
            for place, layer in enumerate(self.layers)
        ]
