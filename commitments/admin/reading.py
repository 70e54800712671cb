"""Form fields that read texts and addresses by the rules, and which field each form of the desk takes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.boundfield import BoundField

from commitments.models.fields import WebAddressField, WebAddressListField
from commitments.rules.address_reading import UnreadableAddress, read_address
from commitments.rules.text_reading import read_line, read_text

from .date_fields import DateInput, ReadDateField


class ReadTextField(forms.CharField):
    """A text of one or more paragraphs."""

    def to_python(self, value: Any) -> str:
        return super().to_python(self.read(value) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Arabic is written from the right, and so is the cursor."""
        return {**super().widget_attrs(widget), "dir": "auto"}

    def read(self, text: str) -> str:
        return read_text(text)


class ReadLineField(ReadTextField):
    """A name or a title."""

    def read(self, text: str) -> str:
        return read_line(text)


class AddressInput(AdminURLFieldWidget):
    """Takes a DOI or the symbol of a document too, so it is no `type="url"`."""

    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__({"inputmode": "url", "spellcheck": "false", **(attrs or {})}, **options)


class StoredKeptMixin(forms.Field):
    """Reads only what is new: what is stored stays as it is. `notes` say what was changed in the rest."""

    stored: Any = None
    notes: tuple[str, ...] = ()

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        self.stored = form.get_initial_for_field(self, field_name)
        return super().get_bound_field(form, field_name)

    def read_new(self, text: str) -> str:
        """The address in its stored form; raises ValidationError."""
        try:
            read = read_address(text)
        except UnreadableAddress as refused:
            raise ValidationError(str(refused)) from None
        self.notes += read.notes
        return read.address


class ReadAddressField(StoredKeptMixin, forms.CharField):
    """One web address."""

    def clean(self, value: Any) -> str:
        text = self.to_python(value)
        self.notes = ()
        return super().clean(text if text in {"", self.stored} else self.read_new(text))


class ReadAddressesField(StoredKeptMixin, forms.CharField):
    """Web addresses, one a line."""

    def clean(self, value: Any) -> str:
        kept = set((self.stored or "").splitlines())
        self.notes = ()
        lines = [line.strip() for line in read_text(value or "").splitlines()]
        return super().clean(
            "\n".join(line if line in kept else self.read_new(line) for line in lines if line)
        )


def notes_of(sent: Iterable[forms.BaseForm]) -> list[str]:
    """What was changed in the addresses of these forms, each once."""
    fields = [field for form in sent if form.has_changed() for field in form.fields.values()]
    return [*dict.fromkeys(note for field in fields for note in getattr(field, "notes", ()))]


# What Django takes for each kind of field, in every form of the desk.
FORM_FIELDS: dict[type[models.Field], dict[str, Any]] = {
    models.CharField: {"form_class": ReadLineField},
    models.TextField: {"form_class": ReadTextField},
    models.EmailField: {"form_class": forms.EmailField},
    models.SlugField: {"form_class": forms.SlugField},
    models.DateField: {"form_class": ReadDateField, "widget": DateInput},
    WebAddressField: {"form_class": ReadAddressField, "widget": AddressInput},
    WebAddressListField: {
        "form_class": ReadAddressesField,
        "widget": AdminTextareaWidget(attrs={"rows": 3, "spellcheck": "false"}),
    },
}
