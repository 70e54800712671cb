"""How values in the environment are written: switches, lists, mail addresses."""

import re
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

# Read literally: a key that begins with $ is a key, not the name of another variable.
Variables = Mapping[str, str]

ON = frozenset({"on", "true", "yes", "1"})
OFF = frozenset({"off", "false", "no", "0", ""})
MAIL_ADDRESS = re.compile(r"[^@\s<>\"'?&]+@[a-z0-9_-]+(\.[a-z0-9_-]+)+", re.IGNORECASE)


def switch(variables: Variables, name: str) -> bool:
    """Off by default; any word other than on or off is an error."""
    value = variables.get(name, "off").strip().lower()
    if value not in ON | OFF:
        raise ImproperlyConfigured(f"{name} must be on or off, not {value!r}.")
    return value in ON


def parts(value: str) -> list[str]:
    """What stands between the commas."""
    return [part.strip() for part in value.split(",") if part.strip()]
