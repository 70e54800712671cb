"""Refusals of the API: every one is a problem detail that names the parameter."""

from collections.abc import Iterable
from http import HTTPStatus

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from commitments.rules.problems import MEDIA_TYPE, Fault, problem_details

MISSING = _("Nothing public stands at this address under these clocks.")
JSON_ONLY = _("This is answered as JSON only: ask for application/json in the header Accept.")
TOO_MANY = _("Too many requests from your address. Ask again in %(seconds)s seconds.")


class Refused(exceptions.APIException):
    """What was asked for cannot be read; `faults` say why."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(self.faults[0].reason)


def answer(raised: Exception, context: dict[str, object]) -> Response | None:
    """What is told of an exception; None where it is an error of our own."""
    response = exception_handler(raised, context)
    if response is None:
        return None
    response.data = problem_details(response.status_code, _faults(raised))
    response.content_type = MEDIA_TYPE
    return response


def _faults(raised: Exception) -> list[Fault]:
    if isinstance(raised, Refused):
        return raised.faults
    if isinstance(raised, Http404):
        return [Fault(str(MISSING))]
    if isinstance(raised, exceptions.Throttled):
        return [Fault(TOO_MANY % {"seconds": round(raised.wait or 0)})]
    if isinstance(raised, exceptions.NotAcceptable):
        return [Fault(str(JSON_ONLY))]
    return [Fault(str(getattr(raised, "detail", raised)))]
