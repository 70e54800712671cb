"""The forms of the door: the library's, in our words, with an end to how long a password may be."""

import struct
import unicodedata
from collections.abc import Callable

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commitments.models import User
from commitments.rules.passwords import MAX_PASSWORD_LENGTH

from . import events
from .links import send_password_link
from .throttle import HOUR, Limit, attempt, client_address, counted

MAILS_BY_ADDRESSEE = Limit("reset.addressee", 3, HOUR)
MAILS_BY_ADDRESS = Limit("reset.address", 20, HOUR)
WRONG_KEY = _("The key gave no answer that fits. Try again, or use another one.")
# as in ACCOUNT_RATE_LIMITS
MAX_WRONG_CODES = 5
# what the library raises for an answer that no key gives
UNREADABLE = (
    AttributeError,
    IndexError,
    InvalidSignature,
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


class PlainFieldsMixin:
    """Labels instead of placeholders, and no password so long that its hash would cost the server."""

    labels: dict[str, object] = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if isinstance(field.widget, forms.PasswordInput):
                field.help_text = ""
                field.validators.append(MaxLengthValidator(MAX_PASSWORD_LENGTH))


class SignInForm(PlainFieldsMixin, account.LoginForm):
    labels = {"login": _("User name")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class ConfirmPasswordForm(PlainFieldsMixin, account.ReauthenticateForm):
    labels = {"password": _("Your password")}


NEW_PASSWORD = {"password1": _("New password"), "password2": _("New password, again")}


class ChangePasswordForm(PlainFieldsMixin, account.ChangePasswordForm):
    labels = {"oldpassword": _("Present password"), **NEW_PASSWORD}


class SetPasswordForm(PlainFieldsMixin, account.ResetPasswordKeyForm):
    labels = NEW_PASSWORD


class LinkForm(account.UserTokenForm):
    """Whether the link of a mail still counts."""

    def _get_user(self, uidb36: str) -> User | None:
        """The person, unless their account was closed."""
        try:
            person = super()._get_user(uidb36)
        except OverflowError:  # a number that no database can hold
            return None
        return person if person and person.is_active else None


class ForgottenForm(PlainFieldsMixin, account.ResetPasswordForm):
    """Asks for an address, and never says whether an account has it."""

    labels = {"email": _("E-mail address")}

    def clean_email(self) -> str:
        """Whether an account has it is looked up once the answer has been sent."""
        return self.cleaned_data["email"]

    def save(self, request: HttpRequest, **kwargs: object) -> str:
        """The same answer in the same time, whoever was named and however often."""
        email, address = self.cleaned_data["email"], counted(client_address(request))

        def mail() -> None:
            limits = [(MAILS_BY_ADDRESS, (address,)), (MAILS_BY_ADDRESSEE, (email,))]
            if attempt(limits).wait:
                events.log("password link refused by the throttle", request, None)
                return
            for person in _people_at(email):
                events.log("password link sent", request, person)
                send_password_link(person)

        events.later(request, mail)
        return email


def _people_at(email: str) -> list[User]:
    """Also those who lost their invitation. Two addresses that only look alike are not the same."""
    people = User.objects.filter(email__iexact=email, is_active=True)
    return [person for person in people if _folded(person.email) == _folded(email)]


def _folded(address: str) -> str:
    return unicodedata.normalize("NFKC", address).casefold()


class CodeMixin(PlainFieldsMixin):
    """A wrong code is in the log."""

    labels = {"code": _("Code"), "name": _("Name of the key")}

    def _noted(self, check: Callable[[], object]) -> object:
        try:
            return check()
        except ValidationError as error:
            events.log("second factor failed", context.request, self.user)
            if error.code == "too_many_login_attempts":
                events.tell_many_failures(
                    self.user, MAX_WRONG_CODES, request=context.request, knows_password=True
                )
            raise

    def clean_code(self) -> str:
        """From the app, or a recovery code; spaces and hyphens do not matter."""
        return self._noted(super().clean_code)


class CredentialField(forms.JSONField):
    """What a key signed. It is good once, so a form that comes back has none."""

    def to_python(self, value: str) -> object:
        """Raises for what no browser sends."""
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError(WRONG_KEY) from error

    def bound_data(self, data: str, initial: object) -> str:
        return ""

    def prepare_value(self, value: object) -> str:
        return ""


class KeyMixin(CodeMixin):
    """A security key or passkey; what is malformed is as wrong as what is forged."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(widget=forms.HiddenInput)

    def _read(self, check: Callable[[], object]) -> object:
        try:
            return self._noted(check)
        except UNREADABLE as error:
            raise ValidationError(WRONG_KEY) from error
        except ValidationError as error:
            if error.code == "incorrect_code":
                raise ValidationError(WRONG_KEY) from error
            raise


class CredentialMixin(KeyMixin):
    def clean_credential(self) -> object:
        """What the key signed."""
        return self._read(super().clean_credential)


class SignInCodeForm(CodeMixin, mfa.AuthenticateForm):
    pass


class ConfirmCodeForm(CodeMixin, mfa.ReauthenticateForm):
    pass


class SetUpAppForm(CodeMixin, ActivateTOTPForm):
    pass


class SignInKeyForm(CredentialMixin, webauthn.AuthenticateWebAuthnForm):
    pass


class ConfirmKeyForm(CredentialMixin, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddKeyForm(KeyMixin, webauthn.AddWebAuthnForm):
    def clean(self) -> dict[str, object]:
        """The new key, as far as it can be read."""
        return self._read(super().clean)


class RenameKeyForm(PlainFieldsMixin, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name of the key")}
