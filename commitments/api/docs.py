"""The documentation of the API for people, from the same document as the one for programs."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.templatetags.head import site_root

from .document import document
from .reading import (
    EXAMPLE_FIELDS,
    EXAMPLE_NOUN,
    EXAMPLE_QUERY,
    answers,
    described_tables,
    example_answer,
    example_problem,
    rate_words,
    sections_of,
)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every address with its parameters and fields."""
    told, root = document(), site_root(request)
    tables = described_tables(told)
    asked = {**EXAMPLE_QUERY, "fields": ",".join(EXAMPLE_FIELDS)}
    example = request.clocks.keep(reverse(f"api_{EXAMPLE_NOUN}"), **asked)
    context = {
        "base": root + reverse("api_root"),
        "example": root + example.replace("%2C", ","),  # a comma may stand as it is, and reads better
        "example_answer": example_answer(told),
        "example_problem": example_problem(told),
        "answers": answers(told),
        "rate": rate_words(settings.API_RATE),
        "sections": sections_of(tables),
        "tables": tables,
    }
    return render(request, "commitments/api.html", context)
