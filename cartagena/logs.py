"""How log lines are written: one event is one line, whatever somebody put into it.

What belongs to an event stands in `extra={"fields": {…}}`, and its message is a constant that can be counted.
"""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest

# the number of the request that this thread answers; empty outside of one
current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")

MAX_PATH_LENGTH = 200
LOGGERS: dict[str, dict[str, object]] = {
    # requests, events of the office, and what concerns security
    "cartagena": {"level": "INFO"},
    "django": {"handlers": [], "level": "WARNING"},
    # A missing page concerns the reader, not the operator.
    "django.request": {"level": "ERROR"},
    # Scanners name hosts of their own all day; the line of the request says 400.
    "django.security.DisallowedHost": {"level": "CRITICAL"},
    # Deaths and timeouts of workers in the same shape, from the moment that the app is loaded.
    "gunicorn.error": {"handlers": [], "propagate": True},
    # Django leaves it to the server to drop the body of a HEAD response, which needs no log entry.
    "gunicorn.http.wsgi": {"level": "ERROR"},
}
PLAIN = re.compile(r"[\w.,:;/@<>()+*-]+", re.ASCII)
# PostgreSQL repeats in it the values of the row that it refused, which are people's own
VALUES_OF_A_ROW = re.compile(r"\nDETAIL:.*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)


def escaped(text: str) -> str:
    """Without line ends, control characters and marks that turn the direction: nobody forges a line."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text
    )


def logged_path(request: HttpRequest) -> str:
    """The path without its query string; of the office only its beginning.

    Links that set a password are secrets that stand in a path, mistyped ones too.
    """
    roots = [root for root in settings.OFFICE_ROOTS if request.path.startswith(root)]
    return f"{roots[0]}*" if roots else request.path[:MAX_PATH_LENGTH]


def message_of(record: logging.LogRecord) -> str:
    """Its words; where they name the path of a request, only as much of it as may be logged."""
    message, request = record.getMessage(), getattr(record, "request", None)
    return message.replace(request.path, logged_path(request)) if hasattr(request, "path") else message


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        written = {**self.entry(record), **getattr(record, "fields", {})}
        if trace := self.trace(record):
            written["trace"] = trace
        return json.dumps(written, default=str)

    def entry(self, record: logging.LogRecord) -> dict[str, str]:
        """What every line says."""
        at = datetime.fromtimestamp(record.created, UTC)
        entry = {
            "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
        }
        number = current_request_id.get()
        return {**entry, "request_id": number} if number else entry

    def trace(self, record: logging.LogRecord) -> str:
        """The traceback, without the values of stored rows."""
        if not record.exc_info or not record.exc_info[0]:
            return ""
        return VALUES_OF_A_ROW.sub("", self.formatException(record.exc_info))


class LineFormatter(JsonFormatter):
    """The same for people: words first, then names and values; a traceback follows, indented."""

    def format(self, record: logging.LogRecord) -> str:
        entry = self.entry(record)
        words = [entry.pop(name) for name in ("time", "level", "logger", "message")]
        pairs = {**getattr(record, "fields", {}), **entry}
        line = escaped(" ".join([*words, *(f"{name}={shown(value)}" for name, value in pairs.items())]))
        return "\n".join([line, *(f"    {escaped(each)}" for each in self.trace(record).splitlines())])


def shown(value: object) -> str:
    """A value as it stands, or in quotation marks where it could be taken for more than one."""
    text = str(value)
    return text if PLAIN.fullmatch(text) else json.dumps(text)


def logging_settings(log_format: str, *, is_counted: bool, error_mail: list[str]) -> dict[str, object]:
    """Django's LOGGING: on stderr, whose reader keeps it (journald, a container, a terminal)."""
    formatter = {"json": "cartagena.logs.JsonFormatter", "line": "cartagena.logs.LineFormatter"}[log_format]
    handlers: dict[str, dict[str, object]] = {
        "stderr": {"class": "logging.StreamHandler", "formatter": "chosen"}
    }
    # named by their paths, so that they are loaded only where they are wanted
    if is_counted:
        handlers["metrics"] = {"class": "cartagena.metrics.MetricsHandler"}
    if error_mail:
        handlers["mail"] = {"class": "cartagena.error_mail.ErrorMailHandler", "addresses": error_mail}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"chosen": {"()": formatter}},
        "handlers": handlers,
        "root": {"handlers": [*handlers], "level": "WARNING"},
        "loggers": LOGGERS,
    }
