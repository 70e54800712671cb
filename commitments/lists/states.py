"""The list of States: names, codes, and their relation to the Declaration."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Membership, ProgressNote, State
from commitments.rules.codes import Label

from .column_parts import LABEL, path_of
from .declaration import Column, Kind, MenuGroup, PublicList
from .filter_fields import CodesFilter, DayFilter, regions, search_field
from .filterset import StrictFilterSet
from .search import state_holds
from .table import CellColumn, DayColumn, ListTable, NumberColumn, TextColumn


def _name(language: str, meaning: Promise, example: str) -> Column:
    return Column(f"name_{language}", F(f"name_{language}"), Kind.TEXT, meaning, example=example)


COLUMNS = (
    Column("state_iso3", F("iso3"), Kind.CODE, _("State, ISO 3166-1 alpha-3 code"), example="COL"),
    Column(
        "state",
        F("name_en"),
        Kind.TEXT,
        _("State, United Nations short name in English"),
        example="Colombia",
    ),
    Column("region", F("region"), Kind.TEXT, _("United Nations M49 region"), example="Americas"),
    Column(
        "subregion",
        F("subregion"),
        Kind.TEXT,
        _("United Nations M49 sub-region"),
        example="Latin America and the Caribbean",
    ),
    *LABEL,
    Column(
        "in_force_from",
        F("in_force_from"),
        Kind.DAY,
        _("Since when the Convention is in force for it; empty where it is no Party on the day"),
        example="2001-03-01",
    ),
    Column(
        "assessed_count",
        F("assessed_count"),
        Kind.NUMBER,
        _("Promises on which there is a finding with a status"),
        example="3",
    ),
    Column("note_count", F("note_count"), Kind.NUMBER, _("Published findings about the State"), example="21"),
    Column(
        "path",
        path_of("/states/", F("iso3"), "/"),
        Kind.PATH,
        _("Page of the State"),
        example="/states/COL/",
    ),
    Column("state_iso2", F("iso2"), Kind.CODE, _("ISO 3166-1 alpha-2 code"), example="CO"),
    Column("state_m49", F("m49"), Kind.CODE, _("United Nations M49 code, three digits"), example="170"),
    _name("fr", _("United Nations short name in French"), "Colombie"),
    _name("es", _("United Nations short name in Spanish"), "Colombia"),
    _name("ru", _("United Nations short name in Russian"), "Колумбия"),
    _name("zh", _("United Nations short name in Chinese"), "哥伦比亚"),
    _name("ar", _("United Nations short name in Arabic"), "كولومبيا"),
)


class StateFilter(StrictFilterSet):
    """Filters of the list of States."""

    q = search_field()
    region = regions("region")
    label = CodesFilter(choices=Label.choices, label=_("Label"))
    silent_since = DayFilter(method="without_finding_since", label=_("No note on or after"))

    word_condition = staticmethod(state_holds)
    negated = ("region", "label")
    most_used = ("q", "region", "label", "silent_since")

    class Meta:
        model = State
        fields: list[str] = []

    def without_finding_since(self, queryset: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        """Those without a note since this day, or without any."""
        return queryset.filter(Q(newest_note_date__isnull=True) | Q(newest_note_date__lt=value))


OTHER_NAMES = ("name_fr", "name_es", "name_ru", "name_zh", "name_ar")
BY_NAME = ("sort_name", "pk")


class StateTable(ListTable):
    """Shows `State.objects.as_listed(…)`; never queries for itself."""

    name_en = CellColumn(
        "state_name",
        verbose_name=_("State"),
        order_by=BY_NAME,
        exports=("state_iso3", "state", "path", "state_iso2", "state_m49", *OTHER_NAMES),
    )
    region = TextColumn(
        verbose_name=_("Region"), order_by=("region", *BY_NAME), exports=("region", "subregion")
    )
    label = CellColumn(
        "label", verbose_name=_("Label"), order_by=("label", *BY_NAME), exports=("label", "label_word")
    )
    in_force_from = DayColumn(
        verbose_name=_("Party since"), nulls_last=("in_force_from", *BY_NAME), exports=("in_force_from",)
    )
    assessed_count = NumberColumn(
        verbose_name=_("Promises assessed"),
        order_by=("assessed_count", *BY_NAME),
        exports=("assessed_count",),
    )
    note_count = NumberColumn(
        verbose_name=_("Published findings"), order_by=("note_count", *BY_NAME), exports=("note_count",)
    )

    class Meta:
        model = State
        fields = ("name_en", "region", "label", "in_force_from", "assessed_count", "note_count")
        empty_text = _("No State fits these filters.")

    caption = _("States and how they stand to the Declaration")
    counted = ngettext_lazy("%(number)s State", "%(number)s States", "rows")
    row_head = "name_en"


STATES = PublicList(
    noun="states",
    title=_("States"),
    description=_("One row is one State, Party to the Convention or not."),
    lead=_(
        "How each State stands to the Declaration: whether it was one of the States Parties that made it "
        "in 2009, joined the Convention later, has left, or never joined."
    ),
    summary=ngettext_lazy(
        "%(number)s State, and how it stands to the Cartagena Declaration of 2009 on %(day)s: Party, "
        "joined later, left, or never joined.",
        "%(number)s States, and how each stands to the Cartagena Declaration of 2009 on %(day)s: Party, "
        "joined later, left, or never joined.",
        "rows",
    ),
    related=(
        "memberships",
        _("Every membership with its dates: signature, deposit, entry into force, withdrawal"),
    ),
    menu=_("States"),
    menu_below=("state_detail",),
    menu_group=MenuGroup.START,
    table=StateTable,
    filters=StateFilter,
    columns=COLUMNS,
    key=("state_iso3",),
    references=(),
    rows=State.objects.as_listed,
    changes_with=(ProgressNote, Membership, State),
)
