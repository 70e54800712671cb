"""Rule 7: the newest entry in the history of a record says what the record says."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, Max, OuterRef
from django.utils.translation import gettext as _

from commitments.models import Assignment, ProgressNote, Reply, User
from commitments.rules.codes import Stage
from commitments.rules.roles import BASELINE_AUTHOR

ROWS_AT_ONCE = 500
# what happens to an account is no public record, and its last sign-in enters no history
NOT_ASKED = (User, Assignment)


def history_faults() -> Iterator[str]:
    """Each record that is not what its newest entry says, and each published one without its entry."""
    for model in apps.get_app_config("commitments").get_models():
        if hasattr(model._meta, "simple_history_manager_attribute") and model not in NOT_ASKED:
            yield from _unlike_newest(model)
    for reviewed in (ProgressNote, Reply):
        yield from _untold_publications(reviewed)


def _unlike_newest(model: type[Any]) -> Iterator[str]:
    """What fixtures have loaded has no entry, and is not asked."""
    entries, key = model.history.model.objects, model._meta.pk.attname
    newest = entries.order_by().values(key).annotate(last=Max("history_id")).values("last")
    read = entries.filter(history_id__in=newest).order_by("history_id").iterator(chunk_size=ROWS_AT_ONCE)
    fields = [field.attname for field in model.history.model.tracked_fields]
    while block := {getattr(entry, key): entry for entry in islice(read, ROWS_AT_ONCE)}:
        stored = {row[key]: row for row in model._base_manager.filter(pk__in=[*block]).values(*fields)}
        for pk, entry in block.items():
            yield from _differences(model, pk, entry, stored.get(pk))


def _differences(model: type[Any], pk: Any, entry: Any, row: dict[str, Any] | None) -> Iterator[str]:
    place = {"model": str(model._meta.verbose_name).capitalize(), "key": pk, "entry": entry.history_id}
    if (entry.history_type == "-") != (row is None):
        words = (
            _("%(model)s %(key)s is gone, and its history does not say so.")
            if row is None
            else _(
                "%(model)s %(key)s stands here, and its history says that it was deleted (entry %(entry)s)."
            )
        )
        yield words % place
        return
    for field, value in (row or {}).items():
        if getattr(entry, field) != value:
            words = _("%(model)s %(key)s: its %(field)s is not what entry %(entry)s of its history says.")
            yield words % {**place, "field": field}


def _untold_publications(model: type[Any]) -> Iterator[str]:
    """Published by people, and no entry says by whom and when."""
    told = model.history.model.objects.filter(
        id=OuterRef("pk"),
        stage=Stage.PUBLISHED,
        published_at=OuterRef("published_at"),
        history_user=OuterRef("published_by"),
    )
    published = model.objects.filter(published_at__isnull=False)
    untold = published.exclude(author__username=BASELINE_AUTHOR, published_by=F("author")).filter(
        ~Exists(told)
    )
    for key in untold.order_by("pk").values_list("pk", flat=True).iterator():
        words = _("%(model)s %(key)s: no entry of its history says who published it at that moment.")
        yield words % {"model": str(model._meta.verbose_name).capitalize(), "key": key}
