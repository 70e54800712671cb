"""Refusals of the API: every one is a problem detail that names the parameter."""

from collections.abc import Iterable
from http import HTTPStatus

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from commitments.rules.clocks import AS_OF, MalformedClock, parse_day
from commitments.rules.problems import MEDIA_TYPE, Fault, problem_details

MISSING = _("Nothing public stands at this address under these clocks.")
JSON_ONLY = _("This is answered as JSON only: ask for application/json in the header Accept.")
TOO_MANY = _("Too many requests from your address. Ask again in %(seconds)s seconds.")
# what each status means here, for both descriptions of the API
STATUS_WORDS = {
    304: _("Nothing has changed."),
    400: _("Something in the address cannot be read."),
    404: _("Nothing public stands at this address."),
    406: _("The answer is JSON only."),
    429: _("Too many requests; Retry-After says how long to wait."),
}
ROW_STATUSES = (400, 404, 406, 429)
LIST_STATUSES = (400, 406, 429)


class InvalidQuery(exceptions.APIException):
    """Something in the query string cannot be read; `faults` say what."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(self.faults[0].reason)


def problem_response(raised: Exception, context: dict[str, object]) -> Response | None:
    """The answer to an exception; None where it is an error of our own."""
    response = exception_handler(raised, context)
    if response is None:
        return None
    response.data = problem_details(response.status_code, _faults(raised))
    response.content_type = MEDIA_TYPE
    return response


def _faults(raised: Exception) -> list[Fault]:
    if isinstance(raised, InvalidQuery):
        return raised.faults
    if isinstance(raised, Http404):
        return [Fault(str(MISSING))]
    if isinstance(raised, exceptions.Throttled):
        return [Fault(TOO_MANY % {"seconds": round(raised.wait or 0)})]
    if isinstance(raised, exceptions.NotAcceptable):
        return [Fault(str(JSON_ONLY))]
    return [Fault(str(getattr(raised, "detail", raised)))]


def example_problem(status: int) -> dict[str, object]:
    """The body of a refusal with this status, as an example."""
    raised = {
        400: InvalidQuery([_malformed_day()]),
        404: Http404(),
        406: exceptions.NotAcceptable(),
        429: exceptions.Throttled(wait=9),
    }
    return problem_details(status, _faults(raised[status]))


def _malformed_day() -> Fault:
    try:
        parse_day(AS_OF, "yesterday")
    except MalformedClock as malformed:
        return Fault(str(malformed), malformed.parameter)
    raise AssertionError("no day is written as “yesterday”")
