"""The Declaration and what we read from it. Its numbers and codes are cited and stay as they are."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, Paragraph

from .base import FixedAdmin


@admin.register(Paragraph)
class ParagraphAdmin(FixedAdmin):
    """The 21 paragraphs, verbatim."""

    list_display = ("number", "heading", "text")
    search_fields = ("=number", "heading", "text")
    readonly_fields = ("number",)
    fields = ("number", "heading", "text", "edition")


@admin.register(Commitment)
class CommitmentAdmin(FixedAdmin):
    """The 17 commitments: their wording and our reading of it."""

    list_display = ("code", "title", "mode", "paragraph")
    list_filter = ("mode",)
    list_select_related = ("paragraph",)
    ordering = ("position",)
    search_fields = ("^code", "title", "quotation")
    search_help_text = _("Search by code, title or quotation.")
    readonly_fields = ("code", "paragraph", "letter", "position")
    fieldsets = (
        (None, {"fields": (("code", "paragraph", "letter", "position"), "title", "mode")}),
        (_("The text"), {"fields": ("quotation",)}),
        (
            _("How we read it"),
            {
                "fields": ("reading", "concerns", "shown_by"),
                "description": _("Readers see these three beside the quotation. Name no State here."),
            },
        ),
    )
