"""The addresses of the door. What the library offers and nobody needs here has none."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from . import views
from .confirmation import renewing


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Stored by no cache; an address that holds the key of a link is told to no other site."""

    @never_cache
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        return response

    return answer


def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(route, private(view), name=name)


KEY = r"^password/set/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[0-9A-Za-z-]{1,80})/$"
FACTOR = "second-factor/"

urlpatterns = [
    page("", views.home, "account_home"),
    page("sign-in/", views.SignInView.as_view(), "account_login"),
    page("sign-in/second-factor/", mfa.authenticate, "mfa_authenticate"),
    page("sign-out/", views.sign_out, "account_logout"),
    page("confirm/", renewing(account.reauthenticate), "account_reauthenticate"),
    page("confirm/second-factor/", renewing(mfa.reauthenticate), "mfa_reauthenticate"),
    page("confirm/security-key/", renewing(webauthn.reauthenticate_webauthn), "mfa_reauthenticate_webauthn"),
    page("password/", account.password_change, "account_change_password"),
    page("password/forgotten/", account.password_reset, "account_reset_password"),
    page("password/forgotten/sent/", account.password_reset_done, "account_reset_password_done"),
    page("password/set/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    re_path(KEY, private(account.password_reset_from_key), name="account_reset_password_from_key"),
    page(FACTOR, mfa.index, "mfa_index"),
    page(f"{FACTOR}app/", totp.activate_totp, "mfa_activate_totp"),
    page(f"{FACTOR}app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page(f"{FACTOR}keys/", RedirectView.as_view(pattern_name="mfa_index"), "mfa_list_webauthn"),
    page(f"{FACTOR}keys/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    page(f"{FACTOR}keys/<int:pk>/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    page(f"{FACTOR}keys/<int:pk>/remove/", views.RemoveKeyView.as_view(), "mfa_remove_webauthn"),
    page(f"{FACTOR}recovery-codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    page(f"{FACTOR}recovery-codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page("sessions/", views.SessionsView.as_view(), "usersessions_list"),
]
