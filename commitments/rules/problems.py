"""Errors as problem details (RFC 9457): what went wrong, for programs and for people."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

MAX_SHOWN_LENGTH = 40  # maximum length of user input repeated in an error
MEDIA_TYPE = "application/problem+json"
API_ROOT = "/api/"  # errors below this path are problem details, except on the page that explains them
API_DOCS = "/api/v1/docs/"


@dataclass(frozen=True)
class Fault:
    """One error; `parameter` names the query parameter at fault, if any."""

    reason: str
    parameter: str = ""

    def as_dict(self) -> dict[str, str]:
        """As values for JSON."""
        named = {"parameter": self.parameter} if self.parameter else {}
        return {**named, "reason": self.reason}


def problem_details(status: int, faults: Iterable[Fault]) -> dict[str, object]:
    """The body of a response with this status; about:blank means that the status alone gives the type."""
    faults = list(faults)
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": " ".join(fault.reason for fault in faults),
        "errors": [fault.as_dict() for fault in faults],
    }
