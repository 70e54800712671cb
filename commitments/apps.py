"""Names the app for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    """The one app of the project."""

    name = "commitments"
    verbose_name = _("Commitments of the Cartagena Declaration")
