"""The people of the office: invited, given their roles and States, closed; never deleted."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commitments.accounts import events
from commitments.accounts.confirmation import require_confirmation
from commitments.accounts.links import refusals_to_invite, send_invitation
from commitments.accounts.second_factor import sign_out, take_away
from commitments.models import Assignment, User
from commitments.models.history import change_batch

from .base import AutocompleteMixin, BoundedRowsMixin, TrackerAdmin, shortened
from .person_forms import NewPersonForm, PersonForm

ROLES = {
    "fields": ("groups",),
    "description": _(
        "Contributors write for the States assigned to them; reviewers also return, publish and retract, "
        "for every State; administrators also keep people, States and wording."
    ),
}


@dataclass(frozen=True)
class AccountStep:
    """What an administrator does to accounts of others, and the words that go with it."""

    take: Callable[..., object]  # with the person and `by`; false where there was nothing to do
    event: str
    mail: str
    done: str
    nothing: str
    own: str


class AssignmentInline(BoundedRowsMixin, AutocompleteMixin, admin.TabularInline):
    model = Assignment
    max_num = 220  # somebody may look after every State
    autocomplete_fields = ("state",)
    extra = 0
    verbose_name_plural = _("States they look after")


@admin.register(User)
class PersonAdmin(TrackerAdmin, UserAdmin):
    """Accounts are closed, never deleted: what a person wrote keeps its author."""

    form = PersonForm
    add_form = NewPersonForm
    add_form_template = None
    actions = ("invite_again", "end_sessions", "reset_second_factor")
    inlines = (AssignmentInline,)
    list_display = ("username", "public_name", "email", "roles", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "groups", "is_superuser")
    readonly_fields = ("last_login", "date_joined")
    search_fields = ("username", "public_name", "first_name", "last_name", "email")
    search_help_text = _("Search by user name, public name or e-mail address.")
    view_on_site = False
    filter_horizontal = ()
    fieldsets = (
        (_("Person"), {"fields": ("username", "public_name", ("first_name", "last_name"), "email")}),
        (_("Roles"), ROLES),
        (
            _("Account"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", ("last_login", "date_joined")),
                "description": _(
                    "To close an account, clear “Active”: the person can no longer sign in, and their notes "
                    "keep their author. Passwords are set by their owners alone, through a link by mail."
                ),
            },
        ),
    )
    add_fieldsets = (
        (
            _("Person"),
            {
                "fields": ("username", "public_name", ("first_name", "last_name"), "email"),
                "description": _("They get a mail with a link under which they set their password."),
            },
        ),
        (_("Roles"), ROLES),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return (
            super().get_queryset(request).prefetch_related(Prefetch("groups", Group.objects.order_by("pk")))
        )

    def get_urls(self):
        """Without the page on which one person sets the password of another."""
        return [url for url in super().get_urls() if url.name != "auth_user_password_change"]

    def get_inlines(self, request: HttpRequest, obj: User | None) -> tuple[type, ...]:
        """States are assigned to an account that stands."""
        return self.inlines if obj else ()

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only who may do everything says who else may."""
        return self.readonly_fields if request.user.is_superuser else (*self.readonly_fields, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever changes the address of an account can take it over, so it takes an equal."""
        equal = obj is None or request.user.is_superuser or not obj.is_superuser
        return equal and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody is deleted."""
        return False

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs):
        """The form, which has to know who fills it in."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def changeform_view(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Whoever saves has shown a moment ago that it is them: this page gives and takes accounts."""
        if self.has_add_permission(request) or self.has_change_permission(request):
            self._confirm(request)
        return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Its actions as well."""
        if self.has_change_permission(request):
            self._confirm(request)
        return super().changelist_view(request, extra_context)

    def _confirm(self, request: HttpRequest) -> None:
        if request.method == "POST":
            require_confirmation(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None):
        """The mail leaves once the account is kept, and so holds up no other writer."""
        answer = super().add_view(request, form_url, extra_context)
        if invited := getattr(request, "invited", None):
            self._invite(request, [invited])
        return answer

    def save_model(self, request: HttpRequest, obj: User, form: PersonForm, change: bool) -> None:
        """The owner hears of it, at the old address and at the new one."""
        super().save_model(request, obj, form, change)
        if change and (told := form.sensitive_changes()):
            addresses = (form.initial.get("email") or "", obj.email)
            events.log(
                "account changed by another" if obj != request.user else "account changed", request, obj
            )
            events.tell(obj, told, request=request, addresses=addresses)

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        """Roles and States in one batch; a new account is about to be invited."""
        with change_batch():
            super().save_related(request, form, formsets, change)
        if not change:
            request.invited = form.instance

    @admin.action(description=_("Send the invitation again"), permissions=["change"])
    def invite_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """A new link, for those who have not set a password yet."""
        self._invite(request, list(queryset))

    @admin.action(description=_("Reset the second factor of who lost the device"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """They sign in with the password alone and set up another; all their sessions end."""
        step = AccountStep(
            take_away,
            event="second factor reset by another",
            mail=gettext("An administrator reset your second factor."),
            done=gettext("%(person)s: the second factor was reset."),
            nothing=gettext("%(person)s has no second factor."),
            own=gettext("%(person)s: another administrator has to do this."),
        )
        self._take_step(request, queryset, step)

    @admin.action(description=_("Sign out everywhere: end all sessions"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For a telephone that was lost, or for everybody after a break-in; the accounts stay open."""
        step = AccountStep(
            sign_out,
            event="sessions ended by another",
            mail=gettext("An administrator ended all your sessions."),
            done=gettext("%(person)s was signed out everywhere."),
            nothing=gettext("%(person)s is signed in nowhere."),
            own=gettext("%(person)s: see your own sessions at “My account”."),
        )
        self._take_step(request, queryset, step)

    def _take_step(self, request: HttpRequest, people: QuerySet[User], step: AccountStep) -> None:
        """One after another; each owner is told by mail, and the log has it."""
        for person in people:
            level = messages.ERROR
            if person == request.user:
                told = step.own
            elif not self.has_change_permission(request, person):
                told = gettext("%(person)s: another administrator has to do this.")
            elif step.take(person, by=request.user):
                told, level = step.done, messages.SUCCESS
                events.log(step.event, request, person)
                events.tell(person, [step.mail], request=request)
            else:
                told, level = step.nothing, messages.WARNING
            self.message_user(request, told % {"person": person}, level)

    def _invite(self, request: HttpRequest, people: list[User]) -> None:
        sent, refused = 0, []
        for person in people:
            refusals = refusals_to_invite(person) or send_invitation(person, at=timezone.now())
            sent += not refusals
            refused += [f"{person}: {' '.join(map(str, refusals))}"] if refusals else []
        if sent:
            counted = ngettext("%(count)s invitation was sent.", "%(count)s invitations were sent.", sent)
            self.message_user(request, counted % {"count": sent}, messages.SUCCESS)
        for refusal in shortened(refused):
            self.message_user(request, refusal, messages.ERROR)

    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        return ", ".join(group.name for group in person.groups.all()) or self.get_empty_value_display()
