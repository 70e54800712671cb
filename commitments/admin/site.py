"""The site of the office: Django's admin with my desk as its front page."""

import logging
import re
from functools import wraps
from http import HTTPStatus

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from commitments.models.database_errors import reason_of

from .desk import desk_context
from .history import changes_view
from .statistics import coverage_file, numbers, work_file

logger = logging.getLogger(__name__)
OUR_APP = "commitments"
# of a form that comes back: what Django or the browser put there, and passwords
NEVER_SHOWN = re.compile(r"csrf|password|_FORMS$|^_|-id$|version|_key$", re.IGNORECASE)
PAGES = (
    ("changes/", changes_view, "changes"),
    ("numbers/", numbers, "office_numbers"),
    ("numbers/work.csv", work_file, "office_work"),
    ("numbers/coverage.csv", coverage_file, "office_coverage"),
)


class DeskSite(admin.AdminSite):
    """Opens with what waits for the person who signed in."""

    site_header = _("Cartagena: the desk")
    site_title = _("Cartagena")
    index_title = _("My desk")
    empty_value_display = "–"

    def register(self, model_or_iterable, admin_class: type | None = None, **options: object) -> None:
        """Our own records alone: a change of Django's groups would leave no trace, and what a library stores
        has its own pages."""
        several = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        ours = [model for model in several if model._meta.app_label == OUR_APP]
        super().register(ours, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """At the one door of the site; back to where the person wanted to go."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        then = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(then, allowed_hosts={request.get_host()}):
            then = reverse("admin:index")
        return redirect_to_login(then, reverse("account_login"))

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """With the other pages of the account."""
        return redirect("account_change_password")

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """My desk, and below it Django's list of everything."""
        return super().index(request, {**desk_context(request), **(extra_context or {})})

    def admin_view(self, view, cacheable: bool = False):
        """Every page of the desk; what the database refuses becomes a sentence and no error of the server."""

        @wraps(view)
        def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except (DataError, IntegrityError) as error:
                logger.warning("The database refused what %s sent.", request.path, exc_info=error)
                return self._refused(request, reason_of(error))

        inner = super().admin_view(answered, cacheable)

        @wraps(inner)
        def admitted(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method == "POST" and request.user.is_anonymous:
                return self._signed_out(request)
            return inner(request, *args, **kwargs)

        return admitted

    def _signed_out(self, request: HttpRequest) -> HttpResponse:
        """What somebody wrote while the session ended is shown again, for them to copy; nothing was saved."""
        written = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if value.strip() and not NEVER_SHOWN.search(name)
        ]
        written.sort(key=lambda pair: len(pair[1]), reverse=True)  # texts before what is chosen from a list
        context = {"written": written, "then": request.path}
        return TemplateResponse(request, "account/signed_out.html", context, status=HTTPStatus.FORBIDDEN)

    def _refused(self, request: HttpRequest, reason: str | Promise) -> HttpResponse:
        context = {**self.each_context(request), "title": _("Nothing was saved"), "reason": reason}
        return TemplateResponse(request, "admin/desk/refused.html", context, status=HTTPStatus.CONFLICT)

    def get_urls(self):
        """Django's addresses, all changes, and the numbers of the office.

        Without the one that leads from any record to its public page, whether the person reaches it or not.
        """
        pages = [path(address, self.admin_view(page), name=name) for address, page, name in PAGES]
        return pages + [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
