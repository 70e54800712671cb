"""The releases of the data: the list, one release, and what changed between two."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.exports.package import (
    MAX_SHOWN,
    Citation,
    DamagedRelease,
    Release,
    changes_between,
    release_named,
    releases_in,
)
from commitments.lists.registry import LISTS
from commitments.rules.releases import MAX_NAME_LENGTH

from .archives import archive_answer
from .errors import refuse_request, unknown

A_YEAR = 365 * 24 * 60 * 60


def _root() -> Path:
    return Path(settings.RELEASES_ROOT)


def _found(name: str) -> Release:
    release = release_named(_root(), name)
    if release is None:
        raise Http404
    return release


def _rows(release: Release) -> list[tuple[object, int]]:
    """The row count of each table by title; a table that no longer exists is shown by its noun."""
    titles = {table.noun: table.title for table in LISTS}
    return [(titles.get(noun, noun), count) for noun, count in release.rows.items()]


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Every release: name, day, rows, size and checksum."""
    shown = [(release, _rows(release)) for release in releases_in(_root())]
    return render(request, "commitments/releases.html", {"releases": shown})


@require_safe
def release(request: HttpRequest, release: str) -> HttpResponse:
    """One release: what it holds, how to check it and how to cite it."""
    found = _found(release)
    address = f"{settings.SITE_ROOT}{request.path}"
    context = {
        "release": found,
        "rows": _rows(found),
        "citation": Citation(found.name, found.released_at.date(), address),
        "others": [each for each in releases_in(_root()) if each != found],
    }
    return render(request, "commitments/release.html", context)


@require_safe
def release_file(request: HttpRequest, release: str, again: str) -> HttpResponseBase:
    """The archive, whose bytes never change."""
    found = _found(release)
    if again != release:
        raise Http404
    with found.path.open("rb") as file:
        return archive_answer(request, file, found.file_name, kept_for=A_YEAR, sha256=found.sha256)


@require_safe
def release_changes(request: HttpRequest, release: str) -> HttpResponse:
    """What changed from another release, by default the previous one, to this one."""
    new = _found(release)
    others = [each for each in releases_in(_root()) if each != new]
    asked = request.GET.get("from", "")
    old = next((each for each in others if each.name == asked), None) if asked else _before(new, others)
    refusals = unknown(request, "from")
    if asked and old is None:
        refusals.append(_("from: there is no other release “%(name)s”.") % {"name": asked[:MAX_NAME_LENGTH]})
    if refusals:
        return refuse_request(request, refusals)
    context = {"new": new, "old": old, "others": others, "most_shown": MAX_SHOWN}
    try:
        context["changes"] = changes_between(old, new) if old else ()
    except DamagedRelease as damaged:
        context["damaged"] = str(damaged)
    return render(request, "commitments/release_changes.html", context)


def _before(new: Release, others: list[Release]) -> Release | None:
    """The newest release that is older."""
    return next((each for each in others if each.released_at <= new.released_at), None)
