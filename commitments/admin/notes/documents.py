"""Files that come with the form of a note: each is kept at the door, and from then on its row only names it.

So a form that comes back, for whatever reason, still has its documents, and two people who amend one draft
merge rows of text. A file whose form is never saved stays until `check_documents` is told to remove it.
"""

import re
from typing import Any, NamedTuple

from django import forms
from django.contrib.admin.utils import unquote
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from commitments.models import Document
from commitments.rules.document_reading import (
    MAX_DOCUMENT_BYTES,
    MAX_DOCUMENT_MEGABYTES,
    TOO_LARGE,
    DocumentType,
    UnreadableDocument,
    document_name,
)
from commitments.staff.documents import BROUGHT

MAX_BROUGHT = 200
ROW_OF_UPLOAD = re.compile(r"(evidence-[0-9]{1,4})-upload")
ROW_TO_CLEAR = re.compile(r"(evidence-[0-9]{1,4})-upload-clear")
GONE = _("This document is not here any more: choose the file again.")
NOT_TAKEN = _("This file was not taken: choose it again.")


class KeptDocument(NamedTuple):
    """The document that a row names, under its name there."""

    document: Document | None = None
    name: str = ""


class DocumentInput(forms.FileInput):
    """To choose a file, below what the row has already; `kept` is set by the form of the row."""

    kept = KeptDocument()

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ".pdf,.png,.jpg,.jpeg", **(attrs or {})})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chooser = super().render(name, None, attrs, renderer)
        context = {"name": name, "chooser": chooser, "kept": self.kept}
        return render_to_string("admin/commitments/progressnote/document_input.html", context)


class DocumentsMixin:
    """Takes the files out of a form before anything else reads it."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        if request.method == "POST" and self.may_send(request, object_id):
            keep_uploads(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def may_send(self, request: HttpRequest, object_id: str | None) -> bool:
        """Whether this person may save what they sent; whoever may not, brings nothing."""
        if object_id is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, self.get_object(request, unquote(object_id)))


def keep_uploads(request: HttpRequest) -> None:
    """Store each file that a row came with, and write its name into the row; a refused one says why."""
    data = request.POST.copy()
    for name in [name for name in data if ROW_TO_CLEAR.fullmatch(name)]:
        _name_in_row(data, ROW_TO_CLEAR.fullmatch(name)[1], "", "")
        del data[name]
    for name, upload in [*request.FILES.items()]:
        if found := ROW_OF_UPLOAD.fullmatch(name):
            try:
                document = _keep(request, upload)
            except UnreadableDocument as refused:
                upload.refusal = str(refused)
                continue
            kept_as = document_name(upload.name, DocumentType(document.content_type))
            _name_in_row(data, found[1], document.sha256, kept_as)
            del request.FILES[name]
    request.POST = data


def _keep(request: HttpRequest, upload: UploadedFile) -> Document:
    if upload.size > MAX_DOCUMENT_BYTES:  # of which the rest was not even written
        raise UnreadableDocument(TOO_LARGE % {"most": MAX_DOCUMENT_MEGABYTES})
    content = upload.read()
    document = Document.keep(content, by=request.user, at=timezone.now())
    brought = [*request.session.get(BROUGHT, ()), document.sha256]
    request.session[BROUGHT] = [*dict.fromkeys(brought)][-MAX_BROUGHT:]
    return document


def _name_in_row(data: Any, row: str, sha256: str, name: str) -> None:
    data[f"{row}-document"], data[f"{row}-document_name"] = sha256, name
