"""The people of the office."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commitments.models import User

from .base import TrackerAdmin


class PersonForm(UserChangeForm):
    """An account that stands already."""

    class Meta(UserChangeForm.Meta):
        model = User


class NewPersonForm(AdminUserCreationForm):
    """A new account."""

    class Meta(AdminUserCreationForm.Meta):
        model = User


@admin.register(User)
class PersonAdmin(TrackerAdmin, UserAdmin):
    """Accounts are deactivated, never deleted: what a person wrote keeps its author."""

    form = PersonForm
    add_form = NewPersonForm
    list_display = ("username", "public_name", "email", "is_active", "is_staff", "is_superuser", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups")
    search_fields = ("username", "public_name", "first_name", "last_name", "email")
    search_help_text = _("Search by user name, public name or e-mail address.")
    view_on_site = False
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("public_name", ("first_name", "last_name"), "email")}),
        (
            _("Permissions"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions"),
                "description": _(
                    "To close an account, clear “Active”: the person can no longer sign in, and their "
                    "notes keep their author. “Staff status” lets them into this desk."
                ),
            },
        ),
        (_("Important dates"), {"fields": ("last_login", "date_joined"), "classes": ("collapse",)}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody is deleted."""
        return False
