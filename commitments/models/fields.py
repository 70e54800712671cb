"""Fields with validators that migrations leave out.

Otherwise `makemigrations` would import these validators in a migration, which never runs them and would break
when they are renamed.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from commitments.rules.evidence import address_refusals


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
