"""Why the site cannot answer at the moment, in words, and when it is worth asking again."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Outage:
    """A reason to answer 503; `retry_after` in seconds."""

    words: str | Promise
    retry_after: int


AWAY = Outage(_("The site cannot reach its records at the moment. It tries again by itself."), 5)
UNPREPARED = Outage(_("The site is being set up or updated. It will be back in a few minutes."), 60)
LOCKED = Outage(_("Other people were saving for so long that this had to wait for too long."), 5)
TOO_LONG = Outage(
    _("This took longer than one question may take. Ask for less, for instance with more filters."), 60
)
NO_ROOM = Outage(_("The disk of the server is full, so nothing more can be written."), 300)
CROWDED = Outage(_("The site is answering as many large questions as it can at once."), 5)
