"""Search: a record matches if each word of the query is in one of its fields, in any order.

Each condition below is about one folded word. Related tables are searched by a subquery, which both databases
run once for all rows, and PostgreSQL with its index.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from commitments.models import Commitment, EvidenceLink, ProgressNote, State
from commitments.rules.text_search import MAX_SEARCH_LENGTH, search_refusals, search_words

NAMES = ("name_en", "name_fr", "name_es", "name_ru", "name_zh", "name_ar")


def validate_search(query: str) -> None:
    """Refuses a query that cannot be searched for; the form field checks its length and null bytes."""
    if len(query) <= MAX_SEARCH_LENGTH and "\x00" not in query and (refusals := search_refusals(query)):
        raise ValidationError(refusals)


def having_every_word(queryset: QuerySet[Any], query: str, holds: Callable[[str], Q]) -> QuerySet[Any]:
    """The rows that contain each word of the query."""
    for word in search_words(query):
        queryset = queryset.filter(holds(word))
    return queryset


def any_field(word: str, *fields: str) -> Q:
    """One of these fields contains the word."""
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__folded_contains": word})
    return found


def state_holds(word: str) -> Q:
    """A State whose name contains the word in any of its six languages, or whose ISO code it is."""
    return Q(iso3=word.upper()) | any_field(word, *NAMES)


def commitment_holds(word: str) -> Q:
    """A commitment with this code, or with the word in its title, quotation or reading."""
    return Q(code=word) | any_field(word, "title", "quotation", "reading")


def related_to(path: str, rows: QuerySet[Any], field: str = "pk") -> Q:
    """`path` leads to one of these rows; a subquery, which both databases run once for all."""
    return Q(**{f"{path}__in": rows.order_by().values(field)})


def obligation_holds(word: str) -> Q:
    """An obligation whose State matches the word, or the code or title of whose commitment does."""
    titled = Commitment.objects.filter(Q(code=word) | any_field(word, "title"))
    return related_to("state", State.objects.filter(state_holds(word))) | related_to("commitment", titled)


def note_holds(word: str) -> Q:
    """A note with the word in its text or sources, or about a State or commitment that matches it."""
    cited = EvidenceLink.objects.filter(any_field(word, "title", "publisher"))
    return (
        related_to("pk", ProgressNote.objects.filter(any_field(word, "text")))
        | related_to("pk", cited, "note")
        | related_to("obligation__state", State.objects.filter(state_holds(word)))
        | Q(obligation__commitment__code=word)
    )


def evidence_holds(word: str) -> Q:
    """A source with the word in its title or publisher, or about a State or commitment that matches it."""
    return (
        related_to("pk", EvidenceLink.objects.filter(any_field(word, "title", "publisher")))
        | related_to("note__obligation__state", State.objects.filter(state_holds(word)))
        | Q(note__obligation__commitment__code=word)
    )
