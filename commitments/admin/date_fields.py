"""Form fields for dates: typed in any form, asked back where a date can be two, settled by their forms."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import Precision
from commitments.rules.date_reading import AmbiguousDate, PartialDate, UnreadableDate, read_date
from commitments.rules.dates import iso_form, partial_date

AS_WRITTEN = (Precision.DAY.value, _("as written"))
COARSER = (Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.BY)


class DateInput(AdminDateWidget):
    """Text with a calendar; a date that can be two is asked back with both."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"size": 20, **(attrs or {})}, format="%Y-%m-%d")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        """What was typed, or the reading of it that was chosen."""
        typed, chosen = data.get(name), data.get(f"{name}-reading")
        return chosen if typed and chosen in readings_of(typed) else typed

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The text, followed by both readings where there are two."""
        field = super().render(name, value, attrs, renderer)
        readings = readings_of(value) if isinstance(value, str) else {}
        if not readings:
            return field
        choice = {"name": f"{name}-reading", "readings": readings}
        return field + render_to_string("admin/commitments/date_readings.html", choice)


def readings_of(text: str) -> dict[str, str]:
    """The two dates that a text can mean, in words and as clear texts; empty if it is clear itself."""
    try:
        read_date(text)
    except AmbiguousDate as asked:
        both = [read_date(text, order=order) for order in asked.readings]
        return {written(read): partial_date(read.day) for read in both}
    except UnreadableDate:
        # the form says why, beside the field
        return {}
    else:
        return {}


def written(read: PartialDate) -> str:
    """The date in one way of writing."""
    by = read.precision == Precision.BY
    return f"by {read.day.isoformat()}" if by else iso_form(read.day, read.period)


class ReadDateField(forms.DateField):
    """A whole day."""

    widget = DateInput

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        return self.of(self.read(value))

    def read(self, text: str) -> PartialDate:
        """Raises ValidationError, with both readings where the date can be two."""
        try:
            return read_date(text)
        except UnreadableDate as refused:
            raise ValidationError(str(refused), code="invalid") from None

    def of(self, read: PartialDate) -> Any:
        if read.precision != Precision.DAY:
            raise ValidationError(_("Give the whole day, such as 2 November 2026."), code="invalid")
        return read.day


class PartialDateField(ReadDateField):
    """A date to the day, the month or the year; its form settles it together with its precision."""

    def of(self, read: PartialDate) -> Any:
        return read

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and self.canonical(initial) != self.canonical(data)

    def canonical(self, text: Any) -> str:
        """The same text for every way to write a date; what is no date stays."""
        try:
            return written(read_date(str(text or "")))
        except UnreadableDate:
            return str(text or "").strip()

    def in_words(self, text: Any) -> str:
        """The date as readers see it; what is no date stays."""
        try:
            read = read_date(str(text or ""))
        except UnreadableDate:
            return str(text or "")
        return partial_date(read.day, read.period)


class DateTextField(ReadDateField):
    """A date that is stored as text: 2026, 2026-11 or 2026-11-02."""

    def __init__(self, *, max_length: int | None = None, **options: Any) -> None:
        super().__init__(**options)  # the bound is that of the stored text, and more may be typed

    def of(self, read: PartialDate) -> str:
        if read.precision == Precision.BY:
            raise ValidationError(_("A source is dated to a day, a month or a year."), code="invalid")
        return written(read)

    def clean(self, value: Any) -> str:
        """Empty text where there is none, as a column of text has it."""
        return super().clean(value) or ""

    def prepare_value(self, value: Any) -> Any:
        return value


class PartialDatesMixin(forms.ModelForm):
    """A form in which dates are written as exactly as they are known; `partial_dates` name their precisions.

    The precision follows from what was typed, unless a coarser one is chosen beside it.
    """

    partial_dates: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, precision in self.partial_dates.items():
            if precision in self.fields:
                field = self.fields[precision]
                field.choices = [AS_WRITTEN, *(pair for pair in field.choices if pair[0] != Precision.DAY)]
            if isinstance(day := self.initial.get(name), date):
                written = Precision(self.initial.get(precision) or Precision.DAY)
                by = written == Precision.BY
                self.initial[name] = iso_form(day, Precision.DAY if by else written)
                self.initial[precision] = (written if by else Precision.DAY).value

    def clean(self) -> dict[str, Any]:
        """Each date as the day it is filed under, with its precision."""
        cleaned: dict[str, Any] = super().clean()
        for name, precision in self.partial_dates.items():
            read = cleaned.get(name)
            if isinstance(read, PartialDate):
                # a precision that is none is refused by its field
                self._settle(name, precision, read, Precision(cleaned.get(precision) or Precision.DAY))
        return cleaned

    def _settle(self, name: str, precision: str, read: PartialDate, chosen: Precision) -> None:
        known = max(read.precision, chosen, key=COARSER.index)
        period = max(read.period, Precision.DAY if chosen == Precision.BY else chosen, key=COARSER.index)
        if known not in dict(self._meta.model._meta.get_field(precision).choices):
            self.add_error(name, _("A source is dated to a day, a month or a year."))
            return
        filed = PartialDate(read.day, known, period).settled(today=timezone.localdate())
        self.cleaned_data[name], self.cleaned_data[precision] = filed, known.value


def dates_as_written(form: type[forms.ModelForm], sent: Mapping[str, Any]) -> dict[str, Any]:
    """The dates that were sent and their precisions: two forms are compared by what was written in them."""
    pairs: Mapping[str, str] = getattr(form, "partial_dates", {})
    dates = {name: form.base_fields[name].canonical(sent[name]) for name in pairs}
    return dates | {precision: sent[precision] for precision in pairs.values()}
