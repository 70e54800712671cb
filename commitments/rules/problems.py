"""Refusals as problem details (RFC 9457): what went wrong, for programs and in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

MAX_SHOWN_LENGTH = 40  # of what somebody typed, where a refusal repeats it
MEDIA_TYPE = "application/problem+json"
API_ROOT = "/api/"  # below it every refusal is one, but for the page that explains it
API_DOCS = "/api/v1/docs/"


@dataclass(frozen=True)
class Fault:
    """One thing that cannot be done; `parameter` names what in the address is to blame, if anything is."""

    reason: str
    parameter: str = ""

    def told(self) -> dict[str, str]:
        """The same as values of JSON."""
        named = {"parameter": self.parameter} if self.parameter else {}
        return {**named, "reason": self.reason}


def problem_details(status: int, faults: Iterable[Fault]) -> dict[str, object]:
    """The body of an answer with this status; about:blank means that the status says what kind it is."""
    faults = list(faults)
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": " ".join(fault.reason for fault in faults),
        "errors": [fault.told() for fault in faults],
    }
