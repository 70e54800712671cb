"""The site of the office: Django's admin with my desk as its front page."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from .desk import desk_context
from .history import changes_view
from .statistics import coverage_file, numbers, work_file

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

    def get_urls(self):
        """Django's addresses, all changes, and the numbers of the office.

        Without the one that leads from any record to its public page, whether the person reaches it or not.
        """
        pages = [path(address, self.admin_view(page), name=name) for address, page, name in PAGES]
        return pages + [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
