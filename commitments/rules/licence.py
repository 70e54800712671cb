"""The licence of the data."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Licence:
    """The licence of the rows; `code` is its SPDX identifier, `short` its usual name."""

    code: str
    short: str
    name: str | Promise
    address: str


CC_BY = Licence(
    "CC-BY-4.0",
    "CC BY 4.0",
    _("Creative Commons Attribution 4.0 International (CC BY 4.0)"),
    "https://creativecommons.org/licenses/by/4.0/",
)
