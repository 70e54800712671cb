"""What every list of the admin has in common: bounded searches, links to the site, who sees references."""

import re
from collections.abc import Sequence

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect
from django.db import DataError
from django.db.models import ForeignKey, Model, Q, QuerySet, TextField
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments.lists.search import SearchWord, any_field, having_every_word, read_search, state_holds
from commitments.models.querysets import StateScopedQuerySet

from .history import HistoryAdmin
from .reading import FORM_FIELDS, notes_of

# SQLite refuses a LIKE of more than 50,000 bytes; nobody types more than this.
MAX_SEARCH_LENGTH = 200
MAX_LINES = 20
OF_A_STATE = re.compile(r"(^|__)(name_(en|fr|es|ru|zh|ar)|iso[23])$")
NOTE_PERMISSIONS = tuple(f"commitments.{verb}_progressnote" for verb in ("view", "add", "change"))


def is_odd(text: str) -> bool:
    """Whether no database should be asked for this text."""
    return len(text) > MAX_SEARCH_LENGTH or "\x00" in text


def may_be_key(text: str) -> bool:
    """Whether a database can look for this number."""
    return text.isdecimal() and len(text) < 19


class Autocomplete(AutocompleteSelect):
    """A choice by typing; what was sent and can be no key is refused in words and not looked up."""

    def optgroups(self, name: str, value: list, attr: dict | None = None) -> list:
        return super().optgroups(name, [each for each in value if may_be_key(str(each))], attr)


def shortened(lines: list[str]) -> list[str]:
    """The first of many lines, and how many more there are."""
    rest = len(lines) - MAX_LINES
    more = ngettext("%(count)s more of this kind.", "%(count)s more of this kind.", rest) % {"count": rest}
    return lines[:MAX_LINES] + ([more] if rest > 0 else [])


def works_on_notes(request: HttpRequest) -> bool:
    """Whether this person needs the reference data to choose from."""
    return any(request.user.has_perm(permission) for permission in NOTE_PERMISSIONS)


class BoundedSearchForm(ChangeListSearchForm):
    """Says that a search text is too long instead of asking the database."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields[SEARCH_VAR] = forms.CharField(required=False, strip=False, max_length=MAX_SEARCH_LENGTH)


class BoundedChangeList(ChangeList):
    """A list whose address may be typed by anyone: what no database can compare is an incorrect lookup."""

    search_form_class = BoundedSearchForm

    def __init__(self, request: HttpRequest, *args, **kwargs) -> None:
        super().__init__(request, *args, **kwargs)
        self.may_add = self.model_admin.has_add_permission(request)

    def get_filters(self, request: HttpRequest):
        """The filters, unless a value among them is odd."""
        values = [value for key, each in self.filter_params.items() if key != SEARCH_VAR for value in each]
        if any(is_odd(value) for value in values):
            raise IncorrectLookupParameters
        return super().get_filters(request)

    def get_results(self, request: HttpRequest) -> None:
        """The rows; a number that fits no column is an incorrect lookup too."""
        try:
            super().get_results(request)
        except (DataError, OverflowError, ValueError) as error:
            raise IncorrectLookupParameters from error


class AutocompleteMixin:
    """The same choice by typing in every form and in every row below one."""

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs):
        """Our own choice where Django would take its own."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Autocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class TrackerAdmin(AutocompleteMixin, HistoryAdmin):
    """Every list of the tracker: it holds what this person reaches, and all that Django makes of it does."""

    formfield_overrides = FORM_FIELDS
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ("commitments/css/admin/admin.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """What belongs to a State is there only for whoever reaches that State."""
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if isinstance(rows, StateScopedQuerySet) else rows

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model:
        """The row, or "not found" in the same words for what is not there and what is not reached."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return BoundedChangeList

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list, or a word on why the reader gets the whole of it instead."""
        try:
            return super().get_changelist_instance(request)
        except IncorrectLookupParameters:
            refusal = _(
                "The address asked for something that cannot be looked up, so this is the whole list."
            )
            self.message_user(request, refusal, messages.ERROR)
            raise

    def get_search_results(self, request: HttpRequest, queryset, search_term: str):
        """As the public search finds it; autocompletes come here too.

        Nothing matches a text that no database should be asked for.
        """
        if is_odd(search_term):
            return queryset.none(), False
        return self.holding(queryset, read_search(search_term)), False

    def holding(self, rows: QuerySet, words: Sequence[SearchWord]) -> QuerySet:
        """The rows that hold every word."""
        return having_every_word(rows, words, self.word_holds)

    def word_holds(self, word: SearchWord) -> Q:
        """A row with the word in one of the `search_fields`, or about a State that it names."""
        # names of States are asked for with all the others that they are known by
        fields = [field for field in self.search_fields if not OF_A_STATE.search(field)]
        found = any_field(word, *(field.lstrip("^") for field in fields if not field.startswith("=")))
        if may_be_key(word.text):
            for number in fields:
                found |= Q(**{number[1:]: word.text}) if number.startswith("=") else Q()
        rows = self.model._default_manager.all()
        return (
            found | state_holds(word, rows.state_lookup) if isinstance(rows, StateScopedQuerySet) else found
        )

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        """What was changed in an address is told, and nothing of it is silent."""
        super().save_related(request, form, formsets, change)
        for note in notes_of([form, *(row for formset in formsets for row in formset.forms)]):
            self.message_user(request, note, messages.INFO)

    def view_on_site(self, obj: Model) -> str | None:
        """Its public page, where it has one."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None


class ReferenceAdmin(TrackerAdmin):
    """What notes refer to: changed by administrators, read by everyone who works on notes."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """An autocomplete offers only what one may see."""
        return super().has_view_permission(request, obj) or works_on_notes(request)


class CitedAdmin(ReferenceAdmin):
    """Reference data that readers cite, so nothing of it is ever deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class FixedAdmin(CitedAdmin):
    """Cited data to which nobody adds a row by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class CollectedAdmin(FixedAdmin):
    """Rows that come with the baseline: everyone who works on notes reads them, nobody changes them here."""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class BoundedRowsMixin:
    """Rows below a form, as many as anyone needs: a forged count of more is refused before they are made."""

    max_num = 50

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs):
        """The count that is sent is believed up to the same number."""
        return super().get_formset(request, obj, **{"absolute_max": self.max_num} | kwargs)


class ReferenceInline(BoundedRowsMixin, admin.StackedInline):
    """Rows that stand on the page of a reference and are seen by whoever sees it."""

    extra = 0
    formfield_overrides = FORM_FIELDS | {
        TextField: FORM_FIELDS[TextField] | {"widget": AdminTextareaWidget(attrs={"rows": 3})}
    }

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As on the page around them."""
        return super().has_view_permission(request, obj) or works_on_notes(request)
