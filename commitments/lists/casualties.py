"""The list of casualties of mines and explosive remnants of war, by State and year."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import StateCasualtyCount
from commitments.rules.codes import CasualtyScope

from .column_parts import SOURCE_OF_FIGURE, TO_STATE, YEAR_OF_FIGURE, code_columns, state_columns
from .declaration import Column, Kind, PublicList
from .filter_fields import CodesFilter, YearFilter, regions, search_field, states_by_code
from .filterset import StrictFilterSet
from .search import SearchWord, any_field, state_holds
from .table import NUMBER, WORDS, CellColumn, FigureSourceColumn, ListTable, NumberColumn, StateColumn

COLUMNS = (
    Column("casualty_count", F("pk"), Kind.NUMBER, _("Number of the row"), example="57"),
    *state_columns("state"),
    YEAR_OF_FIGURE,
    Column(
        "killed",
        F("killed"),
        Kind.NUMBER,
        _("People killed; empty where the source gives no number, which is not zero"),
        example="73",
    ),
    Column(
        "injured",
        F("injured"),
        Kind.NUMBER,
        _("People injured; empty where the source gives no number, which is not zero"),
        example="155",
    ),
    Column(
        "total",
        F("total"),
        Kind.NUMBER,
        _(
            "All casualties, also those of whom it is not known whether they were killed or injured; empty "
            "where the source gives no number"
        ),
        example="228",
    ),
    *code_columns(
        "scope",
        "scope",
        CasualtyScope.choices,
        _("What is counted; numbers of two scopes are not to be added up or compared"),
        examples=("mines_and_remnants", "mines and explosive remnants of war"),
    ),
    *SOURCE_OF_FIGURE,
)


def casualty_row_holds(word: SearchWord) -> Q:
    """A row whose State matches the word, or with the word in its remark or publisher."""
    return state_holds(word, "state") | any_field(word, "remark", "publisher")


class StateCasualtyFilter(StrictFilterSet):
    """Filters of the list of casualties; needs `as_listed`."""

    q = search_field()
    year = YearFilter(label=_("Year"))
    scope = CodesFilter(choices=CasualtyScope.choices, label=_("What is counted"))
    region = regions("state__region")
    state = states_by_code("state")

    word_condition = staticmethod(casualty_row_holds)
    negated = ("scope", "region", "state")
    most_used = ("q", "year", "scope", "region", "state")

    class Meta:
        model = StateCasualtyCount
        fields: list[str] = []


BY_ROW = ("state__sort_name", "-year", "pk")


class StateCasualtyTable(ListTable):
    """Shows `StateCasualtyCount.objects.as_listed(…)`; never queries for itself."""

    state = StateColumn("state", then=("-year", "pk"), attrs=WORDS)
    year = NumberColumn(
        verbose_name=_("Year"), order_by=("year", *BY_ROW[:1], "pk"), exports=("casualty_count", "year")
    )
    total = CellColumn(
        "whole_number",
        verbose_name=_("All"),
        nulls_last=("total", *BY_ROW),
        attrs=NUMBER,
        exports=("total",),
    )
    killed = CellColumn(
        "whole_number",
        verbose_name=_("Killed"),
        nulls_last=("killed", *BY_ROW),
        attrs=NUMBER,
        exports=("killed",),
    )
    injured = CellColumn(
        "whole_number",
        verbose_name=_("Injured"),
        nulls_last=("injured", *BY_ROW),
        attrs=NUMBER,
        exports=("injured",),
    )
    scope = CellColumn(
        "casualty_scope",
        verbose_name=_("What is counted"),
        order_by=("scope", *BY_ROW),
        attrs=WORDS,
        exports=("scope", "scope_word", "remark"),
    )
    source_title = FigureSourceColumn(then=BY_ROW)

    class Meta:
        model = StateCasualtyCount
        fields = ("state", "year", "total", "killed", "injured", "scope", "source_title")
        empty_text = _("No count of casualties fits these filters.")

    caption = _("Recorded casualties, by State and year")
    counted = ngettext_lazy("%(number)s count", "%(number)s counts", "rows")
    row_head = "state"


CASUALTIES = PublicList(
    noun="casualties",
    title=_("Casualties"),
    heading=_("Recorded casualties, by State and year"),
    description=_(
        "One row is how many casualties of mines and explosive remnants of war one source recorded in one "
        "State in one year that was over on the day."
    ),
    lead=_(
        "How many people mines and explosive remnants of war killed and injured, State by State, as far as a "
        "source with a number was read. Recorded cases only, and not anti-personnel mines alone: the column "
        "“What is counted” says what a number takes in."
    ),
    summary=ngettext_lazy(
        "%(number)s yearly count of people killed and injured by mines and explosive remnants of war in a "
        "State, up to %(day)s, with its source.",
        "%(number)s yearly counts of people killed and injured by mines and explosive remnants of war, State "
        "by State, up to %(day)s, each with its source.",
        "rows",
    ),
    parent="states",
    promises=(("16a", _("The count for the whole world, year by year, at the promise of zero new victims")),),
    remark=_(
        "A number is an outcome and no act: it shows neither that a State kept its word nor that it broke "
        "it, and it sets no status. How cases are counted differs between States and years, so there is no "
        "total row. A dash means that the source gives no number, not zero. For years that are missing none "
        "was found."
    ),
    menu=_("Recorded casualties"),
    table=StateCasualtyTable,
    filters=StateCasualtyFilter,
    columns=COLUMNS,
    key=("casualty_count",),
    references=(TO_STATE,),
    rows=StateCasualtyCount.objects.as_listed,
    changes_with=(StateCasualtyCount,),
)
