"""What every filter has in common: it says what it cannot read."""

import django_filters as filters
from django.utils.translation import gettext

LONGEST_NAME_SHOWN = 40
LONGEST_REFUSAL = 200
OF_THE_LIST = frozenset({"as_of", "known_at", "page", "per_page", "sort"})
OF_NOBODY = ("utm_", "fbclid", "gclid")


class StrictFilterSet(filters.FilterSet):
    """A filter that says what it cannot read, instead of showing everything."""

    def unknown_parameters(self) -> list[str]:
        """The names in the query string that mean nothing here."""
        known = OF_THE_LIST | set(self.filters)
        return [name for name in self.data if name not in known and not name.startswith(OF_NOBODY)]

    def refusals(self) -> list[str]:
        """Each thing in the query string that cannot be read, in words; empty when all can."""
        unknown = [
            gettext("“%(name)s” is not a filter of this list.") % {"name": name[:LONGEST_NAME_SHOWN]}
            for name in self.unknown_parameters()
        ]
        errors = [
            f"{name}: {error}"[:LONGEST_REFUSAL]
            for name, found in self.form.errors.items()
            for error in found
        ]
        return unknown + errors

    def is_valid(self) -> bool:
        """Whether everything in the query string is understood."""
        return not self.refusals()

    def chosen(self) -> list[str]:
        """The values the reader filters by, as written in the address."""
        return [value for name in self.filters for value in self.data.getlist(name) if value]
