"""The documents that are kept as evidence: for readers while a public finding cites them, and for staff."""

import logging

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from commitments.models import Document, EvidenceLink
from commitments.models.document_files import open_file
from commitments.staff.documents import documents_shown, links_shown

from .archives import file_answer

# A finding that is withdrawn takes its document along at once, so whoever keeps a copy asks each time.
KEPT_FOR = 0
# It is saved and never shown by this site, whatever is in it.
HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",  # a search engine would keep it when it is withdrawn
}
logger = logging.getLogger(__name__)


@require_safe
def document(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """The file, under the name by which a finding cites it; not there for whoever may not read it."""
    public = Document.objects.public_at(request.clocks).filter(pk=sha256).first()
    if public:
        return _answer(request, public, EvidenceLink.objects.known_at(request.clocks))
    # the session is read only where there is one: for everybody else the answer is the same
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        shown = documents_shown(request.user, request.session).filter(pk=sha256).first()
        if shown:
            answer = _answer(request, shown, links_shown(request.user))
            answer.headers["Cache-Control"] = "private, no-store"
            return answer
    raise Http404


def _answer(request: HttpRequest, found: Document, links) -> HttpResponseBase:
    """Named as in the newest of these links; one that was brought just now has no name yet."""
    newest = links.filter(document=found).order_by("-pk").first()
    name = newest.document_name if newest else found.plain_name
    try:
        file = open_file(found.sha256)
    except OSError:
        logger.exception("The document %s is missing.", found.sha256)
        raise Http404 from None
    with file:
        answer = file_answer(
            request, file, name, content_type=found.content_type, kept_for=KEPT_FOR, sha256=found.sha256
        )
    for header, value in HARMLESS.items():
        answer.headers[header] = value
    return answer
