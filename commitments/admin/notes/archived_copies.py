"""The button of a row of evidence that looks for an archived copy of its page: shown, and not saved yet."""

import re

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from commitments.admin.reading import AddressInput
from commitments.rules.address_reading import UnreadableAddress, read_address
from commitments.staff.web_archive import ArchivedCopy, ArchiveSilent, find_copy

from .duplicates import AskingFormSet

LOOK_UP = re.compile(r"(evidence-[0-9]{1,4})-look_up")
NOT_SAVED = _("You looked for an archived copy: nothing has been saved yet.")
NO_ADDRESS = _("Enter the address first, then look for an archived copy.")
NO_COPY = _("The web archive has no copy of this page. Ask it to make one, and look again.")
SILENT = _("The web archive did not answer. Your words are all here: save them, and look again later.")
FOUND = _(
    "The web archive has a copy of %(day)s; it stands in “archived copy” now. Open it, and save the note if "
    "it shows what you cite."
)
FOUND_UNDATED = _(
    "The web archive has a copy; it stands in “archived copy” now. Open it, see of which day it is, and save "
    "the note if it shows what you cite."
)


class ArchivedCopyInput(AddressInput):
    """An address, with the button where this installation has an archive to ask."""

    def render(
        self, name: str, value: object, attrs: dict | None = None, renderer: object = None
    ) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        if not settings.MEMENTO_TIMEGATE:
            return field
        button = {"name": f"{name.removesuffix('-archived_url')}-look_up"}
        return field + render_to_string("admin/commitments/progressnote/look_up.html", button)


class LookingFormSet(AskingFormSet):
    """Keeps a note from being saved by the button that only looks."""

    def clean(self) -> None:
        super().clean()
        if any(LOOK_UP.fullmatch(name) for name in self.data):
            raise ValidationError(NOT_SAVED, code="looked_up")


class ArchivedCopiesMixin:
    """Asks the archive before the form is read, so it comes back with the answer and all that was typed."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        gate = settings.MEMENTO_TIMEGATE
        row = next((found[1] for name in request.POST if (found := LOOK_UP.fullmatch(name))), None)
        if row and gate and self.may_send(request, object_id):
            self._look_up(request, row, gate)
        context = (extra_context or {}) | {"looks_up": bool(gate)}
        return super().changeform_view(request, object_id, form_url, context)

    def _look_up(self, request: HttpRequest, row: str, gate: str) -> None:
        typed = request.POST.get(f"{row}-url", "").strip()
        if not typed:
            self.message_user(request, NO_ADDRESS, messages.WARNING)
            return
        try:
            found = find_copy(read_address(typed).address, timegate=gate, moment=timezone.now())
        except UnreadableAddress as refused:
            self.message_user(request, str(refused), messages.WARNING)
        except ArchiveSilent:
            self.message_user(request, SILENT, messages.WARNING)
        else:
            self.message_user(request, _in_words(found), messages.SUCCESS if found else messages.WARNING)
            if found:
                request.POST = request.POST.copy()
                request.POST[f"{row}-archived_url"] = found.address


def _in_words(found: ArchivedCopy | None) -> str:
    if found is None:
        return str(NO_COPY)
    if found.made_at is None:
        return str(FOUND_UNDATED)
    return FOUND % {"day": date_format(found.made_at, "j F Y")}
