"""The forms of an account: for who is invited, and for who is there."""

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commitments.models import User


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

    def clean_username(self) -> str:
        """Names that differ only in their capitals are one name to people."""
        name = self.cleaned_data["username"]
        if User.objects.exclude(pk=self.instance.pk).filter(username__iexact=name).exists():
            raise ValidationError(_("Another account has this user name."))
        return name

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

    def sensitive_changes(self) -> list[str]:
        """What its owner has to hear of, in sentences."""
        words = {
            "username": _("Your user name was changed to “%(value)s”."),
            "email": _("Your e-mail address was changed to %(value)s."),
            "groups": _("Your roles were changed: %(value)s."),
        }
        switches = {
            "is_active": (_("Your account was opened again."), _("Your account was closed.")),
            "is_staff": (_("You can reach the desk again."), _("You can no longer reach the desk.")),
            "is_superuser": (_("You may do everything now."), _("You no longer may do everything.")),
        }
        told = [words[name] % {"value": self._shown(name)} for name in words if name in self.changed_data]
        return told + [
            str(switches[name][not self.cleaned_data[name]]) for name in switches if name in self.changed_data
        ]

    def _shown(self, name: str) -> str:
        value = self.cleaned_data[name]
        if name == "groups":
            return ", ".join(group.name for group in value) or str(_("none"))
        return value or str(_("none"))
