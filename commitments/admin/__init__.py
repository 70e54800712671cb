"""The desk of the office: forms and lists over the models, whose verbs decide."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from .declaration import CommitmentAdmin, ParagraphAdmin
from .obligations import DeadlineAdmin, ObligationAdmin
from .people import PersonAdmin
from .progress import ProgressNoteAdmin
from .states import StateAdmin

admin.site.site_header = _("Cartagena: the desk")
admin.site.site_title = _("Cartagena")
admin.site.index_title = _("Log what you find, and keep the reference data")
admin.site.empty_value_display = "–"

__all__ = [
    "CommitmentAdmin",
    "DeadlineAdmin",
    "ObligationAdmin",
    "ParagraphAdmin",
    "PersonAdmin",
    "ProgressNoteAdmin",
    "StateAdmin",
]
