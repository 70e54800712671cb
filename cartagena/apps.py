"""The project as an app, for what concerns the installation and not the tracker."""

from django.apps import AppConfig
from django.core import checks

from .checks import environment_file_is_secret


class ProjectConfig(AppConfig):
    """Without models: it brings the checks of an installation."""

    name = "cartagena"
    verbose_name = "Installation"

    def ready(self) -> None:
        """Every command that checks the project asks them, `prepare` among them."""
        checks.register(environment_file_is_secret, checks.Tags.security)
