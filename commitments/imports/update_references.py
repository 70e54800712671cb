"""What stands beside the findings, brought to a new edition: rows of the fixtures, by their natural keys.

Rows are added and changed, never deleted. What somebody has entered, changed or deleted here since, as the
history tells, stays as it is.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from commitments.models import Deadline, User
from commitments.models.history import record_bulk_history, sign
from commitments.rules.dates import iso_form

Key = tuple[Any, ...]
RELATED_BY = {"obligation": ("state", "commitment")}  # the relations that a natural key needs


@dataclass
class ReferenceChanges:
    """What becomes of the rows of one fixture; `left` says of each row that is left alone why."""

    name: str
    added: int = 0
    changed: int = 0
    retracted: int = 0  # replies only
    left: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.added + self.changed + self.retracted


class ReferenceUpdate:
    """One update by the author of the baseline; needs a transaction and a change batch around it."""

    def __init__(self, author: User, reason: str) -> None:
        self._author, self._reason = author, reason

    def take(self, path: Path) -> ReferenceChanges:
        """Bring the rows of one fixture in."""
        found = ReferenceChanges(path.stem)
        records = json.loads(path.read_text(encoding="utf-8"))
        if not records:
            return found
        model = apps.get_model(records[0]["model"])
        stored = {_key(row): row for row in model._default_manager.all()}
        touched, gone = self._touched(model), self._deleted(model)
        read = {_key(row): row for row in _read(model, records, found)}
        _rename_dated(stored, read)
        new = []
        for key, row in read.items():
            if key in stored:
                self._compare(stored[key], row, touched, found)
            elif key in gone:
                found.left.append(_("%(row)s: your staff deleted it") % {"row": row})
            else:
                new.append(row)
        self._add(model, new, found, is_first=not stored)
        _tell_dropped(stored, read, touched, found)
        return found

    # ---------------------------------------------------------------- what staff did

    def _touched(self, model: type[Any]) -> set[Any]:
        """The rows that somebody else has entered or changed."""
        pk = model._meta.pk.attname
        return set(model.history.exclude(history_user=self._author).values_list(pk, flat=True))

    def _deleted(self, model: type[Any]) -> set[Key]:
        gone = model.history.filter(history_type="-").exclude(history_user=self._author)
        return set(gone.values_list(*_key_columns(model)))

    # ---------------------------------------------------------------- what the edition says

    def _compare(self, row: Any, read: Any, touched: set[Any], found: ReferenceChanges) -> None:
        """The stored row becomes what the edition says, unless somebody here says something else."""
        told = read._told
        if all(getattr(row, name) == getattr(read, name) for name in told):
            return
        if row.pk in touched:
            found.left.append(_("%(row)s: your staff entered or changed it") % {"row": row})
            return
        for name in told:
            setattr(row, name, getattr(read, name))
        if self._refused(row, found):
            return
        sign(row, by=self._author, reason=self._reason)
        row.save()
        found.changed += 1

    def _add(self, model: type[Any], rows: list[Any], found: ReferenceChanges, *, is_first: bool) -> None:
        """In one statement; beside rows that stand already each is asked whether it fits them."""
        fitting = [row for row in rows if is_first or not self._refused(row, found)]
        model._default_manager.bulk_create(fitting)
        record_bulk_history(fitting, reason=self._reason, created=True, by=self._author)
        found.added += len(fitting)

    def _refused(self, row: Any, found: ReferenceChanges) -> bool:
        try:
            row.full_clean()
        except ValidationError as refused:
            found.left.append(f"{row}: {' '.join(refused.messages)}")
            return True
        return False


def _rename_dated(stored: dict[Key, Any], read: Mapping[Key, Any]) -> None:
    """A deadline of a year or month is the one of a day within it, which the edition knows now."""
    for key, row in read.items():
        if key in stored or not isinstance(row, Deadline):
            continue
        for old_key, old in stored.items():
            is_same_duty = (old.obligation_id, old.kind) == (row.obligation_id, row.kind)
            if is_same_duty and old_key not in read and _covers(old, row.due_date):
                stored[key] = stored.pop(old_key)
                break


def _covers(deadline: Deadline, day: date) -> bool:
    said = deadline.due_precision
    return iso_form(day, said) == iso_form(deadline.due_date, said)


def _tell_dropped(
    stored: Mapping[Key, Any], here: Mapping[Key, Any], touched: set[Any], found: ReferenceChanges
) -> None:
    kept = _("%(row)s: the edition no longer holds it; it stays until somebody deletes it")
    found.left += [
        kept % {"row": row} for key, row in stored.items() if key not in here and row.pk not in touched
    ]


def _read(model: type[Any], records: Sequence[Mapping[str, Any]], found: ReferenceChanges) -> list[Any]:
    """The rows in memory, relations found by their natural keys; `_told` names the fields that each says."""
    said = {(name, type(told)) for record in records for name, told in record["fields"].items()}
    related = {name: model._meta.get_field(name).related_model for name, kind in said if kind is list}
    numbers = {name: _numbers(other) for name, other in related.items()}
    rows = []
    for record in records:
        values = {model._meta.pk.attname: record["pk"]} if "pk" in record else {}
        try:
            for name, told in record["fields"].items():
                of = model._meta.get_field(name)
                is_key = isinstance(told, list)
                values[of.attname] = numbers[name][tuple(told)] if is_key else of.to_python(told)
        except KeyError as unknown:
            found.left.append(_("%(name)s is not known here") % {"name": " ".join(unknown.args[0])})
            continue
        row = model(**values)
        row._told = [*values]
        rows.append(row)
    return rows


def _numbers(model: type[Any]) -> dict[Key, Any]:
    """The primary keys of related rows by natural key."""
    rows = model._default_manager.select_related(*RELATED_BY.get(model._meta.model_name, ()))
    return {row.natural_key(): row.pk for row in rows}


def _key_columns(model: type[Any]) -> tuple[str, ...]:
    """The columns by which two rows are the same: the first constraint or field that is unique."""
    constraints = [constraint.fields for constraint in model._meta.total_unique_constraints]
    unique = [(each.name,) for each in model._meta.concrete_fields if each.unique and not each.primary_key]
    names = (*constraints, *unique, (model._meta.pk.name,))[0]
    return tuple(model._meta.get_field(name).attname for name in names)


def _key(row: Any) -> Key:
    return tuple(getattr(row, name) for name in _key_columns(type(row)))
