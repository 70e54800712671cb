"""The people who log, review and administer."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

BASELINE_AUTHOR = "baseline-import"


class User(AbstractUser):
    """A person of the office. What they wrote keeps its author: accounts are deactivated, never deleted."""

    public_name = models.CharField(
        _("public name"),
        max_length=100,
        blank=True,
        help_text=_("Shown beside your published notes. Leave it empty to appear as “Cartagena staff” only."),
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")

    @property
    def byline(self) -> str:
        """The name that the public reads; a user name is never shown."""
        return self.public_name or gettext("Cartagena staff")
