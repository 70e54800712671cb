"""The pages of an account, where they are more than the library's own."""

from allauth.account import views as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .confirmation import require_confirmation
from .middleware import way_to_pay
from .second_factor import has_second_factor, is_required_of, owes
from .sessions import ENDED

# What pages and scripts have left in the browser; the cookies end by themselves. Heard over HTTPS alone.
CLEARED = '"cache", "storage"'
# the more special first: each browser names those before it as well
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


class SignInView(account.LoginView):
    """Says why somebody is here again, and leads on to the second factor where one is owed."""

    def get_authenticated_redirect_url(self) -> str:
        """On, unless a second factor is missing on the way there."""
        then = super().get_authenticated_redirect_url()
        return way_to_pay(self.request, self.request.user, then=then) if self._owes else then

    def render_to_response(self, context: dict[str, object], **kwargs) -> HttpResponse:
        """A session that ended has signed out as well."""
        response = super().render_to_response(context, **kwargs)
        if context["session_ended"]:
            response["Clear-Site-Data"] = CLEARED
        return response

    @property
    def _owes(self) -> bool:
        return owes(self.request, self.request.user)

    def get_context_data(self, **kwargs) -> dict[str, object]:
        """With `session_ended`, said once."""
        ended = self.request.session.pop(ENDED, False)
        return {**super().get_context_data(**kwargs), "session_ended": ended}


def sign_out(request: HttpRequest) -> HttpResponse:
    """Whoever sits down next at this browser finds nothing of it, by the button Back either."""
    response = account.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = CLEARED
    return response


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """My account: what is known about me here, and what I can change."""
    keys = Authenticator.objects.filter(user=request.user)
    context = {
        "has_second_factor": has_second_factor(request.user),
        "is_required": is_required_of(request.user),
        "keys": keys,
        "session_count": len(UserSession.objects.purge_and_list(request.user)),
    }
    return render(request, "account/home.html", context)


class SessionsView(ListUserSessionsView):
    """Where I am signed in; one or all others are signed out from here."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Each with its browser in a word or two."""
        context = super().get_context_data(**kwargs)
        for session in context["sessions"]:
            session.browser = browser_of(session.user_agent)
        return context

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """One of them, or all others; whoever found this browser open has to show who they are."""
        require_confirmation(request)
        number = request.POST.get("session", "")
        if not number:
            return super().post(request, *args, **kwargs)
        chosen = (
            UserSession.objects.filter(user=request.user, pk=number)
            if number.isdecimal() and len(number) < 19
            else ()
        )
        for session in chosen:
            session.end()
            messages.success(request, _("That session was signed out."))
        return redirect("usersessions_list")


def browser_of(agent: str) -> str:
    """“Firefox, Windows” of what a browser says of itself, as far as one of the usual words is in it."""
    found = [next((name for sign, name in signs if sign in agent), "") for signs in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or _("an unknown browser")


class RemoveKeyView(webauthn.RemoveWebAuthnView):
    """The last second factor stays where the site asks for one."""

    def form_valid(self, form) -> HttpResponse:
        """Remove it, or say why not."""
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.object):
            return super().form_valid(form)
        messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
        return HttpResponseRedirect(self.get_success_url())
