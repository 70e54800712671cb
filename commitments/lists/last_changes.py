"""When each public list last changed, under both clocks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, Value

from commitments.models import ProgressNote, Reply, Seal
from commitments.rules.clocks import Clocks

from .registry import LISTS

# published records, and the fields with the times at which they are withdrawn
SILENCED_BY: dict[type[Any], tuple[str, ...]] = {
    ProgressNote: ("retracted_at", "corrected_at"),
    Reply: ("retracted_at",),
}


def last_changes(clocks: Clocks) -> dict[str, datetime]:
    """The time by noun; lists without any known change are left out."""
    models = dict.fromkeys(model for each in LISTS for model in each.changes_with)
    tracked = [model for model in models if model not in SILENCED_BY and model is not Seal]
    moments = _last_entries(tracked, clocks)
    for model in SILENCED_BY:
        moments[model] = _last_publication(model, clocks)
    head = Seal.objects.public_at(clocks).head()
    moments[Seal] = head.sealed_at if head else None
    found = {each.noun: [moments.get(model) for model in each.changes_with] for each in LISTS}
    newest = {noun: max(filter(None, changes), default=None) for noun, changes in found.items()}
    return {noun: moment for noun, moment in newest.items() if moment}


def _last_publication(model: type[Any], clocks: Clocks) -> datetime | None:
    """The newest publication, retraction or correction."""
    withdrawn = {
        field: Max(field, filter=Q(**{f"{field}__lte": clocks.known_at})) for field in SILENCED_BY[model]
    }
    moments = model.objects.public_at(clocks).aggregate(Max("published_at"), **withdrawn)
    return max(filter(None, moments.values()), default=None)


def _last_entries(models: Iterable[type[Any]], clocks: Clocks) -> dict[type[Any], datetime | None]:
    """The newest entry in the history of each model, in one query."""
    named = {model._meta.model_name: model for model in models}
    first, *others = [
        model.history.filter(history_date__lte=clocks.known_at)
        .order_by()
        .values_list(Value(name))
        .annotate(Max("history_date"))
        for name, model in named.items()
    ]
    return {named[name]: moment for name, moment in first.union(*others, all=True)}
