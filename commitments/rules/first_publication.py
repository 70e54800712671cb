"""What to say where `known_at` lies before anything was published here."""

from datetime import date

from django.utils.translation import gettext as _

from .clocks import Clocks
from .dates import partial_date


def words_before_first_publication(clocks: Clocks, first: date | None) -> str:
    """That this site did not exist yet; empty once it did. `first` is the day of its first publication."""
    if first is None or not clocks.known_at_given or clocks.known_date >= first:
        return ""
    said = _(
        "On %(day)s this site did not exist yet: its first publication was on %(first)s. "
        "So nothing can be shown as found, which says nothing about the States."
    )
    return said % {"day": partial_date(clocks.known_date), "first": partial_date(first)}
