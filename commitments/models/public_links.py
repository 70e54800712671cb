"""Every address that the public record cites today, and no address of anything unpublished.

A request shows the site that is asked what somebody is reading, so what a draft cites is never asked for.
Archived copies are left to their archives.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet

from commitments.rules.clocks import Clocks
from commitments.rules.links import asked_address

from .contribution import Contribution
from .deadline import Deadline
from .evidence import EvidenceLink
from .expressions import note_is_known
from .instrument import InstrumentMembership
from .meeting import Meeting
from .membership import Membership
from .reference import CasualtyCount, PlannedAction
from .reply import Reply
from .state_casualties import StateCasualtyCount

# Reference rows are public as soon as they are stored.
WITH_SOURCE: tuple[type[Model], ...] = (
    Deadline,
    PlannedAction,
    CasualtyCount,
    StateCasualtyCount,
    Contribution,
    InstrumentMembership,
)
WITH_SOURCES: tuple[type[Model], ...] = (Membership, Meeting)


def public_links(clocks: Clocks) -> set[str]:
    """The addresses as they are asked for, each once."""
    return {asked_address(address) for address in _cited(clocks) if address}


def _cited(clocks: Clocks) -> Iterator[str]:
    yield from _column(EvidenceLink.objects.known_at(clocks), "url")
    answered = Reply.objects.known_at(clocks).filter(note_is_known(clocks, note="note__"))
    yield from _column(answered, "url")
    for model in WITH_SOURCE:
        yield from _column(model._default_manager.all(), "source_url")
    for model in WITH_SOURCES:
        for lines in _column(model._default_manager.all(), "sources"):
            yield from lines.splitlines()


def _column(rows: QuerySet[Any], field: str) -> QuerySet[Any, str]:
    return rows.order_by().values_list(field, flat=True).distinct()
