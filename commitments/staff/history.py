"""The history of records as people read it: who, when, old and new values, why, and in which batch."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Field, ForeignKey, Model, OuterRef, QuerySet, Subquery

from commitments.models import User
from commitments.rules.codes import REVIEW_STEPS

from .display import field_label, in_words
from .review import FieldChange

# The primary key, hidden form fields, and step fields that repeat the who, when and why of their own entry.
UNTOLD = frozenset(
    (
        *("id", "version", "entry_key", "password", "last_login", "created_at", "corrected_at"),
        "sort_name",  # follows the name
        *("return_comment", "retraction_reason"),
        *(f"{step}_{mark}" for step in REVIEW_STEPS for mark in ("at", "by")),
    )
)
CREATED, CHANGED, DELETED = "+", "~", "-"
ROWS_A_PAGE = 100
# The fields that name a record: one of these, or its parent records and its day.
CALLED_BY = ("title", "username", "name_en", "replied_by")
DATED_BY = ("noted_date", "due_date", "consent_date")
PEOPLE = ("author", "reviewer")


@dataclass(frozen=True)
class HistoryItem:
    """One entry of a history."""

    model: type[Model]
    pk: object
    name: str
    kind: str
    by: User | None
    at: datetime
    number: int
    reason: str
    batch: UUID | None
    changes: list[FieldChange]

    @property
    def noun(self) -> str:
        """The kind of record, as a noun."""
        return str(self.model._meta.verbose_name)


def shown_fields(model: type[Model]) -> list[Field]:
    """The fields whose changes are shown."""
    return [field for field in model._meta.concrete_fields if field.name not in UNTOLD]


@dataclass(frozen=True)
class HistoryPage:
    """Some entries, newest first; pass `older` as `before` to get the next page."""

    entries: list[HistoryItem]
    older: datetime | None


def history_page(histories: Iterable[QuerySet], before: datetime | None = None) -> HistoryPage:
    """Several histories as one. A save that changed nothing is not shown, but counts as a row of the page."""
    rows: list[Model] = []
    for history in histories:
        asked = history.filter(history_date__lt=before) if before else history
        newest = asked.select_related("history_user").order_by("-history_date", "-history_id")
        rows += newest[: ROWS_A_PAGE + 1]
    rows.sort(key=lambda row: row.history_date, reverse=True)
    older = rows[ROWS_A_PAGE - 1].history_date if len(rows) > ROWS_A_PAGE else None
    shown = [row for row in rows if older is None or row.history_date >= older]
    of_model: dict[type[Model], list[Model]] = {}
    for row in shown:
        of_model.setdefault(type(row), []).append(row)
    entries = [entry for each in of_model.values() for entry in history_items(each)]
    entries.sort(key=lambda entry: (entry.at, entry.number), reverse=True)
    return HistoryPage(entries, older)


def history_items(rows: list[Model]) -> list[HistoryItem]:
    """The entries for rows of one history; the number of queries does not grow with the rows."""
    history = type(rows[0])
    before = _before(history, rows)
    every = [*rows, *before.values()]
    named = names_of(history.instance_type, every)
    lists = _lists(history, every)
    entries = [_entry(row, before.get(row.history_id), named, lists) for row in rows]
    return [entry for entry in entries if entry.changes or entry.reason or entry.kind != CHANGED]


def _before(history: type[Model], rows: list[Model]) -> dict[int, Model]:
    """By entry, the previous entry of the same record."""
    key = history.instance_type._meta.pk.attname
    earlier = history.objects.filter(**{key: OuterRef(key)}, history_id__lt=OuterRef("history_id"))
    newest = Subquery(earlier.order_by("-history_id").values("history_id")[:1])
    asked = history.objects.filter(history_id__in=[row.history_id for row in rows])
    pairs = dict(asked.annotate(before=newest).values_list("history_id", "before"))
    found = history.objects.in_bulk([number for number in pairs.values() if number])
    return {number: found[earlier] for number, earlier in pairs.items() if earlier in found}


def _lists(history: type[Model], rows: list[Model]) -> dict[tuple[int, str], str]:
    """Names in many-to-many fields, such as the groups of a user, by entry and field."""
    found: dict[tuple[int, str], list[str]] = {}
    for field in history._history_m2m_fields:
        name = field.m2m_reverse_field_name()
        kept = getattr(history, field.name).filter(history__in=[row.history_id for row in rows])
        for each in kept.select_related(name):
            found.setdefault((each.history_id, field.name), []).append(str(getattr(each, name)))
    return {key: ", ".join(sorted(names)) for key, names in found.items()}


def names_of(model: type[Model], rows: list[Model]) -> dict[tuple[type, object], str]:
    """The names of all records that these rows are about or point at, with one query for each model."""
    wanted: dict[type[Model], set] = {}
    for field in shown_fields(model):
        if isinstance(field, ForeignKey):
            keys = {getattr(row, field.attname) for row in rows} - {None}
            wanted.setdefault(field.related_model, set()).update(keys)
    return {
        (related, record.pk): str(record)
        for related, keys in wanted.items()
        if keys
        for record in _named(related).filter(pk__in=keys)
    }


def _named(model: type[Model]) -> QuerySet:
    """Records with the relations that their names need."""
    ways = {
        "obligation": ("state", "commitment"),
        "progressnote": ("obligation__state", "obligation__commitment"),
    }
    return model._base_manager.select_related(*ways.get(model._meta.model_name, ()))


def _entry(row: Model, before: Model | None, named: dict, lists: dict) -> HistoryItem:
    model = type(row).instance_type
    return HistoryItem(
        model=model,
        pk=getattr(row, model._meta.pk.attname),
        name=_name(model, row, named),
        kind=row.history_type,
        by=row.history_user,
        at=row.history_date,
        number=row.history_id,
        reason=row.history_change_reason or "",
        batch=row.batch,
        changes=[*_changes(row, before, named), *_list_changes(row, before, lists)],
    )


def _changes(row: Model, before: Model | None, named: dict) -> Iterator[FieldChange]:
    """Old and new values; all values of a record that was added or deleted."""
    is_new, is_gone = row.history_type == CREATED, row.history_type == DELETED
    for field in shown_fields(type(row).instance_type):
        now = in_words(row, field, named)
        old = now if is_gone else ("" if is_new or before is None else in_words(before, field, named))
        new = "" if is_gone else now
        if (is_new or is_gone) and field.name.endswith("_precision"):
            continue  # the date beside it shows its precision
        if new != old:
            yield FieldChange.of(field, old, new)


def _list_changes(row: Model, before: Model | None, lists: dict) -> Iterator[FieldChange]:
    for field in row._history_m2m_fields:
        new = lists.get((row.history_id, field.name), "")
        old = lists.get((before.history_id, field.name), "") if before else ""
        if new != old:
            yield FieldChange(field_label(field), old, new, [])


def _name(model: type[Model], row: Model, named: dict) -> str:
    """The name of the record at that time, without a query."""
    called = next((getattr(row, name) for name in CALLED_BY if getattr(row, name, "")), "")
    if called:
        return str(called)
    keys = [
        field for field in shown_fields(model) if isinstance(field, ForeignKey) and field.name not in PEOPLE
    ]
    parts = [in_words(row, field, named) for field in keys[:2]]
    days = [getattr(row, name).isoformat() for name in DATED_BY if getattr(row, name, None)]
    return " · ".join([*(part for part in parts if part), *days]) or str(getattr(row, model._meta.pk.attname))
