"""Fields that check what people type. A migration holds their columns alone.

`makemigrations` would otherwise write an import of these checks into a migration, which never runs them
and would break on the day that they are renamed.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from commitments.rules.evidence import address_refusals


class PlainColumnMixin(models.Field):
    """Stands in migrations as the field of Django that it is built on, without its default."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """What a migration writes of this field."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        return name, f"django.db.models.{self.get_internal_type()}", args, kwargs


def validate_web_address(address: str) -> None:
    """Refuses everything but a plain http or https address."""
    refusals = address_refusals(address)
    if refusals:
        raise ValidationError(refusals)


def validate_web_addresses(text: str) -> None:
    """Refuses a list of sources, one a line, that holds anything but web addresses."""
    for line in text.splitlines():
        for refusal in address_refusals(line):
            raise ValidationError([refusal])


class WebAddressField(PlainColumnMixin, models.CharField):
    """One http or https address."""

    default_validators = [validate_web_address]


class WebAddressListField(PlainColumnMixin, models.TextField):
    """Web addresses, one a line."""

    default_validators = [validate_web_addresses]
