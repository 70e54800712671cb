"""Up to four States side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.models import State
from commitments.pages.compare import DIFFER, CompareColumn, CompareFilter, comparison_of
from commitments.rules.comparison import MAX_COMPARED

from .shortcuts import address_by_codes


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The States in the query string, in its order; without any, a form to choose the first."""
    chosen = CompareFilter(request.GET, State.objects.all())
    if elsewhere := address_by_codes(request, chosen):
        return elsewhere
    refusals = chosen.refusals()
    codes = [] if refusals else chosen.codes
    asked = {"differ": DIFFER if chosen.only_differences else None}
    found = comparison_of(codes, request.clocks, only_differences=chosen.only_differences)
    context = {
        "filter": chosen,
        "refusals": refusals,
        "comparison": found,
        "columns": [(column, _without(column, request, asked)) for column in found.columns],
        "others": [] if len(codes) >= MAX_COMPARED else _not_named(chosen, codes),
        "most": MAX_COMPARED,
        "codes": codes,
        "mended": request.clocks.keep(request.path, state=_readable(chosen)) if refusals else "",
        "all_rows": request.clocks.keep(request.path, state=codes),
        "differing_rows": request.clocks.keep(request.path, state=codes, differ=DIFFER),
    }
    return render(request, "commitments/compare.html", context)


def _without(column: CompareColumn, request: HttpRequest, asked: dict[str, str | None]) -> str:
    """The address of the same comparison without this State."""
    return request.clocks.keep(reverse("compare"), state=column.others, **asked)


def _readable(chosen: CompareFilter) -> list[str]:
    """The valid States in the query string, up to the maximum."""
    known = {code for code, _name in chosen.form.fields["state"].choices}
    return [code for code in dict.fromkeys(chosen.codes) if code in known][:MAX_COMPARED]


def _not_named(chosen: CompareFilter, codes: list[str]) -> list[tuple[str, str]]:
    """The States that can be added."""
    choices = chosen.form.fields["state"].choices
    return [(code, name) for code, name in choices if code not in codes]
