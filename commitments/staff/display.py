"""Stored values as people read them: labels for codes and keys, dates as exactly as known."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Field, ForeignKey, Model
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from commitments.rules.codes import Precision
from commitments.rules.dates import partial_date


def field_label(field: Field) -> str:
    return capfirst(str(field.verbose_name))


def in_words(record: Model, field: Field, named: Mapping[tuple[type, object], str] | None = None) -> str:
    """The value of a field as text; `named` maps (model, key) to the names of records it may point at."""
    value = getattr(record, field.attname)
    if value is None or value == "":
        return ""
    if isinstance(field, ForeignKey):
        if named is None:
            return str(getattr(record, field.name))
        return named.get((field.related_model, value)) or _("number %(number)s") % {"number": value}
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, date) and not isinstance(value, datetime):
        precision = getattr(record, f"{field.name.removesuffix('_date')}_precision", Precision.DAY)
        return partial_date(value, precision)
    return plain(value)


def plain(value: object) -> str:
    """A value that is neither a code nor a key."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return date_format(value, "j F Y, H:i") if isinstance(value, datetime) else str(value)
