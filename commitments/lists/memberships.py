"""The list of memberships of States in the Convention."""

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Membership
from commitments.rules.codes import ConsentKind, Label

from .column_parts import LABEL, TO_STATE, code_columns, path_of, state_columns
from .declaration import Column, Kind, PublicList
from .filter_fields import CodesFilter, YesNoFilter, regions, search_field, states_by_code
from .filterset import StrictFilterSet
from .search import SearchWord, state_holds
from .table import STATE_EXPORTS, CellColumn, DayColumn, ListTable, StateColumn, TextColumn


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
    *code_columns(
        "consent_kind",
        "consent_kind",
        ConsentKind.choices,
        _("Kind of that instrument"),
        examples=("ratification", "ratification"),
    ),
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


def membership_holds(word: SearchWord) -> Q:
    """A membership whose State matches the word."""
    return state_holds(word, "state")


class MembershipFilter(StrictFilterSet):
    """Filters of the list of memberships; needs `as_listed`."""

    q = search_field()
    label = CodesFilter(choices=Label.choices, label=_("Label"))
    left = YesNoFilter(field_name="has_left", label=_("Ended by a withdrawal"))
    kind = CodesFilter(choices=ConsentKind.choices, field_name="consent_kind", label=_("Kind of instrument"))
    region = regions("state__region")
    state = states_by_code("state")

    word_condition = staticmethod(membership_holds)
    negated = ("label", "kind", "region", "state")
    most_used = ("q", "label", "left", "region", "state")

    class Meta:
        model = Membership
        fields: list[str] = []


BY_STAY = ("state__sort_name", "consent_date", "pk")
# eight columns are tight, so the table scrolls instead of breaking words or dates
WHOLE_WORDS = {"td": {"class": "whole-words"}}
ON_ONE_LINE = {"td": {"class": "nowrap"}}


class MembershipTable(ListTable):
    """Shows `Membership.objects.as_listed(…)`; never queries for itself."""

    state = StateColumn(
        "state", then=BY_STAY[1:], attrs=WHOLE_WORDS, exports=(*STATE_EXPORTS, "sources", "remark", "path")
    )
    label = CellColumn(
        "label",
        verbose_name=_("Label"),
        order_by=("label", *BY_STAY),
        attrs=WHOLE_WORDS,
        exports=("label", "label_word"),
    )
    signed_date = DayColumn(
        verbose_name=_("Signed"),
        nulls_last=("signed_date", *BY_STAY),
        attrs=ON_ONE_LINE,
        exports=("signed_date",),
    )
    consent_date = DayColumn(
        verbose_name=_("Deposited"),
        order_by=("consent_date", *BY_STAY),
        attrs=ON_ONE_LINE,
        exports=("consent_date",),
    )
    consent_kind = TextColumn(
        verbose_name=_("Kind of instrument"),
        order_by=("consent_kind", *BY_STAY),
        exports=("consent_kind", "consent_kind_word"),
    )
    entry_into_force_date = DayColumn(
        verbose_name=_("In force from"),
        order_by=("entry_into_force_date", *BY_STAY),
        attrs=ON_ONE_LINE,
        exports=("entry_into_force_date",),
    )
    withdrawal_notified_date = DayColumn(
        verbose_name=_("Withdrawal notified"),
        accessor="notified_date",
        nulls_last=("notified_date", *BY_STAY),
        attrs=ON_ONE_LINE,
        exports=("withdrawal_notified_date",),
    )
    withdrawal_effective_date = DayColumn(
        verbose_name=_("Withdrawal effective"),
        accessor="effective_date",
        nulls_last=("effective_date", *BY_STAY),
        attrs=ON_ONE_LINE,
        exports=("withdrawal_effective_date", "has_left"),
    )

    class Meta:
        model = Membership
        fields = (
            *("state", "label", "signed_date", "consent_date", "consent_kind", "entry_into_force_date"),
            *("withdrawal_notified_date", "withdrawal_effective_date"),
        )
        empty_text = _("No stay in the Convention fits these filters.")

    caption = _("Stays in the Convention")
    counted = ngettext_lazy("%(number)s stay", "%(number)s stays", "rows")
    row_head = "state"


MEMBERSHIPS = PublicList(
    noun="memberships",
    title=_("Memberships"),
    heading=_("Memberships of the Convention"),
    description=_("One row is one stay of a State in the Convention, begun by the day."),
    lead=_(
        "When each State signed, deposited its instrument and became a State Party, and when a withdrawal "
        "ended that. A State that left and came back has two rows."
    ),
    summary=ngettext_lazy(
        "%(number)s stay of a State in the Anti-Personnel Mine Ban Convention, as on %(day)s: signature, "
        "deposit, entry into force, withdrawal.",
        "%(number)s stays of States in the Anti-Personnel Mine Ban Convention, as on %(day)s: signature, "
        "deposit, entry into force, withdrawal.",
        "rows",
    ),
    parent="states",
    remark=_(
        "A stay is listed once its instrument was deposited or took effect; a withdrawal from the day of its "
        "notification on."
    ),
    menu=_("Who is a Party, and since when"),
    table=MembershipTable,
    filters=MembershipFilter,
    columns=COLUMNS,
    key=("membership",),
    references=(TO_STATE,),
    rows=Membership.objects.as_listed,
    changes_with=(Membership,),
)
