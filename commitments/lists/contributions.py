"""The list of contributions: money for mine action by State, year and role, as a source gives it."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Contribution
from commitments.rules.codes import ContributionRole

from .column_parts import SOURCE_OF_FIGURE, TO_STATE, YEAR_OF_FIGURE, code_columns, state_columns
from .declaration import Column, Kind, PublicList
from .filter_fields import CodesFilter, CurrencyFilter, YearFilter, regions, search_field, states_by_code
from .filterset import StrictFilterSet
from .search import SearchWord, any_field, state_holds
from .table import (
    NUMBER,
    WORDS,
    CellColumn,
    FigureSourceColumn,
    ListTable,
    NumberColumn,
    StateColumn,
    TextColumn,
)

COLUMNS = (
    Column("contribution", F("pk"), Kind.NUMBER, _("Number of the row"), example="211"),
    *state_columns("state"),
    YEAR_OF_FIGURE,
    *code_columns(
        "role",
        "role",
        ContributionRole.choices,
        _("Whether the State gave the money, spent it on its own programme, or received it"),
        examples=("donor", "given abroad"),
    ),
    Column(
        "amount",
        F("amount"),
        Kind.NUMBER,
        _("Amount as the source gives it; empty where it gives none. Never add up two currencies"),
        example="26600000",
    ),
    Column(
        "currency",
        F("currency"),
        Kind.TEXT,
        _("Currency of that amount, ISO 4217 code; empty without an amount"),
        example="AUD",
    ),
    Column(
        "amount_usd",
        F("amount_usd"),
        Kind.NUMBER,
        _("The same in US dollars where the source gives dollars; nothing was converted here"),
        example="24400000",
    ),
    Column(
        "covers",
        F("covers"),
        Kind.TEXT,
        _("What the money was for: all mine action, a part of it, or one recipient only"),
        example="all mine action",
    ),
    Column(
        "text",
        F("text"),
        Kind.TEXT,
        _("What the source says, in words of our own"),
        example=(
            "Australia gave about AUD 26,600,000 (US$ 24,400,000) to mine action abroad in 2010, according "
            "to Landmine Monitor."
        ),
    ),
    *SOURCE_OF_FIGURE,
)


def contribution_holds(word: SearchWord) -> Q:
    """A row whose State matches the word, or with the word in its text, remark or publisher."""
    return state_holds(word, "state") | any_field(word, "text", "covers", "remark", "publisher")


class ContributionFilter(StrictFilterSet):
    """Filters of the list of contributions; needs `as_listed`."""

    q = search_field()
    role = CodesFilter(choices=ContributionRole.choices, label=_("Role"))
    currency = CurrencyFilter(label=_("Currency"))
    year = YearFilter(label=_("Year"))
    region = regions("state__region")
    state = states_by_code("state")

    word_condition = staticmethod(contribution_holds)
    negated = ("role", "region", "state")
    most_used = ("q", "role", "currency", "year", "region", "state")

    class Meta:
        model = Contribution
        fields: list[str] = []


BY_ROW = ("state__sort_name", "-year", "pk")


class ContributionTable(ListTable):
    """Shows `Contribution.objects.as_listed(…)`; never queries for itself."""

    state = StateColumn("state", then=("-year", "pk"), attrs=WORDS)
    year = NumberColumn(
        verbose_name=_("Year"), order_by=("year", "state__sort_name", "pk"), exports=("contribution", "year")
    )
    role = TextColumn(
        verbose_name=_("Role"), order_by=("role", *BY_ROW), attrs=WORDS, exports=("role", "role_word")
    )
    amount = CellColumn(
        "contribution_amount",
        verbose_name=_("Amount"),
        # by currency first: amounts of two currencies have no common order
        order_by=("currency", "amount", *BY_ROW),
        attrs=NUMBER,
        exports=("amount", "currency", "amount_usd"),
    )
    covers = CellColumn(
        "contribution_covers",
        verbose_name=_("What the source says"),
        order_by=("covers", *BY_ROW),
        exports=("covers", "text", "remark"),
    )
    source_title = FigureSourceColumn(then=BY_ROW)

    class Meta:
        model = Contribution
        fields = ("state", "year", "role", "amount", "covers", "source_title")
        empty_text = _("No contribution fits these filters.")

    caption = _("Money for mine action, by State, year and role")
    counted = ngettext_lazy("%(number)s row", "%(number)s rows", "rows")
    row_head = "state"


CONTRIBUTIONS = PublicList(
    noun="contributions",
    title=_("Contributions"),
    heading=_("Money for mine action, by State and year"),
    description=_(
        "One row is what one source says of the money of one State for mine action in one year that was over "
        "on the day: given abroad, spent on its own programme, or received."
    ),
    lead=_(
        "What States gave to mine action abroad, put into their own programmes or received, as far as a "
        "source with a year was read. Most figures are what States reported themselves. An amount for “all "
        "mine action” takes in more than anti-personnel mines, and an amount for one recipient is not the "
        "whole of what a State gave."
    ),
    summary=ngettext_lazy(
        "%(number)s row on money for mine action up to %(day)s: given, spent at home or received, in the "
        "currency of its source.",
        "%(number)s rows on money for mine action up to %(day)s: given, spent at home or received, each in "
        "the currency of its source.",
        "rows",
    ),
    parent="states",
    promises=(
        ("20a", _("Promise 20a, to commit national resources, with what States spent at home")),
        ("20b", _("Promise 20b, to commit international resources, with what States gave abroad")),
    ),
    remark=_(
        "Nothing was converted, and amounts in different currencies are never added up, so there is no total "
        "row; dollars stand below an amount where the source gives both. A dash means that the source gives "
        "no amount; a year without a row means that nothing was found, not that nothing was paid. These rows "
        "set no status."
    ),
    menu=_("Money for mine action"),
    table=ContributionTable,
    filters=ContributionFilter,
    columns=COLUMNS,
    key=("contribution",),
    references=(TO_STATE,),
    rows=Contribution.objects.as_listed,
    changes_with=(Contribution,),
)
