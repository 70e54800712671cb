"""The rows below a form, such as evidence, brought onto what is stored."""

from collections.abc import Iterable

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .reviewed_merge import Difference, Row, row_values, same_row, sent_rows, summary, write_rows

REMOVED = _("removed")


class RowMerge:
    """Brings the rows of one form onto those that are stored, and tells each difference."""

    def __init__(
        self, form: type[forms.ModelForm], stored: Iterable[Model], base: dict[int, Model] | None
    ) -> None:
        self.form = form
        self.stored = {record.pk: record for record in stored}
        self.base = base
        self.kept: list[Row] = []
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
            self.kept.append(Row(pk, theirs))
            self._tell(theirs, summary(self.form, theirs), "", taken=True)
        write_rows(data, prefix, self.kept)
        return self.differences

    def _keep_amended(self, row: Row) -> None:
        """A row that still stands: theirs where this person left it alone."""
        theirs = row_values(self.form, self.stored[row.pk])
        if row.deleted:
            self.kept.append(row)
            self._tell(theirs, summary(self.form, theirs), str(REMOVED), taken=False)
            return
        if same_row(theirs, row.values):
            self.kept.append(row)
            return
        taken = self._is_untouched(row)
        self.kept.append(Row(row.pk, theirs) if taken else row)
        self._tell(theirs, summary(self.form, theirs), summary(self.form, row.values), taken=taken)

    def _keep_removed(self, row: Row) -> None:
        """A row that somebody took away: it goes, unless this person has written in it."""
        if row.deleted:
            return
        taken = self._is_untouched(row)
        if not taken:
            self.kept.append(Row(None, row.values))
        self._tell(row.values, str(REMOVED), summary(self.form, row.values), taken=taken)

    def _keep_new(self, row: Row, known: set[int]) -> None:
        """A new row; one that is stored already was sent by a click before."""
        for pk in self.stored.keys() - known:
            if same_row(row_values(self.form, self.stored[pk]), row.values):
                known.add(pk)
                self.kept.append(Row(pk, row.values))
                return
        self.kept.append(row)
        if not row.blank:
            self._tell(row.values, "", summary(self.form, row.values), taken=False)

    def _is_untouched(self, row: Row) -> bool:
        base = (self.base or {}).get(row.pk)
        return base is not None and not row.deleted and same_row(row_values(self.form, base), row.values)

    def _tell(self, values: dict, stored: str, sent: str, *, taken: bool) -> None:
        label = _("Evidence “%(title)s”") % {"title": values.get("title", "")}
        self.differences.append(Difference(label, stored, sent, taken))
