"""The links under which people set their passwords: by invitation, or because they forgot it."""

import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import path
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.models import User
from commitments.rules.roles import invitation_refusals


def refusals_to_invite(person: User) -> list[str]:
    """Why this person gets no invitation."""
    return invitation_refusals(
        active=person.is_active, address=person.email, has_password=person.has_usable_password()
    )


def send_invitation(person: User, *, at: datetime) -> list[str]:
    """Mail the link; returns what went wrong, in words."""
    context = {
        "person": person,
        "root": settings.SITE_ROOT,
        "uid": urlsafe_base64_encode(force_bytes(person.pk)),
        "token": default_token_generator.make_token(person),
        "until": at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    }
    body = render_to_string("mail/invitation.txt", context)
    try:
        send_mail(gettext("Your account at Cartagena"), body, None, [person.email])
    except OSError:  # smtplib's errors are OSErrors; what they say is of the server, not for the screen
        return [_("The mail could not be sent. Send the invitation again later.")]
    return []


def _folded(address: str) -> str:
    """Two addresses that only look alike are not the same."""
    return unicodedata.normalize("NFKC", address).casefold()


class ForgottenForm(PasswordResetForm):
    """Asks for an address, and never says whether an account has it."""

    def get_users(self, email: str) -> Iterator[User]:
        """Also those who lost their invitation and have no password yet."""
        people = User.objects.filter(email__iexact=email, is_active=True)
        return (person for person in people if _folded(person.email) == _folded(email))

    def save(self, **options: object) -> None:
        """Mail the link; it points at this site, whatever host the request named."""
        lasting = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        options["extra_email_context"] = {"root": settings.SITE_ROOT, "days": lasting.days}
        super().save(**options)


class SetPasswordView(views.PasswordResetConfirmView):
    """The page that the link leads to; it stays shut for a closed account."""

    def get_user(self, uidb64: str) -> User | None:
        """The person, unless their account was closed."""
        person = super().get_user(uidb64)
        return person if person and person.is_active else None


def _page(view: type, **options: object):
    frame = {"site_header": admin.site.site_header, "site_title": admin.site.site_title}
    return view.as_view(extra_context=frame, **options)


def password_urls() -> list:
    """The addresses below /admin/, under the names that Django's pages know."""
    forgotten = _page(
        views.PasswordResetView,
        form_class=ForgottenForm,
        email_template_name="mail/password.txt",
        subject_template_name="mail/password_subject.txt",
    )
    return [
        path("password_reset/", forgotten, name="admin_password_reset"),
        path("password_reset/done/", _page(views.PasswordResetDoneView), name="password_reset_done"),
        path("reset/<uidb64>/<token>/", _page(SetPasswordView), name="password_reset_confirm"),
        path("reset/done/", _page(views.PasswordResetCompleteView), name="password_reset_complete"),
    ]
