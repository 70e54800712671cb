"""The second factor: who needs one, and what is stored of it."""

import base64
import logging
import secrets

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.models import User
from commitments.rules.roles import SECOND_FACTOR_PERMISSIONS

logger = logging.getLogger("cartagena.security")

PROVING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_required_of(person: User) -> bool:
    """Whether this installation asks a second factor of a person who may do what this one may."""
    return settings.SECOND_FACTOR_REQUIRED and any(map(person.has_perm, SECOND_FACTOR_PERMISSIONS))


def has_second_factor(person: User) -> bool:
    """Recovery codes alone are none."""
    return Authenticator.objects.filter(user=person, type__in=PROVING).exists()


def was_proved(request: HttpRequest, person: User) -> bool:
    """Whether this session knows the second factor, and not the password alone."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, person))


def owes(request: HttpRequest, person: User) -> bool:
    """Whether this session reaches nothing but the pages of the account until a second factor is proved."""
    return person.is_authenticated and is_required_of(person) and not was_proved(request, person)


def sign_out(person: User, *, by: User) -> int:
    """End all sessions of somebody else; returns how many there were."""
    ended = _end_sessions(person)
    if ended:
        _keep(person, by, _("all sessions ended"))
    return ended


def take_away(person: User, *, by: User | None) -> bool:
    """Whether there was one to take from somebody who lost the device; all their sessions end."""
    _end_sessions(person)
    taken, _each = Authenticator.objects.filter(user=person).delete()
    if taken:
        _keep(person, by, _("second factor reset"))
    return bool(taken)


def _end_sessions(person: User) -> int:
    sessions = UserSession.objects.purge_and_list(person)
    for session in sessions:
        session.end()
    return len(sessions)


def _keep(person: User, by: User | None, reason: str) -> None:
    """An entry in the history of the account, which has no field of this."""
    person._history_user = by
    person._change_reason = reason
    person.save()


class SecondFactorAdapter(DefaultMFAAdapter):
    """What the library leaves to the site."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not right, or was used before. Wait for the next one."),
        "cannot_delete_authenticator": gettext_lazy(
            "You need a second factor for what you may do here: add another one before you remove this one."
        ),
    }

    def get_totp_label(self, user: User) -> str:
        """What the authenticator app shows below the name of the site."""
        return user.get_username()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  (the library's own name)
        """The name that the form proposes."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Security key %(number)s") % {"number": number}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays where the site asks for one."""
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=PROVING)
        return not is_required_of(authenticator.user) or others.exclude(pk=authenticator.pk).exists()

    def encrypt(self, text: str) -> str:
        """A copy of the database without the SECRET_KEY is of no use to make codes."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Under another SECRET_KEY than it was stored with, a secret that no code fits."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.exception("A second factor cannot be read: it was stored under another SECRET_KEY.")
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _box() -> Fernet:
    key = salted_hmac("second-factor", "key", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
