"""The table of States: their names and codes, and how each stands to the Declaration."""

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models import State

from .base import Column, Kind, PublicTable
from .parts import LABEL, path_of


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
        _("Commitments on which there is a finding with a status"),
        example="3",
    ),
    Column("note_count", F("note_count"), Kind.NUMBER, _("Published notes about the State"), example="21"),
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

TABLE = PublicTable(
    noun="states",
    title=_("States"),
    description=_("One row is one State, Party to the Convention or not."),
    columns=COLUMNS,
    key=("state_iso3",),
    references=(),
    rows=lambda clocks: State.objects.as_listed(clocks.day, known_at=clocks.known_at),
)
