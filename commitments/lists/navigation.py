"""The main navigation."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .commitments import COMMITMENTS
from .declaration import PublicList
from .registry import LISTS
from .states import STATES


@dataclass(frozen=True)
class MenuItem:
    """One page: its URL name, its label, and the pages that also mark it as current."""

    name: str
    label: str | Promise
    below: tuple[str, ...] = ()


def _of_list(public: PublicList) -> MenuItem:
    return MenuItem(public.page_name, public.menu, public.menu_below)


FIRST_LISTS = (STATES, COMMITMENTS)
# first the statuses, then the records behind them
NAVIGATION = (
    MenuItem("overview", _("Overview")),
    *(_of_list(each) for each in FIRST_LISTS),
    MenuItem("map", _("Map")),
    MenuItem("matrix", _("Matrix")),
    MenuItem("trends", _("Trends"), ("moved",)),
    MenuItem("compare", _("Compare")),
    *(_of_list(each) for each in LISTS if each.menu and each not in FIRST_LISTS),
)
