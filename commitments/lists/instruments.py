"""The list of States in other instruments, those that paragraph 18 is read to mean."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Instrument, InstrumentMembership
from commitments.rules.codes import InstrumentConsent, Label

from .column_parts import LABEL, TO_STATE, code_columns, state_columns
from .declaration import Column, Kind, PublicList
from .filter_fields import CodesFilter, YesNoFilter, regions, search_field, states_by_code
from .filterset import StrictFilterSet
from .search import SearchWord, state_holds
from .table import STATE_EXPORTS, CellColumn, DayColumn, ListTable, StateColumn, TextColumn

COLUMNS = (
    Column("instrument_membership", F("pk"), Kind.NUMBER, _("Number of the row"), example="2"),
    Column("instrument", F("instrument__code"), Kind.TEXT, _("Code of the instrument"), example="CCM"),
    Column(
        "instrument_name",
        F("instrument__name"),
        Kind.TEXT,
        _("Name of the instrument"),
        example="Convention on Cluster Munitions",
    ),
    *state_columns("state"),
    *LABEL,
    Column(
        "signed_date",
        F("signed_by_day"),
        Kind.DAY,
        _("Day of signature; empty where there was none by the day"),
        example="2008-12-03",
    ),
    Column(
        "consent_date",
        F("consented_by_day"),
        Kind.DAY,
        _("Day on which the consent to be bound was deposited; empty where there was none by the day"),
        example="2015-09-10",
    ),
    *code_columns(
        "consent_kind",
        "consent_kind",
        InstrumentConsent.choices,
        _("Kind of that consent, as the depositary records it, whether or not it was deposited by the day"),
        examples=("ratification", "ratification"),
    ),
    Column(
        "withdrawal_effective_date",
        F("left_by_day"),
        Kind.DAY,
        _("From which day on the State is out again; empty until then"),
    ),
    Column(
        "is_in",
        F("is_in"),
        Kind.BOOLEAN,
        _("Whether the State had consented to be bound by the day and had not left"),
        example="True",
    ),
    Column(
        "source_url",
        F("source_url"),
        Kind.TEXT,
        _("Address of the source"),
        example="https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XXVI-6&chapter=26",
    ),
    Column(
        "source_title",
        F("source_title"),
        Kind.TEXT,
        _("Title of the source"),
        example="UN Treaty Collection, chapter XXVI-6: Convention on Cluster Munitions, status",
    ),
    Column(
        "source_date", F("source_date"), Kind.DAY, _("Day as at which the source stood"), example="2026-02-03"
    ),
)


def instrument_choices() -> list[tuple[str, str]]:
    """The instruments in their order, by code."""
    return list(Instrument.objects.values_list("code", "name"))


def instrument_row_holds(word: SearchWord) -> Q:
    """A row whose State matches the word, or whose instrument has it as its code."""
    return state_holds(word, "state") | Q(instrument__code=word.text.upper())


class InstrumentFilter(StrictFilterSet):
    """Filters of the list of instruments; needs `as_listed`."""

    q = search_field()
    instrument = CodesFilter(field_name="instrument__code", choices=instrument_choices, label=_("Instrument"))
    is_in = YesNoFilter(field_name="is_in", label=_("In it on the day"))
    label = CodesFilter(choices=Label.choices, label=_("Label"))
    region = regions("state__region")
    state = states_by_code("state")

    word_condition = staticmethod(instrument_row_holds)
    negated = ("instrument", "label", "region", "state")
    most_used = ("q", "instrument", "is_in", "label", "region", "state")

    class Meta:
        model = InstrumentMembership
        fields: list[str] = []


BY_ROW = ("instrument__position", "state__sort_name", "pk")


class InstrumentTable(ListTable):
    """Shows `InstrumentMembership.objects.as_listed(…)`; never queries for itself."""

    state = StateColumn("state", then=BY_ROW, exports=STATE_EXPORTS)
    instrument = TextColumn(
        verbose_name=_("Instrument"),
        accessor="instrument__name",
        order_by=BY_ROW,
        exports=("instrument_membership", "instrument", "instrument_name"),
    )
    label = CellColumn(
        "label", verbose_name=_("Label"), order_by=("label", *BY_ROW), exports=("label", "label_word")
    )
    signed_date = DayColumn(
        verbose_name=_("Signed"),
        accessor="signed_by_day",
        nulls_last=("signed_by_day", *BY_ROW),
        exports=("signed_date",),
    )
    consent_date = DayColumn(
        verbose_name=_("Consent deposited"),
        accessor="consented_by_day",
        nulls_last=("consented_by_day", *BY_ROW),
        exports=("consent_date", "consent_kind", "consent_kind_word"),
    )
    withdrawal_effective_date = DayColumn(
        verbose_name=_("Left"),
        accessor="left_by_day",
        nulls_last=("left_by_day", *BY_ROW),
        exports=("withdrawal_effective_date", "is_in"),
    )
    source_title = TextColumn(
        verbose_name=_("Source"),
        order_by=("source_title", *BY_ROW),
        exports=("source_url", "source_title", "source_date"),
    )

    class Meta:
        model = InstrumentMembership
        fields = (
            *("state", "instrument", "label", "signed_date", "consent_date"),
            *("withdrawal_effective_date", "source_title"),
        )
        empty_text = _("No State in another instrument fits these filters.")

    caption = _("States in other instruments")
    counted = ngettext_lazy("%(number)s row", "%(number)s rows", "rows")
    row_head = "state"


INSTRUMENTS = PublicList(
    noun="instruments",
    title=_("Other instruments"),
    heading=_("States in other instruments"),
    description=_("One row is one State that has signed or joined one other instrument by the day."),
    lead=_(
        "Which States signed and joined the four instruments that paragraph 18 of the Declaration is read to "
        "mean, as the depositary records it. To be in one sets no status."
    ),
    summary=ngettext_lazy(
        "%(number)s signature or consent of a State to an instrument beside the Mine Ban Convention, as on "
        "%(day)s.",
        "%(number)s signatures and consents of States to four instruments beside the Mine Ban Convention, as "
        "on %(day)s.",
        "rows",
    ),
    parent="states",
    remark=_(
        "Days are those of deposit; entry into force, reservations and territories are not recorded. A State "
        "that neither signed nor joined has no row."
    ),
    menu=_("Who is in other instruments"),
    table=InstrumentTable,
    filters=InstrumentFilter,
    columns=COLUMNS,
    key=("instrument_membership",),
    references=(TO_STATE,),
    rows=InstrumentMembership.objects.as_listed,
    changes_with=(InstrumentMembership,),
)
