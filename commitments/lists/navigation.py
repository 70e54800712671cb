"""The navigation: three pages to start from, and two menus with everything else."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .commitments import COMMITMENTS
from .declaration import MenuGroup, PublicList
from .registry import LISTS
from .states import STATES


@dataclass(frozen=True)
class MenuItem:
    """One page: its URL name, its label, and the pages that also mark it as current."""

    name: str
    label: str | Promise
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class MenuSection:
    """A folded part of the navigation."""

    label: str | Promise
    items: tuple[MenuItem, ...]

    @property
    def pages(self) -> frozenset[str]:
        """The URL names of the pages in it and below them."""
        return frozenset(name for item in self.items for name in (item.name, *item.below))


def _of_list(public: PublicList) -> MenuItem:
    return MenuItem(public.page_name, public.menu, public.menu_below)


def _of_group(group: MenuGroup) -> tuple[MenuItem, ...]:
    return tuple(_of_list(each) for each in LISTS if each.menu and each.menu_group == group)


START_PAGES = (_of_list(STATES), _of_list(COMMITMENTS), MenuItem("moved", _("What’s new")))
MENUS = (
    MenuSection(
        _("Explore"),
        (
            MenuItem("map", _("Map")),
            MenuItem("matrix", _("Matrix of States and promises")),
            MenuItem("trends", _("Trends")),
            MenuItem("compare", _("Compare States")),
            *_of_group(MenuGroup.EXPLORE),
            MenuItem("declaration", _("The Declaration, word for word")),
        ),
    ),
    MenuSection(
        _("Data"),
        (
            *_of_group(MenuGroup.DATA),
            MenuItem("data", _("Downloads")),
            MenuItem("releases", _("Releases"), ("release", "release_changes")),
            MenuItem("api_docs", _("API")),
            MenuItem("embed", _("Show it on your own page")),
            MenuItem("coverage", _("What is missing")),
            MenuItem("methodology", _("How statuses come about")),
        ),
    ),
)
