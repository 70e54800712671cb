"""What django-allauth leaves to the site: throttle, log, mails and words."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.contrib import messages
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from commitments.models import User

from . import events
from .confirmation import missing
from .refusals import too_many
from .throttle import HOUR, MINUTE, Limit, attempt, client_address, counted, network

# A stranger who guesses one account from one address locks out nobody but that address. Guesses from many
# addresses at once close an account to addresses from which its owner never signed in.
BY_ACCOUNT_AND_ADDRESS = Limit("sign-in.both", 10, 10 * MINUTE)
BY_ADDRESS = Limit("sign-in.address", 50, 10 * MINUTE)
BY_ACCOUNT = Limit("sign-in.account", 100, HOUR)
KNOWN = Limit("sign-in.known", 1, 60 * 24 * HOUR)
TOLD_AT = 10

HAPPENED = {
    "password_changed": _("Your password was changed. Other sessions of yours have ended."),
    "password_reset": _("A new password was set through a link by mail. All earlier sessions have ended."),
    "totp_activated": _("An authenticator app was set up as a second factor."),
    "totp_deactivated": _("The authenticator app is no longer a second factor."),
    "webauthn_added": _("A security key or passkey was added as a second factor."),
    "webauthn_removed": _("A security key or passkey is no longer a second factor."),
    "recovery_codes_generated": _("There are new recovery codes; earlier ones no longer work."),
    "sessions_logged_out": _("The other sessions were signed out."),
}


class AccountAdapter(DefaultAccountAdapter):
    """One account a person, made by invitation; the e-mail address is the one of the account."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("User name and password do not fit together."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _("Too many wrong attempts. Try again in 10 minutes."),
        "rate_limited": _("Too many wrong attempts. Try again in 10 minutes."),
        "invalid_password_reset": _("This link was used, has expired, or is not complete."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What the list of sessions keeps: a place, and no full address."""
        return network(client_address(request))

    def authenticate(self, request: HttpRequest, **credentials: str) -> User | None:
        """The person whose password this is; a failure takes a place of the throttle, a success none."""
        name, address = credentials["username"], counted(client_address(request))
        limits = [(BY_ACCOUNT_AND_ADDRESS, (name, address)), (BY_ADDRESS, (address,))]
        if not _is_known(name, address):
            limits.append((BY_ACCOUNT, (name,)))
        tried = attempt(limits)
        if tried.wait:
            events.log("sign-in refused by the throttle", request, _owner(name))
            raise ImmediateHttpResponse(too_many(request, seconds=tried.wait))
        person = super().authenticate(request, **credentials)
        if person is None:
            self._failed(
                request,
                name,
                max(tried.used.get(each.name, 0) for each in (BY_ACCOUNT_AND_ADDRESS, BY_ACCOUNT)),
            )
            return None
        tried.give_back()
        _remember(name, address)
        return person

    def _failed(self, request: HttpRequest, name: str, failures: int) -> None:
        owner = _owner(name)
        events.log("sign-in failed", request, owner)
        if owner and failures >= TOLD_AT:
            events.tell_many_failures(owner, failures, request=request)

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """The library's own throttle locks whoever is named; ours is in `authenticate`."""

    def login(self, request: HttpRequest, user: User) -> None:
        """Into a new session."""
        super().login(request, user)
        events.log("signed in", request, user, level=logging.INFO)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """A closed account looks like none."""
        return redirect("account_login")

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """A sign-in counts as much as a confirmation, and both factors are asked where there are two."""
        return bool(missing(context.request, context.request.user))

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """The ways to show what is missing: first the password, then the second factor."""
        ways = super().get_reauthentication_methods(user)
        wanted = missing(context.request, user) if user.is_authenticated else []
        if not wanted:
            return ways
        return [way for way in ways if (way["id"] == "reauthenticate") == (wanted[0] == "password")]

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict | None = None, email: str | None = None
    ) -> None:
        """Every change of password or second factor: in the log, and told to its owner."""
        event = template_prefix.rpartition("/")[2]
        events.log(event.replace("_", " "), self.request, user)
        events.tell(user, [HAPPENED[event]], request=self.request)
        if event in {"totp_activated", "webauthn_added"}:
            # whoever sets it up has it at hand; a session elsewhere has not shown it
            record_authentication(self.request, user, method="mfa")
            end_other_sessions(self.request, user)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """In our words, or not at all."""
        event = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        said_by_the_page = event == "recovery_codes_generated"
        if words := message or (not said_by_the_page and HAPPENED.get(event)):
            messages.add_message(request, level, words, extra_tags=extra_tags)


def _owner(name: str) -> User | None:
    return User.objects.filter(username__iexact=name.strip()).first()


def _is_known(name: str, address: str) -> bool:
    """Whether this person signed in from this address in the last two months."""
    try:
        return bool(cache.get(*KNOWN.keys(name, address)))
    except DatabaseError:
        return False


def _remember(name: str, address: str) -> None:
    try:
        cache.set(*KNOWN.keys(name, address), True, KNOWN.seconds)
    except DatabaseError:
        events.logger.exception("The throttle could not be written.")
