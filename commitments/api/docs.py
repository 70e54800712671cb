"""The documentation of the API for people, from the same declarations as the one for programs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every address with its parameters and fields."""
    return render(request, "commitments/api.html", {})
