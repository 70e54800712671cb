"""How sources find what came of asking for their addresses."""

from collections.abc import Iterable
from typing import Any, Self

from django.db.models import Case, CharField, F, Func, Value, When
from django.db.models.functions import StrIndex, Substr

from commitments.rules.clocks import Clocks
from commitments.rules.links import asked_address

from .link_check import LinkCheck
from .querysets import StateScopedQuerySet


def without_fragment(field: str) -> Case:
    """An address as it is asked for: `rules.links.asked_address` in SQL."""
    before: Func = Substr(field, 1, StrIndex(field, Value("#")) - 1)
    return Case(When(**{f"{field}__contains": "#"}, then=before), default=F(field), output_field=CharField())


class LinkCheckedQuerySet(StateScopedQuerySet):
    """Sources with an address `url`, each of which can bring along what came of asking for it."""

    _brings_link_checks = False

    def with_link_checks(self, clocks: Clocks) -> Self:
        """Adds `link_check` to each, None where nobody has asked; one query for all of them.

        Adds nothing where `known_at` is set: such a page stays as it was, and this is about today.
        """
        checked = self.all()
        checked._brings_link_checks = not clocks.known_at_given
        return checked

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]  # what a chained queryset takes along; no stub names it
        clone._brings_link_checks = self._brings_link_checks
        return clone

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self._brings_link_checks:
            _bring_link_checks(self._result_cache or [])


def _bring_link_checks(links: Iterable[Any]) -> None:
    asked = [(link, asked_address(link.url)) for link in links if hasattr(link, "url")]
    addresses = {address for _link, address in asked if address}
    found = {check.address: check for check in LinkCheck.objects.of(addresses)} if addresses else {}
    for link, address in asked:
        link.link_check = found.get(address)
