"""What a reader may ask of a list. The names below are the public query string: renaming one breaks links."""

from datetime import date

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, EvidenceLink, Obligation, ProgressNote, State
from commitments.rules.codes import STORED_STATUS_CHOICES, Certainty, EvidenceKind, Freshness, Label, Status

LONGEST_SEARCH = 100  # SQLite refuses a LIKE pattern over 50,000 characters
NAMES = ("name_en", "name_fr", "name_es", "name_ru", "name_zh", "name_ar")
OF_THE_LIST = frozenset({"as_of", "known_at", "page", "per_page", "sort"})
OF_NOBODY = ("utm_", "fbclid", "gclid")
LONGEST_NAME_SHOWN = 40
LONGEST_REFUSAL = 200


class StrictFilterSet(filters.FilterSet):
    """A filter that says what it cannot read, instead of showing everything."""

    def unknown_parameters(self) -> list[str]:
        """The names in the query string that mean nothing here."""
        known = OF_THE_LIST | set(self.filters)
        return [name for name in self.data if name not in known and not name.startswith(OF_NOBODY)]

    def refusals(self) -> list[str]:
        """Each thing in the query string that cannot be read, in words; empty when all can."""
        unknown = [
            gettext("“%(name)s” is not a filter of this list.") % {"name": name[:LONGEST_NAME_SHOWN]}
            for name in self.unknown_parameters()
        ]
        errors = [
            f"{name}: {error}"[:LONGEST_REFUSAL]
            for name, found in self.form.errors.items()
            for error in found
        ]
        return unknown + errors

    def is_valid(self) -> bool:
        """Whether everything in the query string is understood."""
        return not self.refusals()

    def chosen(self) -> list[str]:
        """The values the reader filters by, as written in the address."""
        return [value for name in self.filters for value in self.data.getlist(name) if value]


YES, NO = "true", "false"
YES_NO = [(YES, _("yes")), (NO, _("no"))]


class CodesFilter(filters.MultipleChoiceFilter):
    """Any of several codes."""

    def __init__(self, **options: object) -> None:
        super().__init__(distinct=False, **options)


class RecordsFilter(filters.ModelMultipleChoiceFilter):
    """Any of several records, each by its public code: `path` leads to the record, `code` names its field."""

    def __init__(self, *, path: str, code: str, **options: object) -> None:
        super().__init__(field_name=f"{path}__{code}", to_field_name=code, distinct=False, **options)


class YesNoFilter(filters.ChoiceFilter):
    """Yes or no, and an error for anything else; "any" leaves the list as it is."""

    def __init__(self, **options: object) -> None:
        super().__init__(choices=YES_NO, empty_label=_("any"), **options)

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        return super().filter(queryset, value == YES) if value else queryset


class DayFilter(filters.DateFilter):
    """A day, written as 2015-12-31 only."""

    def __init__(self, **options: object) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(input_formats=["%Y-%m-%d"], widget=widget, **options)


def search_field() -> filters.CharFilter:
    """A box for words, bounded so that no database trips over it."""
    return filters.CharFilter(method="search", label=_("Search"), max_length=LONGEST_SEARCH)


def states_by_code(path: str) -> RecordsFilter:
    """States by ISO code."""
    states = State.objects.in_reading_order()
    return RecordsFilter(path=path, code="iso3", queryset=states, label=_("State"))


def commitments_by_code(path: str) -> RecordsFilter:
    """Commitments by paragraph and letter."""
    commitments = Commitment.objects.in_reading_order()
    return RecordsFilter(path=path, code="code", queryset=commitments, label=_("Commitment"))


def region_choices() -> list[tuple[str, str]]:
    """The UN regions that States belong to."""
    regions = State.objects.order_by("region").values_list("region", flat=True).distinct()
    return [(region, region) for region in regions]


def names_contain(words: str, *, state: str) -> Q:
    """A State whose name holds these words in any of its six languages, or whose ISO code they are."""
    asked = Q(**{f"{state}iso3__iexact": words})
    for name in NAMES:
        asked |= Q(**{f"{state}{name}__icontains": words})
    return asked


class StateFilter(StrictFilterSet):
    """Filters of the list of States."""

    q = search_field()
    region = CodesFilter(choices=region_choices, label=_("Region"))
    label = CodesFilter(choices=Label.choices, label=_("Label"))

    class Meta:
        model = State
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By name in six languages or ISO code."""
        return queryset.filter(names_contain(value, state=""))


class MatrixFilter(StrictFilterSet):
    """Which States are rows of the matrix; needs `with_label_on`."""

    region = CodesFilter(choices=region_choices, label=_("Region"))
    label = CodesFilter(choices=Label.choices, label=_("Label"))

    class Meta:
        model = State
        fields: list[str] = []


class ObligationFilter(StrictFilterSet):
    """Filters of the table of obligations; needs `as_listed`."""

    q = search_field()
    state = states_by_code("state")
    region = CodesFilter(choices=region_choices, field_name="state__region", label=_("Region"))
    label = CodesFilter(choices=Label.choices, label=_("Label"))
    commitment = commitments_by_code("commitment")
    status = CodesFilter(choices=Status.choices, label=_("Status"))
    disputed = YesNoFilter(field_name="is_disputed", label=_("Disputed"))
    freshness = CodesFilter(choices=Freshness.choices, label=_("Freshness"))
    silent_since = DayFilter(method="silent", label=_("No finding since"))
    evidence_older_than = DayFilter(method="without_evidence_since", label=_("No evidence dated since"))

    class Meta:
        model = Obligation
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By the name of the State or the title of the commitment."""
        title = Q(commitment__title__icontains=value) | Q(commitment__code__iexact=value)
        return queryset.filter(names_contain(value, state="state__") | title)

    def silent(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Those on which nothing newer than this day was noted, and those never looked at."""
        return queryset.filter(Q(newest_note_date__isnull=True) | Q(newest_note_date__lt=value))

    def without_evidence_since(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Those whose newest dated source is older than this day, and those that have none."""
        return queryset.filter(Q(newest_evidence_date__isnull=True) | Q(newest_evidence_date__lt=value))


class ProgressFilter(StrictFilterSet):
    """Filters of the list of published notes."""

    q = search_field()
    state = states_by_code("obligation__state")
    region = CodesFilter(choices=region_choices, field_name="obligation__state__region", label=_("Region"))
    commitment = commitments_by_code("obligation__commitment")
    status = CodesFilter(choices=STORED_STATUS_CHOICES, label=_("Status set"))
    certainty = CodesFilter(choices=Certainty.choices, label=_("Certainty"))
    evidence = CodesFilter(choices=EvidenceKind.choices, method="with_evidence", label=_("Kind of source"))
    noted_from = DayFilter(field_name="noted_date", lookup_expr="gte", label=_("Noted from"))
    noted_to = DayFilter(field_name="noted_date", lookup_expr="lte", label=_("Noted to"))
    news = YesNoFilter(method="only_news", label=_("Without the baseline"))

    class Meta:
        model = ProgressNote
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """In the text, the titles of the evidence and the names of the State."""
        cited = EvidenceLink.objects.filter(note=OuterRef("pk"), title__icontains=value)
        found = Q(text__icontains=value) | Exists(cited) | names_contain(value, state="obligation__state__")
        return queryset.filter(found)

    def with_evidence(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Those that rest on at least one source of these kinds."""
        cited = EvidenceLink.objects.filter(note=OuterRef("pk"), kind__in=value)
        return queryset.filter(Exists(cited)) if value else queryset

    def only_news(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Without the notes that the site started with."""
        return queryset.news() if value == YES else queryset
