"""Names the app for Django."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    """The one app of the project."""

    name = "commitments"
    verbose_name = _("Promises of the Cartagena Declaration")


class DeskConfig(AdminConfig):
    """Django's admin, with the site of the office in the place of its own."""

    default_site = "commitments.admin.site.DeskSite"

    def ready(self) -> None:
        """Django would make the site while it imports the package that fills it, and make it twice."""
        import_module("commitments.admin")
        super().ready()
