"""Which addresses are valid as evidence."""

from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCHEMES = ("http", "https")
MAX_ADDRESS_LENGTH = 500


def address_refusals(address: str) -> list[str | Promise]:
    """Why this address is not valid as evidence; empty if it is.

    Only http and https, with a host and without a user name or password; no white space, control character or
    backslash, which browsers interpret differently.
    """
    if any(character.isspace() or character == "\\" or not character.isprintable() for character in address):
        return [_("The address contains a space, a backslash or a control character.")]
    if len(address) > MAX_ADDRESS_LENGTH:
        return [_("The address is too long.")]
    try:
        parts = urlsplit(address)
        host, has_user = parts.hostname, parts.username is not None or parts.password is not None
        _port = parts.port
    except ValueError:
        return [_("This is not a web address.")]
    if parts.scheme not in SCHEMES or not host:
        return [_("Only addresses that begin with https:// or http:// can be evidence.")]
    if has_user:
        return [_("The address contains a user name or password.")]
    return []
