"""The parameters of an embed, and the choices on the page about embedding."""

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commitments.lists.filter_fields import OneCodeFilter, OneCommitmentFilter, OneStateFilter
from commitments.lists.filterset import StrictFilterSet
from commitments.models import Commitment, Obligation, State

from .map_filter import MapFilter

LIGHT, DARK = "light", "dark"
THEMES = [(LIGHT, _("light")), (DARK, _("dark"))]
# where the Declaration was made, and the commitment on which most States have a finding
FIRST_STATE, FIRST_COMMITMENT = "COL", "16b"


def _theme_filter() -> OneCodeFilter:
    return OneCodeFilter(label=_("Colours"), empty_label=_("as the reader's device asks"), choices=THEMES)


class EmbedFilter(StrictFilterSet):
    """The parameters of every embedded piece."""

    theme = _theme_filter()

    class Meta:
        model = Commitment
        fields: list[str] = []

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Commitment.objects.none())


class EmbedMapFilter(MapFilter):
    """The parameters of an embedded map."""

    theme = _theme_filter()


class EmbedExamplesFilter(EmbedFilter):
    """Which embeds the page about embedding shows; by default those of Colombia and 16b."""

    state = OneStateFilter(label=_("State"), empty_label=None, choices=[])
    commitment = OneCommitmentFilter(label=_("Promise"), empty_label=None, choices=[])

    def __init__(self, data: QueryDict) -> None:
        owing = State.objects.filter(obligations__isnull=False).distinct().in_reading_order()
        self.states = {each.iso3: each for each in owing}
        self.commitments = {each.code: each for each in Commitment.objects.in_reading_order()}
        asked = data.copy()
        _fill(asked, "state", FIRST_STATE, self.states)
        _fill(asked, "commitment", FIRST_COMMITMENT, self.commitments)
        super().__init__(asked)
        self.filters["state"].extra["choices"] = [(iso3, each.name) for iso3, each in self.states.items()]
        self.filters["commitment"].extra["choices"] = [
            (code, str(each)) for code, each in self.commitments.items()
        ]
        self.read_codes()

    def shown(self) -> Obligation | None:
        """The obligation used in the examples; None if the filter is invalid or nothing matches."""
        if not self.is_valid():
            return None
        chosen = {"state__iso3": self.data["state"], "commitment__code": self.data["commitment"]}
        return Obligation.objects.select_related("state", "commitment").filter(**chosen).first()


def _fill(asked: QueryDict, name: str, first: str, known: Mapping[str, object]) -> None:
    if not asked.get(name):
        asked[name] = first if first in known else next(iter(known), "")
