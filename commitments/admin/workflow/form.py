"""What every form of a reviewed record carries unseen: the version on screen, and the key of a new entry."""

from uuid import uuid4

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

from commitments.admin.reading import ReadTextField
from commitments.models.review import StaleDraft

USED_KEY = _("This form could not be told from one that was sent before. Send it again.")
# Carried by the form, and no part of the content.
CARRIED = ("version", "entry_key", "comment", "upload")


class ReviewedForm(forms.ModelForm):
    """Knows which version it amends, so that nobody overwrites another; sent twice, it counts once."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    entry_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    comment = ReadTextField(
        label=_("Comment for the reviewer"),
        help_text=_("What you changed and why, where it needs saying. Only the office reads it."),
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        else:
            self.initial["entry_key"] = uuid4()

    def clean(self) -> dict:
        """A stale version and a foreign key are refused; what was typed stays, and can be sent again."""
        cleaned = super().clean()
        if self.instance.pk:
            if cleaned.get("version") != self.instance.version:
                self.add_error(None, StaleDraft(self.instance))
                self._carry("version", str(self.instance.version))
        elif self._is_used(cleaned.get("entry_key")):
            self.add_error(None, USED_KEY)
            self._carry("entry_key", str(uuid4()))
        return cleaned

    def _is_used(self, key: object) -> bool:
        return key is not None and self._meta.model.objects.filter(entry_key=key).exists()

    def _carry(self, name: str, value: str) -> None:
        """What the form on the next page carries."""
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value
