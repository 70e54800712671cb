"""Saving a reviewed record: nothing typed is lost, whoever else was at it, and no click counts twice."""

from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commitments.models import User
from commitments.models.review import ReviewedRecord
from commitments.rules.publication import is_locked_for_author

from .merging import Difference, content_fields, merge, sent_values, shown

SENT_BEFORE = _("This form had been sent already, and this is what it made.")
SENT_OTHERWISE = _(
    "This form had been sent already, with other words. Nothing was saved this time; what you sent is below."
)
LOCKED = _("Nothing was saved: %(name)s submitted it on %(moment)s, after you had opened it.")


class Conflict(NamedTuple):
    """Who saved since the form was opened, and where the two differ."""

    saved_by: User | None
    saved_at: datetime | None
    differences: list[Difference]


class SafeSaveMixin:
    """Every save of a form is `write` on the locked row, with the version that was on screen."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Django's form, in one transaction from the first look at the row to the last row below it."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with transaction.atomic():
                if object_id is None:
                    return self._add(request, form_url, extra_context)
                return self._change(request, object_id, form_url, extra_context or {})
        except IntegrityError:  # a second click came between our look and our saving
            if made := self._made_before(request):
                return self._lead_to(request, made)
            raise
        except ValidationError as refusal:
            record = self.get_object(request, unquote(object_id)) if object_id else None
            return self.keep(request, record, refusal.messages)

    def save_model(self, request: HttpRequest, obj: ReviewedRecord, form, change: bool) -> None:
        """Whoever enters a record is its author, and stays it whoever amends it."""
        if not change:
            obj.entry_key = form.cleaned_data.get("entry_key")
        version = form.cleaned_data.get("version") if change else None
        obj.write(by=request.user, version=version, reason=form.cleaned_data.get("comment") or "")

    def merge_rows(self, data: QueryDict, record: ReviewedRecord, version: int | None) -> list[Difference]:
        """The same for rows below the form; `version` is what the person had on screen, if that is known."""
        return []

    def rows_sent(self, request: HttpRequest) -> list[tuple[str | Promise, str]]:
        """The rows below the form as they were sent, each with its label and in words."""
        return []

    def press(self, request: HttpRequest, record: ReviewedRecord) -> HttpResponse:
        """A button of a record whose content is locked."""
        raise NotImplementedError  # given by `ButtonsMixin`, which builds on this mixin

    def _add(self, request: HttpRequest, form_url: str, extra_context) -> HttpResponse:
        if made := self._made_before(request):
            return self._lead_to(request, made)
        answer = super().changeform_view(request, None, form_url, extra_context)
        # a form that comes back may do so because another click of the same was faster
        faster = self._made_before(request) if answer.status_code == HTTPStatus.OK else None
        return self._lead_to(request, faster) if faster else answer

    def _change(self, request: HttpRequest, object_id: str, form_url: str, extra_context) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is not None and self.has_view_or_change_permission(request, record):
            record.lock()
            if is_locked_for_author(record.stage):
                return self._press_or_keep(request, record)
            extra_context = {**extra_context, "conflict": self._merge_stale(request, record)}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _press_or_keep(self, request: HttpRequest, record: ReviewedRecord) -> HttpResponse:
        """A form that was open while its record was submitted comes with content, a button with none."""
        if not any(name in request.POST for name in content_fields(self.get_form(request))):
            return self.press(request, record)
        if self._differences(request, record):
            moment = date_format(record.submitted_at, "j F Y, H:i")
            return self.keep(request, record, [LOCKED % {"name": record.submitted_by, "moment": moment}])
        self.message_user(request, SENT_BEFORE, messages.INFO)
        return redirect(*self._address(record))

    def _merge_stale(self, request: HttpRequest, record: ReviewedRecord) -> Conflict | None:
        sent = request.POST.get("version", "")
        if sent == str(record.version):
            return None
        data = request.POST.copy()
        version = int(sent) if sent.isdecimal() and len(sent) < 10 else None
        found = merge(self.get_form(request), data, record, self._as_of(record, version))
        found += self.merge_rows(data, record, version)
        if not found:  # the same content, sent again
            data["version"] = str(record.version)
        request.POST = data
        saved = record.history.filter(version=record.version).order_by("history_id")
        row = saved.select_related("history_user").first()
        return Conflict(row and row.history_user, row and row.history_date, found) if found else None

    def _as_of(self, record: ReviewedRecord, version: int | None) -> ReviewedRecord | None:
        row = record.history.filter(version=version).order_by("-history_id").first()
        return row and row.instance

    def _differences(self, request: HttpRequest, record: ReviewedRecord) -> list[Difference]:
        data = request.POST.copy()
        return merge(self.get_form(request), data, record, None) + self.merge_rows(data, record, None)

    def _made_before(self, request: HttpRequest) -> ReviewedRecord | None:
        """What the same form made when this person sent it before."""
        try:
            key = UUID(request.POST.get("entry_key", ""))
        except ValueError:
            return None
        return self.get_queryset(request).filter(entry_key=key, author=request.user).first()

    def _lead_to(self, request: HttpRequest, made: ReviewedRecord) -> HttpResponse:
        if self._differences(request, made):
            return self.keep(request, made, [SENT_OTHERWISE])
        self.message_user(request, SENT_BEFORE, messages.INFO)
        return redirect(*self._address(made))

    def _address(self, record: ReviewedRecord) -> tuple[str, int]:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_change", record.pk

    def keep(self, request: HttpRequest, record: ReviewedRecord | None, refusals: list[str]) -> HttpResponse:
        """A page with everything that was sent, to be copied, where it cannot be saved."""
        form: type[ModelForm] = self.get_form(request)
        sent = sent_values(form, request.POST)
        context = self.admin_site.each_context(request) | {
            "title": _("Nothing was saved"),
            "opts": self.opts,
            "record": record,
            "refusals": refusals,
            "differences": self._differences(request, record) if record else [],
            "sent": [
                (capfirst(str(field.label or name)), shown(field, sent.get(name, request.POST.get(name))))
                for name, field in form.base_fields.items()
                if name == "comment" or name in sent
            ]
            + self.rows_sent(request),
        }
        return TemplateResponse(request, "admin/commitments/reviewed/kept.html", context, status=409)
