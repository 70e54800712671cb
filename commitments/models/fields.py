"""Fields with validators that migrations leave out, and what SQL can check of an address.

Otherwise `makemigrations` would import these validators in a migration, which never runs them and would break
when they are renamed.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Q, Value
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from commitments.rules.evidence import SCHEMES, address_refusals
from commitments.rules.text_search import fold


class PlainColumnMixin(models.Field):
    """Appears in migrations as its Django base field, without its default."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """What a migration writes for this field."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        return name, f"django.db.models.{self.get_internal_type()}", args, kwargs


def validate_web_address(address: str) -> None:
    """Refuses everything but a plain http or https address."""
    refusals = address_refusals(address)
    if refusals:
        raise ValidationError(refusals)


def validate_web_addresses(text: str) -> None:
    """Refuses a list of sources, one per line, with anything but web addresses."""
    for line in text.splitlines():
        for refusal in address_refusals(line):
            raise ValidationError([refusal])


class WebAddressField(PlainColumnMixin, models.CharField):
    default_validators = [validate_web_address]


class WebAddressListField(PlainColumnMixin, models.TextField):
    """Web addresses, one per line."""

    default_validators = [validate_web_addresses]


WEB_ADDRESS_FORM = _(
    "A web address begins with https:// or http:// and holds neither a space nor a backslash."
)


def is_web_address(field: str) -> Q:
    """What SQL can check: the scheme, and no characters that browsers interpret differently.

    `startswith` would not do: SQLite compares with LIKE, which takes capitals for small letters.
    """
    secure, plain = (Q(Exact(Left(F(field), len(scheme)), Value(scheme))) for scheme in SCHEMES)
    return (secure | plain) & ~Q(**{f"{field}__contains": "\\"}) & ~Q(**{f"{field}__contains": " "})


class SortKeyField(PlainColumnMixin, models.TextField):
    """What rows are ordered by: the name in the field `of`, in small letters without accents.

    A trigger fills the column too, because `update` and a database client pass the model by. PostgreSQL
    compares it character by character, as SQLite does, whatever language the database was made for.
    """

    def __init__(self, *args: Any, of: str = "", **options: Any) -> None:
        self.of = of
        super().__init__(*args, **{"editable": False, "default": "", **options})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Made anew from the name whenever the row is saved."""
        key = fold(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, key)
        return key

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """With the collation of plain bytes on PostgreSQL; SQLite has no other."""
        parameters = super().db_parameters(connection)
        return {**parameters, "collation": "C"} if connection.vendor == "postgresql" else parameters


def marked_by(label: Any) -> models.ForeignKey:
    """The user who took a step; the time is stored beside it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name=label,
        related_name="+",
    )
