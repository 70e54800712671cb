"""The settings of an installation, read from its environment and validated.

Every error is one sentence that names the setting; `manage.py` and `wsgi.py` print it and stop.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from .database import database, server_role
from .monitoring import Monitoring, monitoring
from .storage import Storage, storage
from .variables import MAIL_ADDRESS, OFF, Variables, parts, switch

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")
# Known to everyone who has this file, so it is safe only if nobody else can reach the server.
DEVELOPMENT_KEY = "only-for-development-on-this-machine-and-never-on-a-network"
MIN_KEY_LENGTH = 50
MIN_KEY_CHARACTERS = 5
API_RATE = "240/minute"

HOST = re.compile(r"\*|\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)
RATE = re.compile(r"[1-9][0-9]{0,5}/(second|minute|hour|day)")
# only this machine is asked without encryption: a test, or a gateway of the operator's own
TIMEGATE = re.compile(
    r"(https://[a-z0-9.-]+(:[0-9]{1,5})?|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?)(/[^\s?#]*)?/",
    re.IGNORECASE,
)
USER_NAME = re.compile(r"[\w.@+-]{1,150}")
ORIGIN = re.compile(r"https?://(\*\.)?([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.IGNORECASE)


@dataclass(frozen=True)
class Environment:
    """The validated settings of an installation."""

    secret_key: str
    debug: bool
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    https: bool
    allow_self_publication: bool
    database: dict[str, Any]
    database_server_role: str
    site_root: str
    operator: str
    contact: str
    email: dict[str, Any]
    email_from: str
    api_rate: str
    memento_timegate: str
    monitoring: Monitoring
    storage: Storage
    second_factor_required: bool
    admin_name: str


def read_file(variables: Variables, *, base_dir: Path) -> Path:
    """Add the variables of `.env`, or of the file that ENV_FILE names; variables already set win.

    Returns the path of the file, which need not be there.
    """
    name = variables.get("ENV_FILE", "")
    path = base_dir / (name or ".env")
    if name and not path.exists():
        raise ImproperlyConfigured(f"ENV_FILE names a file that does not exist: {path}")
    environ.Env.read_env(path)
    return path


def read(variables: Variables, *, base_dir: Path) -> Environment:
    """The settings in these variables; raises the first error. Relative paths start at `base_dir`."""
    is_private = serves_this_machine_only(variables)
    return Environment(
        secret_key=secret_key(variables, is_private=is_private),
        debug=switch(variables, "DEBUG"),
        allowed_hosts=allowed_hosts(variables),
        csrf_trusted_origins=csrf_trusted_origins(variables),
        https=switch(variables, "HTTPS"),
        allow_self_publication=switch(variables, "ALLOW_SELF_PUBLICATION"),
        database=database(variables, base_dir=base_dir),
        database_server_role=server_role(variables),
        site_root=site_root(variables),
        operator=variables.get("OPERATOR", "").strip(),
        contact=contact(variables),
        email=email(variables),
        email_from=variables.get("EMAIL_FROM", "cartagena@localhost"),
        api_rate=api_rate(variables),
        memento_timegate=memento_timegate(variables),
        monitoring=monitoring(variables, is_private=is_private),
        storage=storage(variables, base_dir=base_dir),
        second_factor_required=second_factor_required(variables, is_private=is_private),
        admin_name=admin_name(variables),
    )


def serves_this_machine_only(variables: Variables) -> bool:
    """The embedded start: nobody else can reach it, or a developer says so."""
    hosts = set(allowed_hosts(variables))
    return not switch(variables, "HTTPS") and (switch(variables, "DEBUG") or hosts <= set(LOOPBACK_HOSTS))


def secret_key(variables: Variables, *, is_private: bool) -> str:
    """The key that signs sessions; the built-in one serves only an installation that is private."""
    key = variables.get("SECRET_KEY", DEVELOPMENT_KEY)
    if key == DEVELOPMENT_KEY and not is_private:
        raise ImproperlyConfigured(
            "SECRET_KEY must be set: the built-in one is only for DEBUG=on or loopback hosts, without HTTPS."
        )
    if not key.strip():
        raise ImproperlyConfigured(
            "SECRET_KEY is empty: set a long random value, or leave it out on loopback."
        )
    if len(key) < MIN_KEY_LENGTH or len(set(key)) < MIN_KEY_CHARACTERS:
        raise ImproperlyConfigured(
            f"SECRET_KEY is too easy to guess: use at least {MIN_KEY_LENGTH} random characters."
        )
    return key


def allowed_hosts(variables: Variables) -> list[str]:
    """The host names that the server accepts; loopback only by default."""
    hosts = parts(variables.get("ALLOWED_HOSTS", ",".join(LOOPBACK_HOSTS)))
    if not hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is empty: name the hosts, separated by commas, or leave it out."
        )
    for host in hosts:
        if not HOST.fullmatch(host):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS must hold host names without scheme, port or path, not {host!r}."
            )
    return hosts


def csrf_trusted_origins(variables: Variables) -> list[str]:
    """Origins that may post forms when a proxy hides the original host."""
    origins = parts(variables.get("CSRF_TRUSTED_ORIGINS", ""))
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            raise ImproperlyConfigured(
                f"CSRF_TRUSTED_ORIGINS must hold addresses such as https://example.org, not {origin!r}."
            )
    return origins


def site_root(variables: Variables) -> str:
    """The site address used in mails, without a trailing slash."""
    root = variables.get("SITE_ROOT", "http://127.0.0.1:8000").strip()
    if not ORIGIN.fullmatch(root):
        raise ImproperlyConfigured(f"SITE_ROOT must be an address such as https://example.org, not {root!r}.")
    return root


def contact(variables: Variables) -> str:
    """The address to which readers write, as a link: a mail address or a page; empty if none is given."""
    address = variables.get("CONTACT", "").strip()
    if not address or address.startswith("https://"):
        return address
    if not MAIL_ADDRESS.fullmatch(address):
        raise ImproperlyConfigured(f"CONTACT must be a mail address or begin with https://, not {address!r}.")
    return f"mailto:{address}"


def email(variables: Variables) -> dict[str, Any]:
    """The mail server that EMAIL_URL names; by default mails are printed and not sent."""
    url = variables.get("EMAIL_URL", "consolemail://").strip()
    # The address itself may hold a password, so it is not repeated.
    if url.partition(":")[0].lower() not in {"consolemail", "smtp", "smtp+tls", "smtp+ssl"}:
        raise ImproperlyConfigured(
            "EMAIL_URL must begin with smtp+tls://, smtp+ssl://, smtp:// or consolemail://."
        )
    return environ.Env.email_url_config(url)


def api_rate(variables: Variables) -> str:
    """The API rate limit per client address, counted by each server process; empty if it is off."""
    rate = variables.get("API_RATE", API_RATE).strip()
    if rate.lower() in OFF:
        return ""
    if not RATE.fullmatch(rate):
        raise ImproperlyConfigured(f"API_RATE must be a rate such as {API_RATE}, or off, not {rate!r}.")
    return rate


def memento_timegate(variables: Variables) -> str:
    """Where archived copies are looked up (RFC 7089), with a slash at its end; empty if it is off."""
    address = variables.get("MEMENTO_TIMEGATE", "").strip()
    if address.lower() in OFF:
        return ""
    if not TIMEGATE.fullmatch(address):
        raise ImproperlyConfigured(
            "MEMENTO_TIMEGATE must be off or an address such as https://web.archive.org/web/."
        )
    return address


def second_factor_required(variables: Variables, *, is_private: bool) -> bool:
    """Whether who publishes or administers needs a second factor: yes, where others reach the server."""
    wish = variables.get("SECOND_FACTOR", "").strip().lower()
    if wish not in {"", "required", "optional"}:
        raise ImproperlyConfigured(f"SECOND_FACTOR must be required or optional, not {wish!r}.")
    return wish == "required" or (not wish and not is_private)


def admin_name(variables: Variables) -> str:
    """The user name of the first administrator, by the rules of every user name."""
    name = variables.get("CARTAGENA_ADMIN_NAME", "admin").strip()
    if not USER_NAME.fullmatch(name):
        raise ImproperlyConfigured(
            f"CARTAGENA_ADMIN_NAME must be up to 150 letters, digits and @ . + - _ only, not {name!r}."
        )
    return name
