"""The list of meetings of the Convention: where, when, and who presided."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Meeting
from commitments.rules.codes import MeetingCertainty, MeetingKind

from .column_parts import code_columns
from .declaration import Column, Kind, PublicList, Reference
from .filter_fields import CodesFilter, YesNoFilter, regions, search_field, state_choices
from .filterset import StrictFilterSet
from .search import SearchWord, any_field, state_holds
from .table import WORDS, CellColumn, DayColumn, ListTable, TextColumn

COLUMNS = (
    Column("meeting", F("code"), Kind.CODE, _("Code of the meeting"), example="22MSP"),
    Column(
        "meeting_name",
        F("name"),
        Kind.TEXT,
        _("Name of the meeting"),
        example="Twenty-Second Meeting of the States Parties",
    ),
    *code_columns(
        "kind",
        "kind",
        MeetingKind.choices,
        _("Kind of meeting"),
        examples=("meeting_of_states_parties", "Meeting of the States Parties"),
    ),
    Column(
        "place", F("place"), Kind.TEXT, _("Where it met; empty where no source was found"), example="Geneva"
    ),
    Column(
        "country_iso3",
        F("country__iso3"),
        Kind.CODE,
        _("State in which that place lies, ISO 3166-1 alpha-3 code"),
        example="CHE",
    ),
    Column(
        "first_day",
        F("first_day"),
        Kind.DAY,
        _("First day; empty where no source was found for it"),
        example="2025-12-01",
    ),
    Column(
        "last_day",
        F("last_day"),
        Kind.DAY,
        _("Last day; empty where no source was found for it"),
        example="2025-12-05",
    ),
    Column("is_closed", F("is_closed"), Kind.BOOLEAN, _("Whether it had closed by the day"), example="True"),
    Column("president", F("president"), Kind.TEXT, _("State that presided"), example="Japan"),
    *code_columns(
        "certainty",
        "certainty",
        MeetingCertainty.choices,
        _("Whether two sources that do not draw on each other have the same days"),
        examples=("read", "one source, or several of one hand"),
    ),
    Column("remark", F("remark"), Kind.TEXT, _("Doubts, in neutral words")),
    Column(
        "sources",
        F("sources"),
        Kind.TEXT,
        _("Addresses of the sources, one a line"),
        example="https://www.mofa.go.jp/dns/ca/pagewe_000001_00298.html",
    ),
)


def meeting_holds(word: SearchWord) -> Q:
    """A meeting with the word in its texts, whose code it is, or in a State that matches it."""
    there = state_holds(word, "country")
    return there | any_field(word, "code", "name", "place", "president", "remark")


class MeetingFilter(StrictFilterSet):
    """Filters of the list of meetings; needs `as_listed`."""

    q = search_field()
    kind = CodesFilter(choices=MeetingKind.choices, label=_("Kind of meeting"))
    certainty = CodesFilter(choices=MeetingCertainty.choices, label=_("How sure"))
    closed = YesNoFilter(field_name="is_closed", label=_("Closed by the day"))
    country = CodesFilter(field_name="country__iso3", choices=state_choices, label=_("Where it met"))
    region = regions("country__region")

    word_condition = staticmethod(meeting_holds)
    negated = ("kind", "region")
    most_used = ("q", "kind", "closed", "country")

    class Meta:
        model = Meeting
        fields: list[str] = []


class MeetingTable(ListTable):
    """Shows `Meeting.objects.as_listed(…)`; never queries for itself."""

    name = TextColumn(
        verbose_name=_("Meeting"), order_by=("name", "pk"), folds=True, exports=("meeting", "meeting_name")
    )
    kind = TextColumn(
        verbose_name=_("Kind"), order_by=("kind", "pk"), attrs=WORDS, exports=("kind", "kind_word")
    )
    first_day = DayColumn(verbose_name=_("First day"), nulls_last=("first_day", "pk"), exports=("first_day",))
    last_day = DayColumn(
        verbose_name=_("Last day"), nulls_last=("last_day", "pk"), exports=("last_day", "is_closed")
    )
    place = TextColumn(
        verbose_name=_("Place"), order_by=("place", "pk"), folds=True, exports=("place", "country_iso3")
    )
    president = TextColumn(
        verbose_name=_("Presided by"), order_by=("president", "pk"), folds=True, exports=("president",)
    )
    sources = CellColumn(
        "meeting_sources",
        verbose_name=_("Sources"),
        orderable=False,
        exports=("certainty", "certainty_word", "remark", "sources"),
    )

    class Meta:
        model = Meeting
        fields = ("name", "kind", "first_day", "last_day", "place", "president", "sources")
        empty_text = _("No meeting fits these filters.")

    caption = _("Meetings of the Convention since 2009")
    counted = ngettext_lazy("%(number)s meeting", "%(number)s meetings", "rows")
    row_head = "name"


MEETINGS = PublicList(
    noun="meetings",
    title=_("Meetings"),
    heading=_("Meetings of the Convention"),
    description=_(
        "One row is one Meeting of the States Parties, review conference or intersessional meeting since "
        "2009."
    ),
    lead=_(
        "Where and when the States Parties met since 2009, and who presided. The closing days of their "
        "Meetings and of the review conferences are the days that every page offers to go back to."
    ),
    summary=ngettext_lazy(
        "%(number)s meeting of the States Parties to the Anti-Personnel Mine Ban Convention up to %(day)s.",
        "%(number)s meetings of the States Parties to the Anti-Personnel Mine Ban Convention up to %(day)s: "
        "days, place, presidency, sources.",
        "rows",
    ),
    remark=_(
        "A day or place that no source was found for is left empty. On a day in the past those meetings are "
        "listed that had begun by then; today also those that lie ahead or whose days are not known here. "
        "Intersessional meetings are listed as far as one was read of."
    ),
    menu=_("Meetings"),
    table=MeetingTable,
    filters=MeetingFilter,
    columns=COLUMNS,
    key=("meeting",),
    references=(Reference(("country_iso3",), "states", ("state_iso3",)),),
    rows=Meeting.objects.as_listed,
    changes_with=(Meeting,),
)
