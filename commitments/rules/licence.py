"""Under which terms the data may be used."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Licence:
    """Under which terms the rows may be used; `code` is the one of SPDX, `short` what people call it."""

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
