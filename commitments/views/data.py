"""The data page, and the package of all lists."""

import tempfile

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.exports.formats import DataFile
from commitments.exports.package import Edition, releases_in, write_package
from commitments.lists.last_changes import last_changes
from commitments.models import Seal
from commitments.pages.data import described_lists
from commitments.rules.seal import cell_text

from .archives import ZIP, archive_answer, refuse_full_disk
from .context import before_first_publication
from .errors import refuse_request, unknown
from .work_limit import FILES, heavy

KEPT_FOR = 5 * 60


def edition_of(request: HttpRequest) -> Edition:
    """The edition of the data under both clocks."""
    newest = max(last_changes(request.clocks).values(), default=None)
    remark = before_first_publication(request.clocks)
    return Edition(request.clocks, settings.SITE_ROOT, created_at=newest, remark=remark)


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Every table with its dictionary, the files, the licence and how to cite."""
    lists = described_lists(request.clocks)
    whole = DataFile("data/cartagena.zip", reverse("package"), _("Data package"), ZIP)
    sections = [
        ("package", _("All in one package")),
        ("seal", _("Seal")),
        *((each.list.noun, each.list.title) for each in lists),
        ("reading", _("Reading the files")),
        ("licence", _("Licence and citation")),
    ]
    context = {
        "lists": lists,
        "files": [whole, *(file for each in lists for file in each.files)],
        "sections": sections,
        "citation": Edition(request.clocks, settings.SITE_ROOT).citation,
        "release": next(iter(releases_in(settings.RELEASES_ROOT)), None),
        "seal": Seal.objects.public_at(request.clocks).head(),
    }
    return render(request, "commitments/data.html", context)


@heavy(FILES)
@require_safe
def package(request: HttpRequest) -> HttpResponseBase:
    """Every table as CSV with what describes them, in one archive."""
    refusals = unknown(request)
    if refusals:
        return refuse_request(request, refusals)
    edition = edition_of(request)
    refuse_full_disk()
    with tempfile.TemporaryFile() as file:
        write_package(file, edition)
        return archive_answer(request, file, f"cartagena-{edition.version}.zip", kept_for=KEPT_FOR)


@require_safe
def seal_head(request: HttpRequest) -> HttpResponseBase:
    """The newest seal, small enough to be fetched and kept every day."""
    if refusals := unknown(request):
        return refuse_request(request, refusals)
    head = Seal.objects.public_at(request.clocks).head()
    told = {
        "seals": head.number if head else 0,
        "sha256": head.sha256 if head else "",
        "sealed_at": cell_text(head and head.sealed_at),
        "chain": settings.SITE_ROOT + request.clocks.keep(reverse("seals_csv")),
    }
    return JsonResponse(told, json_dumps_params={"indent": 2})
