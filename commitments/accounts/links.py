"""The mails with a link under which people set their passwords: by invitation, or because they forgot it."""

from datetime import datetime, timedelta

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.models import User
from commitments.rules.roles import invitation_refusals

from .events import send
from .throttle import HOUR, Limit, attempt

INVITATIONS = Limit("invitations", 5, 24 * HOUR)


def password_link(person: User) -> str:
    """Used once; void once the password or the e-mail address changed, or the person signed in."""
    parts = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return settings.SITE_ROOT + reverse("account_reset_password_from_key", kwargs=parts)


def refusals_to_invite(person: User) -> list[str]:
    """Why this person gets no invitation."""
    return invitation_refusals(
        active=person.is_active, address=person.email, has_password=person.has_usable_password()
    )


def send_invitation(person: User, *, at: datetime) -> list[str]:
    """Mail the link; returns what went wrong, in words."""
    if attempt([(INVITATIONS, (str(person.pk),))]).wait:
        return [_("They were invited five times in one day. Wait until tomorrow.")]
    until = at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    sent = send(
        person.email,
        _("Your account at Cartagena"),
        "mail/invitation.txt",
        person=person,
        link=password_link(person),
        until=until,
    )
    return [] if sent else [_("The mail could not be sent. Send the invitation again later.")]


def send_password_link(person: User) -> None:
    """For somebody who forgot the password."""
    send(
        person.email,
        _("Set a new password at Cartagena"),
        "mail/password.txt",
        user=person,
        link=password_link(person),
        days=timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days,
    )
