"""How filters read values: by the rules that forms follow, each fault with what would be right."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django_filters.fields import ChoiceField, MultipleChoiceField

from commitments.models import State
from commitments.rules.code_reading import (
    UnreadableChoice,
    commitment_code,
    read_among,
    several_meanings,
    unknown_choice,
)
from commitments.rules.date_reading import UnreadableDate, read_date
from commitments.rules.dates import last_day


class OneOfField(ChoiceField):
    """One of the choices; any other value is refused with those there are."""

    def validate(self, value: str) -> None:
        if value and not self.valid_value(value):
            raise ValidationError(unknown_choice(value, self.choices))


class SeveralOfField(MultipleChoiceField):
    """The same for several values."""

    def validate(self, value: list[str]) -> None:
        for each in value:
            if not self.valid_value(each):
                raise ValidationError(unknown_choice(each, self.choices))


class ReadByCodeMixin:
    """Reads each value as its code or as the word that is printed for it."""

    extra: dict[str, Any]
    parent: Any

    def offered(self) -> list[tuple[str, str | Promise]]:
        """The choices of this list."""
        source = self.extra.get("choices") or ()
        return list(self.parent.read_choices(source) if callable(source) else source)

    def read(self, text: str) -> str:
        """The code; raises UnreadableChoice."""
        return read_among(text, self.offered())


class ReadByStateMixin(ReadByCodeMixin):
    """Reads each State by any code or name."""

    def read(self, text: str) -> str:
        """The ISO code; raises UnreadableChoice."""
        codes = dict(self.offered())
        if (code := text.strip().upper()) in codes:
            return code
        found = [*State.objects.all_named(text)]
        if len(found) > 1:
            raise UnreadableChoice(several_meanings(text, {state.iso3: state.name for state in found}))
        return found[0].iso3 if found and found[0].iso3 in codes else super().read(text)


class ReadByCommitmentMixin(ReadByCodeMixin):
    """Reads each commitment by its code in any form, or by its title."""

    def read(self, text: str) -> str:
        """The code; raises UnreadableChoice."""
        try:
            return super().read(commitment_code(text))
        except UnreadableChoice:
            return super().read(text)


class DayField(forms.DateField):
    """A day; of a month or a year the first, or the last where it `ends` a span."""

    def __init__(self, *, ends: bool = False, **options: Any) -> None:
        self.ends = ends
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        """The day that a text says; raises ValidationError with the reason for what is none."""
        if not isinstance(value, str) or not value.strip():
            return None
        try:
            read = read_date(value)
        except UnreadableDate as refused:
            raise ValidationError(str(refused)) from None
        return last_day(read.day, read.period) if self.ends else read.day
