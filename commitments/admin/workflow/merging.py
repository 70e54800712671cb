"""Two people amended one draft: what was sent is brought onto what is stored, each difference told."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commitments.admin.date_fields import PartialDateField, dates_as_written
from commitments.rules.difference import Piece, pieces, same_lines

from .form import CARRIED

MAX_ROWS = 200
REMOVED = _("removed")


class Difference(NamedTuple):
    """One field whose stored value is not the one sent; `taken`: the form shows the stored one."""

    label: str
    stored: str
    sent: str
    taken: bool

    @property
    def pieces(self) -> list[Piece]:
        """From what is stored to what was sent, word by word."""
        return pieces(self.stored, self.sent)


def content_fields(form: type[forms.ModelForm]) -> dict[str, forms.Field]:
    """The fields that hold what a person writes."""
    return {name: field for name, field in form.base_fields.items() if name not in CARRIED}


def comparable(value: Any) -> object:
    """The same for what a form shows, what it sends, and what is stored of it."""
    if isinstance(value, Model):
        return value.pk
    return same_lines(value).strip() if isinstance(value, str) else ("" if value is None else value)


def shown(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        pk = value.pk if isinstance(value, Model) else value
        found = field.queryset.filter(pk=pk).first() if str(pk).isdecimal() else None
        return str(found or pk or "")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or "")) if value else ""
    if isinstance(field, PartialDateField):
        return field.in_words(value)
    return date_format(value, "j F Y") if hasattr(value, "year") else str("" if value is None else value)


def sent_values(form: type[forms.ModelForm], data: Mapping, prefix: str | None = None) -> dict[str, Any]:
    """What was sent, cleaned where it can be."""
    bound = form(data, prefix=prefix)
    bound.is_valid()
    raw = {name: bound[name].data for name in content_fields(form)}
    cleaned = {name: value for name, value in bound.cleaned_data.items() if name in raw}
    return raw | cleaned | dates_as_written(form, raw)


def merge(
    form: type[forms.ModelForm], data: QueryDict, stored: Model, base: Model | None
) -> list[Difference]:
    """Takes over what others changed and this person did not, and tells each difference.

    `base` is what the person had on screen; without it everything sent counts as theirs.
    """
    found, sent = [], sent_values(form, data)
    now = form(instance=stored).initial
    then = form(instance=base).initial if base else {}
    for name, field in content_fields(form).items():
        if comparable(sent[name]) == comparable(now.get(name)):
            continue
        taken = base is not None and comparable(sent[name]) == comparable(then.get(name))
        words = (shown(field, now.get(name)), shown(field, sent[name]))
        found.append(Difference(capfirst(str(field.label or name)), *words, taken))
        if taken:
            data[name] = str(comparable(now.get(name)))
    return found


class SentForm:
    """What one person sent for one record: the fields of its form; a subclass adds the rows below it."""

    def __init__(self, form: type[forms.ModelForm], data: QueryDict) -> None:
        self.form, self.data = form, data.copy()

    @property
    def has_content(self) -> bool:
        """Whether it came with anything that a person writes, and not with a button alone."""
        return any(name in self.data for name in content_fields(self.form))

    def merge_onto(self, record: Model, version: int | None) -> list[Difference]:
        """Rewrites `data` so that it keeps what others saved; returns what differs from the stored record.

        `version` is what the person had on screen; without it everything sent counts as theirs.
        """
        seen = record.history.filter(version=version).order_by("-history_id").first()
        return merge(self.form, self.data, record, seen and seen.instance)

    def in_words(self) -> list[tuple[str | Promise, str]]:
        """Each field with its label, to be copied from a page."""
        sent = sent_values(self.form, self.data)
        return [
            (capfirst(str(field.label or name)), shown(field, sent.get(name, self.data.get(name))))
            for name, field in self.form.base_fields.items()
            if name in sent or name == "comment"
        ]


class SentRow(NamedTuple):
    """One row below the form: the record it stands for, if any, and its values."""

    pk: int | None
    values: dict[str, Any]
    deleted: bool = False
    blank: bool = False


def row_values(form: type[forms.ModelForm], record: Model) -> dict[str, Any]:
    initial = form(instance=record).initial
    return {name: initial.get(name) for name in content_fields(form)}


def same_row(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one.keys() == other.keys() and all(comparable(one[key]) == comparable(other[key]) for key in one)


def sent_rows(form: type[forms.ModelForm], data: QueryDict, prefix: str) -> list[SentRow] | None:
    """The rows below a form; None where the form came without a readable number of them."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    if not total.isdecimal() or len(total) > 4 or int(total) > MAX_ROWS:
        return None
    rows = []
    for number in range(int(total)):
        place = f"{prefix}-{number}"
        pk = data.get(f"{place}-id", "")
        deleted = bool(data.get(f"{place}-DELETE"))
        values = sent_values(form, data, place)
        blank = not form(data, prefix=place).has_changed()
        rows.append(SentRow(int(pk) if pk.isdecimal() and len(pk) < 19 else None, values, deleted, blank))
    return rows


