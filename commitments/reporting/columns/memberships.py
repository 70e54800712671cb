"""The table of memberships: the stays of States in the Convention."""

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models import Membership
from commitments.rules.codes import ConsentKind

from .base import Column, Kind, PublicTable
from .parts import LABEL, TO_STATE, in_words, path_of, state_columns


def _day(name: str, field: str, meaning: Promise, *, example: str) -> Column:
    return Column(name, F(field), Kind.DAY, meaning, example=example)


COLUMNS = (
    Column("membership", F("pk"), Kind.NUMBER, _("Number of the stay"), example="43"),
    *state_columns("state"),
    *LABEL,
    _day(
        "signed_date", "signed_date", _("Day of signature; empty where there was none"), example="1997-12-03"
    ),
    _day(
        "consent_date", "consent_date", _("Day on which the instrument was deposited"), example="2000-09-06"
    ),
    Column(
        "consent_kind",
        F("consent_kind"),
        Kind.CODE,
        _("Kind of that instrument"),
        values=tuple(ConsentKind.choices),
        example="ratification",
    ),
    in_words("consent_kind_word", "consent_kind", ConsentKind.choices, example="ratification"),
    _day(
        "entry_into_force_date",
        "entry_into_force_date",
        _("From which day on the Convention is in force for the State"),
        example="2001-03-01",
    ),
    _day(
        "withdrawal_notified_date",
        "notified_date",
        _("Day on which a withdrawal was notified; empty until then"),
        example="2025-07-10",
    ),
    _day(
        "withdrawal_effective_date",
        "effective_date",
        _("From which day on the State is not bound; empty until a withdrawal was notified"),
        example="2026-01-10",
    ),
    Column(
        "has_left",
        F("has_left"),
        Kind.BOOLEAN,
        _("Whether a withdrawal has ended the stay by the day"),
        example="False",
    ),
    Column(
        "sources",
        F("sources"),
        Kind.TEXT,
        _("Addresses of the sources, one a line"),
        example="https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XXVI-5&chapter=26",
    ),
    Column("remark", F("remark"), Kind.TEXT, _("Doubts about the dates")),
    Column(
        "path",
        path_of("/states/", F("state__iso3"), "/#membership"),
        Kind.PATH,
        _("Place on the page of the State"),
        example="/states/COL/#membership",
    ),
)

TABLE = PublicTable(
    noun="memberships",
    title=_("Memberships"),
    description=_("One row is one stay of a State in the Convention, begun by the day."),
    columns=COLUMNS,
    key=("membership",),
    references=(TO_STATE,),
    rows=lambda clocks: Membership.objects.as_listed(clocks.day, known_at=clocks.known_at),
)
