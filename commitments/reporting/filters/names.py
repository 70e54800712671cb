"""A State by any of its names."""

from django.db.models import Q

NAMES = ("name_en", "name_fr", "name_es", "name_ru", "name_zh", "name_ar")


def names_contain(words: str, *, state: str) -> Q:
    """A State whose name holds these words in any of its six languages, or whose ISO code they are."""
    asked = Q(**{f"{state}iso3__iexact": words})
    for name in NAMES:
        asked |= Q(**{f"{state}{name}__icontains": words})
    return asked
