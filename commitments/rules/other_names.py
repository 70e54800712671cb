"""What the other names of States are that people look for them by."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OtherNameKind(TextChoices):
    """What another name of a State is."""

    FORMER = "former", _("former name")
    SHORT = "short", _("short name")
    OFFICIAL = "official", _("official name")
    ABBREVIATION = "abbreviation", _("abbreviation")
    EXONYM = "exonym", _("name given abroad")
    SPELLING = "spelling", _("other spelling")
    LOCAL = "local", _("name in a language of its own")
