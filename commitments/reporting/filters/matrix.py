"""Which rows the matrix shows."""

from django.utils.translation import gettext_lazy as _

from commitments.models import State
from commitments.rules.codes import Label

from .base import StrictFilterSet
from .fields import CodesFilter, region_choices


class MatrixFilter(StrictFilterSet):
    """Which States are rows of the matrix; needs `with_label_on`."""

    region = CodesFilter(choices=region_choices, label=_("Region"))
    label = CodesFilter(choices=Label.choices, label=_("Label"))

    class Meta:
        model = State
        fields: list[str] = []
