"""The Declaration and what we read from it. Its numbers and codes are cited and stay as they are."""

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.lists.search import SearchWord, commitment_holds
from commitments.models import Commitment, Paragraph

from .base import CitedAdmin, FixedAdmin

IDENTITY = ("code", "paragraph", "letter", "position")


@admin.register(Paragraph)
class ParagraphAdmin(FixedAdmin):
    """The 21 paragraphs, verbatim."""

    list_display = ("number", "heading", "text")
    search_fields = ("=number", "heading", "text")
    readonly_fields = ("number",)
    fields = ("number", "heading", "text", "edition")


@admin.register(Commitment)
class CommitmentAdmin(CitedAdmin):
    """The commitments: their wording and our reading of it. A new one opens its obligations."""

    list_display = ("code", "title", "mode", "paragraph")
    list_filter = ("mode",)
    list_select_related = ("paragraph",)
    ordering = ("position",)
    search_fields = ("^code", "title", "quotation")
    search_help_text = _("Search by code, title or quotation.")
    fieldsets = (
        (None, {"fields": (IDENTITY, "title", "mode", "review_days")}),
        (_("The text"), {"fields": ("quotation",)}),
        (
            _("How we read it"),
            {
                "fields": ("reading", "concerns", "shown_by"),
                "description": _("Readers see these three beside the quotation. Name no State here."),
            },
        ),
    )

    def word_holds(self, word: SearchWord) -> Q:
        return commitment_holds(word)

    def get_readonly_fields(self, request: HttpRequest, obj: Commitment | None = None) -> tuple[str, ...]:
        """The code stands in public addresses: once given, it stays."""
        return IDENTITY if obj else ()

    def save_model(self, request: HttpRequest, obj: Commitment, form, change: bool) -> None:
        """A new one by its verb, which opens the obligations that come with it."""
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.enter(today=timezone.localdate())
