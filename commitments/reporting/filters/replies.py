"""What a reader may ask of the replies of States."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import Reply
from commitments.rules.codes import Position

from .base import StrictFilterSet
from .fields import CodesFilter, commitments_by_code, regions, search_field, states_by_code
from .search import having_every_word, reply_holds


class ReplyFilter(StrictFilterSet):
    """Filters of the list of replies; needs `as_listed`. A retracted reply is found by nothing it said."""

    q = search_field()
    position = CodesFilter(choices=Position.choices, field_name="spoken_position", label=_("Position"))
    commitment = commitments_by_code("note__obligation__commitment")
    state = states_by_code("note__obligation__state")
    region = regions("note__obligation__state__region")
    not_commitment = commitments_by_code("note__obligation__commitment", exclude=True)
    not_region = regions("note__obligation__state__region", exclude=True)
    not_state = states_by_code("note__obligation__state", exclude=True)

    most_used = ("q", "position", "commitment", "state")

    class Meta:
        model = Reply
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """In the text and who replied, the names or code of the State and the number of the commitment."""
        return having_every_word(queryset, value, reply_holds)
