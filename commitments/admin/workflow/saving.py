"""One save of a reviewed record, in the order in which it happens, from the click to the answer.

`changeform_view` opens one transaction, in which

1. a new record is looked up by the key of its form: a second click leads to what the first one made;
   a stored record is locked: out of the author's hands, it takes a button or keeps what was sent in sight;
2. what others have saved since the form was opened is merged into what was sent;
3. Django checks the form, calls `save_model`, which is the verb `write`, and saves the rows below it;
4. the button that was pressed takes its steps, and the person is led on.

Nothing typed is lost, whoever else was at the record, and no click counts twice.
"""

from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models import User
from commitments.models.database_errors import reason_of
from commitments.models.review import ReviewedRecord
from commitments.rules.publication import is_locked_for_author

from .buttons import ButtonsMixin
from .merging import Difference, SentForm

SENT_BEFORE = _("This form had been sent already, and this is what it made.")
SENT_OTHERWISE = _(
    "This form had been sent already, with other words. Nothing was saved this time; what you sent is below."
)
LOCKED = _("Nothing was saved: %(name)s submitted it on %(moment)s, after you had opened it.")
SAVE_AND = {"_submit": ("submit",), "_publish": ("submit", "publish")}


class Conflict(NamedTuple):
    """Who saved since the form was opened, and where the two differ."""

    saved_by: User | None
    saved_at: datetime | None
    differences: list[Difference]


class SafeSaveMixin(ButtonsMixin):
    """Every save of a form is `write` on the locked row, with the version that was on screen."""

    sent_form: type[SentForm] = SentForm

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Django's form, in one transaction from the first look at the row to the last row below it."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with transaction.atomic():
                if object_id is None:
                    return self._save_new(request, form_url, extra_context)
                return self._save_stored(request, object_id, form_url, extra_context)
        except (DataError, IntegrityError) as error:
            if made := self._made_before(request):  # a second click came between our look and our saving
                return self._answer_again(request, made, SENT_OTHERWISE)
            record = self.get_object(request, unquote(object_id)) if object_id else None
            return self._kept_page(request, record, [reason_of(error)])
        except ValidationError as refusal:  # a verb refused what the form had let pass
            record = self.get_object(request, unquote(object_id)) if object_id else None
            return self._kept_page(request, record, refusal.messages)

    def _save_new(self, request: HttpRequest, form_url: str, extra_context: dict | None) -> HttpResponse:
        if made := self._made_before(request):
            return self._answer_again(request, made, SENT_OTHERWISE)
        answer = super().changeform_view(request, None, form_url, extra_context)
        # a form that comes back may do so because another click of the same was faster
        faster = self._made_before(request) if answer.status_code == HTTPStatus.OK else None
        return self._answer_again(request, faster, SENT_OTHERWISE) if faster else answer

    def _save_stored(
        self, request: HttpRequest, object_id: str, form_url: str, extra_context: dict | None
    ) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if self.has_view_or_change_permission(request, record):
            record.lock()
            if is_locked_for_author(record.stage):
                return self._answer_locked(request, record)
            extra_context = (extra_context or {}) | {"conflict": self._merge_stale(request, record)}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _answer_locked(self, request: HttpRequest, record: ReviewedRecord) -> HttpResponse:
        """A form that was open while its record was submitted comes with content, a button with none."""
        if not self._sent(request).has_content:
            return self.press(request, record)
        moment = date_format(record.submitted_at, "j F Y, H:i")
        return self._answer_again(request, record, LOCKED % {"name": record.submitted_by, "moment": moment})

    def _merge_stale(self, request: HttpRequest, record: ReviewedRecord) -> Conflict | None:
        """Puts the merged form in the place of the one that was sent."""
        version = request.POST.get("version", "")
        if version == str(record.version):
            return None
        sent = self._sent(request)
        seen = int(version) if version.isdecimal() and len(version) < 10 else None
        differences = sent.merge_onto(record, seen)
        request.POST = sent.data
        if not differences:  # the same content, sent again
            sent.data["version"] = str(record.version)
            return None
        saved = record.history.filter(version=record.version).select_related("history_user")
        entry = saved.order_by("history_id").first()
        return Conflict(entry and entry.history_user, entry and entry.history_date, differences)

    def save_model(self, request: HttpRequest, obj: ReviewedRecord, form, change: bool) -> None:
        """Whoever enters a record is its author, and stays it whoever amends it."""
        if not change:
            obj.entry_key = form.cleaned_data.get("entry_key")
        version = form.cleaned_data.get("version") if change else None
        obj.write(by=request.user, version=version, reason=form.cleaned_data.get("comment") or "")

    def response_add(self, request, obj, post_url_continue=None):
        return self._take_steps(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._take_steps(request, obj) or super().response_change(request, obj)

    def _take_steps(self, request: HttpRequest, record: ReviewedRecord) -> HttpResponse | None:
        verbs = next((verbs for button, verbs in SAVE_AND.items() if button in request.POST), None)
        if verbs is None:
            return None
        refusals = self.take(request, record, *verbs)
        self.tell(request, record, verbs[-1], refusals)
        if refusals:
            self.message_user(request, _("What you wrote is saved, as a draft."), messages.WARNING)
        return self.redirect_to(record)

    def _sent(self, request: HttpRequest) -> SentForm:
        return self.sent_form(self.get_form(request), request.POST)

    def _made_before(self, request: HttpRequest) -> ReviewedRecord | None:
        """What the same form made when this person sent it before."""
        try:
            key = UUID(request.POST.get("entry_key", ""))
        except ValueError:
            return None
        return self.get_queryset(request).filter(entry_key=key, author=request.user).first()

    def _answer_again(
        self, request: HttpRequest, record: ReviewedRecord, refusal: str | Promise
    ) -> HttpResponse:
        """To the record where it holds all that was sent, else the refusal."""
        if self._sent(request).merge_onto(record, None):
            return self._kept_page(request, record, [refusal])
        self.message_user(request, SENT_BEFORE, messages.INFO)
        return self.redirect_to(record)

    def _kept_page(
        self, request: HttpRequest, record: ReviewedRecord | None, refusals: list[str | Promise]
    ) -> HttpResponse:
        """A page with everything that was sent, to be copied, where it cannot be saved."""
        context = self.admin_site.each_context(request) | {
            "title": _("Nothing was saved"),
            "opts": self.opts,
            "record": record,
            "refusals": refusals,
            "differences": self._sent(request).merge_onto(record, None) if record else [],
            "sent": self._sent(request).in_words(),
        }
        return TemplateResponse(request, "admin/commitments/reviewed/kept.html", context, status=409)
