"""How an installation tells its operator what happens: the format of its log, and who gets mail of errors."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from .variables import MAIL_ADDRESS, Variables, parts

LOG_FORMATS = ("json", "line")


@dataclass(frozen=True)
class Monitoring:
    log_format: str
    error_mail: list[str]


def monitoring(variables: Variables, *, is_private: bool) -> Monitoring:
    """What is chosen; raises the first error."""
    return Monitoring(log_format(variables, is_private=is_private), error_mail(variables))


def log_format(variables: Variables, *, is_private: bool) -> str:
    """Lines for people on one's own machine, JSON for the programs that keep logs elsewhere."""
    value = variables.get("LOG_FORMAT", "").strip().lower() or ("line" if is_private else "json")
    if value not in LOG_FORMATS:
        raise ImproperlyConfigured(f"LOG_FORMAT must be {' or '.join(LOG_FORMATS)}, not {value!r}.")
    return value


def error_mail(variables: Variables) -> list[str]:
    """Who is told of errors; nobody by default."""
    addresses = parts(variables.get("ERROR_MAIL", ""))
    for address in addresses:
        if not MAIL_ADDRESS.fullmatch(address):
            raise ImproperlyConfigured(
                f"ERROR_MAIL must hold mail addresses, separated by commas, not {address!r}."
            )
    return addresses