def summary(form: type[forms.ModelForm], values: dict[str, Any]) -> str:
    """A row in words, one field a line."""
    lines = (
        (capfirst(str(field.label)), shown(field, values[name]))
        for name, field in content_fields(form).items()
    )
    return "\n".join(f"{label}: {words}" for label, words in lines if words)


def write_rows(data: QueryDict, prefix: str, rows: list[SentRow]) -> None:
    """Puts these rows in the place of those that were sent; records first, as a form set wants them."""
    for key in [key for key in data if key.startswith(f"{prefix}-")]:
        del data[key]
    ordered = sorted(rows, key=lambda row: row.pk is None)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(ordered))
    data[f"{prefix}-INITIAL_FORMS"] = str(sum(row.pk is not None for row in ordered))
    for number, row in enumerate(ordered):
        place = f"{prefix}-{number}"
        data.update({f"{place}-{name}": str(comparable(value)) for name, value in row.values.items()})
        data.update({f"{place}-id": str(row.pk)} if row.pk else {})
        data.update({f"{place}-DELETE": "on"} if row.deleted else {})


class RowMerge:
    """Brings the rows of one form onto those that are stored, and tells each difference."""

    def __init__(
        self, form: type[forms.ModelForm], stored: Iterable[Model], base: dict[int, Model] | None
    ) -> None:
        self.form = form
        self.stored = {record.pk: record for record in stored}
        self.base = base
        self.kept: list[SentRow] = []
        self.differences: list[Difference] = []

    def merge(self, data: QueryDict, prefix: str) -> list[Difference]:
        """Rewrites the rows in `data`; returns what differs."""
        rows = sent_rows(self.form, data, prefix)
        if rows is None:
            return []
        known = {row.pk for row in rows if row.pk}
        for row in rows:
            if row.pk in self.stored:
                self._keep_amended(row)
            elif row.pk:
                self._keep_removed(row)
            else:
                self._keep_new(row, known)
        for pk in self.stored.keys() - known:
            theirs = row_values(self.form, self.stored[pk])
            self.kept.append(SentRow(pk, theirs))
            self._differ(theirs, summary(self.form, theirs), "", taken=True)
        write_rows(data, prefix, self.kept)
        return self.differences

    def _keep_amended(self, row: SentRow) -> None:
        """A row that still stands: theirs where this person left it alone."""
        theirs = row_values(self.form, self.stored[row.pk])
        if row.deleted:
            self.kept.append(row)
            self._differ(theirs, summary(self.form, theirs), str(REMOVED), taken=False)
            return
        if same_row(theirs, row.values):
            self.kept.append(row)
            return
        taken = self._is_untouched(row)
        self.kept.append(SentRow(row.pk, theirs) if taken else row)
        self._differ(theirs, summary(self.form, theirs), summary(self.form, row.values), taken=taken)

    def _keep_removed(self, row: SentRow) -> None:
        """A row that somebody took away: it goes, unless this person has written in it."""
        if row.deleted:
            return
        taken = self._is_untouched(row)
        if not taken:
            self.kept.append(SentRow(None, row.values))
        self._differ(row.values, str(REMOVED), summary(self.form, row.values), taken=taken)

    def _keep_new(self, row: SentRow, known: set[int]) -> None:
        """A new row; one that is stored already was sent by a click before."""
        for pk in self.stored.keys() - known:
            if same_row(row_values(self.form, self.stored[pk]), row.values):
                known.add(pk)
                self.kept.append(SentRow(pk, row.values))
                return
        self.kept.append(row)
        if not row.blank:
            self._differ(row.values, "", summary(self.form, row.values), taken=False)

    def _is_untouched(self, row: SentRow) -> bool:
        base = (self.base or {}).get(row.pk)
        return base is not None and not row.deleted and same_row(row_values(self.form, base), row.values)

    def _differ(self, values: dict, stored: str, sent: str, *, taken: bool) -> None:
        label = _("Evidence “%(title)s”") % {"title": values.get("title", "")}
        self.differences.append(Difference(label, stored, sent, taken))
