"""The project as an app, for what concerns the installation and not the tracker."""

from django.apps import AppConfig
from django.core import checks

from .checks import details_stay_here, environment_file_is_secret, mail_is_encrypted, mail_leaves


class ProjectConfig(AppConfig):
    """Without models: it brings the checks of an installation."""

    name = "cartagena"
    verbose_name = "Installation"

    def ready(self) -> None:
        """Every command that checks the project asks them, `prepare` among them."""
        for check in (environment_file_is_secret, mail_leaves, mail_is_encrypted, details_stay_here):
            checks.register(check, checks.Tags.security)
