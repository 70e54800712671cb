"""The forms in which an administrator invites a person and keeps an account."""

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commitments.models import User


class AccountForm(forms.ModelForm):
    """What both forms ask; `by` is the person before the screen."""

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
    """An account that stands already."""

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
