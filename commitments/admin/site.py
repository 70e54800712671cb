"""The site of the office: Django's admin with my desk as its front page."""

import logging
from functools import wraps
from http import HTTPStatus

from django.contrib import admin
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models.database_errors import reason_of

from .desk import desk_context
from .history import changes_view
from .statistics import coverage_file, numbers, work_file

logger = logging.getLogger(__name__)
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

        return super().admin_view(answered, cacheable)

    def _refused(self, request: HttpRequest, reason: str | Promise) -> HttpResponse:
        context = {**self.each_context(request), "title": _("Nothing was saved"), "reason": reason}
        return TemplateResponse(request, "admin/desk/refused.html", context, status=HTTPStatus.CONFLICT)

    def get_urls(self):
        """Django's addresses, all changes, and the numbers of the office.

        Without the one that leads from any record to its public page, whether the person reaches it or not.
        """
        pages = [path(address, self.admin_view(page), name=name) for address, page, name in PAGES]
        return pages + [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
