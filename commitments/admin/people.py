"""The people of the office: invited, given their roles and States, closed; never deleted."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments.models import Assignment, User
from commitments.models.history import change_batch

from .base import AutocompleteMixin, TrackerAdmin, shortened
from .invitations import refusals_to_invite, send_invitation


class AccountForm(forms.ModelForm):
    """The fields of both forms; `by` is the person who fills them in."""

    by: User

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "groups" in self.fields:
            self.fields["groups"] = forms.ModelMultipleChoiceField(
                Group.objects.order_by("pk"),
                to_field_name="name",
                widget=forms.CheckboxSelectMultiple,
                label=_("Roles"),
                required=False,
            )

    def clean_email(self) -> str:
        """Links to set a password go there, so it belongs to one person."""
        address = self.cleaned_data["email"]
        others = User.objects.exclude(pk=self.instance.pk).filter(email__iexact=address)
        if address and others.exists():
            raise ValidationError(_("Another account has this e-mail address."))
        return address


class NewPersonForm(AccountForm):
    """An invitation: no password, which only its owner sets."""

    class Meta:
        model = User
        fields = ("username", "public_name", "first_name", "last_name", "email", "groups")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = self.fields["groups"].required = True

    def clean_username(self) -> str:
        """Names that differ only in their capitals are one name to people."""
        name = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("Another account has this user name."))
        return name

    def save(self, commit: bool = True) -> User:
        """Everyone who is invited works at this desk."""
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


class PersonForm(AccountForm):
    class Meta:
        model = User
        fields = (
            "username",
            "public_name",
            "first_name",
            "last_name",
            "email",
            "groups",
            "is_active",
            "is_staff",
            "is_superuser",
        )

    def clean_is_active(self) -> bool:
        """Nobody locks themselves out."""
        if self.instance == self.by and not self.cleaned_data["is_active"]:
            raise ValidationError(_("You cannot close your own account: ask another administrator."))
        return self.cleaned_data["is_active"]


# The three roles come with the product; a change of them would leave no trace.
admin.site.unregister(Group)
ROLES = {
    "fields": ("groups",),
    "description": _(
        "Contributors write for the States assigned to them; reviewers also return, publish and retract, "
        "for every State; administrators also keep people, States and wording."
    ),
}


class AssignmentInline(AutocompleteMixin, admin.TabularInline):
    model = Assignment
    autocomplete_fields = ("state",)
    extra = 0
    verbose_name_plural = _("States they look after")


@admin.register(User)
class PersonAdmin(TrackerAdmin, UserAdmin):
    """Accounts are closed, never deleted: what a person wrote keeps its author."""

    form = PersonForm
    add_form = NewPersonForm
    add_form_template = None
    actions = ("invite_again",)
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

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None):
        """The mail leaves once the account is kept, and so holds up no other writer."""
        answer = super().add_view(request, form_url, extra_context)
        if invited := getattr(request, "invited", None):
            self._invite(request, [invited])
        return answer

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
