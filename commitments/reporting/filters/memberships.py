"""What a reader may ask of the stays in the Convention."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import Membership
from commitments.rules.codes import ConsentKind, Label

from .base import StrictFilterSet
from .fields import CodesFilter, YesNoFilter, regions, search_field, states_by_code
from .search import having_every_word, membership_holds


class MembershipFilter(StrictFilterSet):
    """Filters of the list of stays; needs `as_listed`."""

    q = search_field()
    label = CodesFilter(choices=Label.choices, label=_("Label"))
    left = YesNoFilter(field_name="has_left", label=_("Ended by a withdrawal"))
    kind = CodesFilter(choices=ConsentKind.choices, field_name="consent_kind", label=_("Kind of instrument"))
    region = regions("state__region")
    state = states_by_code("state")
    not_label = CodesFilter(choices=Label.choices, field_name="label", exclude=True, label=_("Label"))
    not_kind = CodesFilter(
        choices=ConsentKind.choices, field_name="consent_kind", exclude=True, label=_("Kind of instrument")
    )
    not_region = regions("state__region", exclude=True)
    not_state = states_by_code("state", exclude=True)

    most_used = ("q", "label", "left", "region", "state")

    class Meta:
        model = Membership
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By the name of the State in six languages or its ISO code."""
        return having_every_word(queryset, value, membership_holds)
