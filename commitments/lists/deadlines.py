"""The list of deadlines: the dated duties of Articles 4 and 5 and their extensions."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Deadline
from commitments.rules.codes import DATE_PRECISION_CHOICES, DeadlineKind, DeadlineWay

from .column_parts import (
    TO_COMMITMENT,
    TO_OBLIGATION,
    TO_STATE,
    as_known,
    code_columns,
    commitment_columns,
    path_of,
    state_columns,
)
from .declaration import Column, Kind, PublicList
from .filter_fields import (
    CodesFilter,
    DayFilter,
    YesNoFilter,
    commitments_by_code,
    regions,
    search_field,
    states_by_code,
)
from .filterset import StrictFilterSet
from .search import SearchWord, any_field, obligation_holds
from .table import COMMITMENT_EXPORTS, CellColumn, CommitmentColumn, DayColumn, ListTable, StateColumn

COLUMNS = (
    Column("deadline", F("pk"), Kind.NUMBER, _("Number of the deadline"), example="57"),
    *state_columns("obligation__state"),
    *commitment_columns("obligation__commitment"),
    Column(
        "due_date",
        as_known("due_date", "due_precision"),
        Kind.DATE,
        _("Day, month or year until which the duty was to be met"),
        example="2025-12-31",
    ),
    Column(
        "due_precision",
        F("due_precision"),
        Kind.CODE,
        _("How exactly that date is known"),
        values=tuple(DATE_PRECISION_CHOICES),
        example="day",
    ),
    Column("is_passed", F("is_passed"), Kind.BOOLEAN, _("Whether it has passed on the day"), example="False"),
    *code_columns(
        "kind",
        "kind",
        DeadlineKind.choices,
        _("Whether the Convention or an extension sets it"),
        examples=("extension", "extended deadline"),
    ),
    Column(
        "decided_date",
        F("decided_date"),
        Kind.DAY,
        _("Day of the decision; empty where it is not recorded"),
        example="2020-11-20",
    ),
    Column(
        "is_computed",
        F("is_computed"),
        Kind.BOOLEAN,
        _("Whether it was computed by the rule of the Convention and not read in a source"),
        example="False",
    ),
    Column(
        "source_url",
        F("source_url"),
        Kind.LINK,
        _("Address of the source"),
        example="http://www.mineactionreview.org/country/colombia/anti-personnel-mines",
    ),
    Column(
        "source_title",
        F("source_title"),
        Kind.TEXT,
        _("Title of the source"),
        example="Colombia, Mine Action Review (Clearing the Mines 2025 text)",
    ),
    Column(
        "source_date",
        F("source_date"),
        Kind.DATE,
        _("Day, month or year of the source; empty where it has none"),
        example="2025-11",
    ),
    Column("remark", F("remark"), Kind.TEXT, _("What the date leaves open")),
    Column(
        "path",
        path_of("/states/", F("obligation__state__iso3"), "/", F("obligation__commitment__code"), "/"),
        Kind.PATH,
        _("Page of the promise"),
        example="/states/COL/16b/",
    ),
    *code_columns(
        "way",
        "way",
        DeadlineWay.choices,
        _("Whether it lies ahead of the day or has passed; only when all that is known of its date is over"),
        examples=("passed", "passed"),
    ),
    Column(
        "is_latest",
        F("is_latest"),
        Kind.BOOLEAN,
        _("Whether it is the latest deadline of its obligation known on the day"),
        example="True",
    ),
)


def deadline_holds(word: SearchWord) -> Q:
    """A deadline whose obligation matches the word, or whose source title contains it."""
    return obligation_holds(word, "obligation__") | any_field(word, "source_title")


class DeadlineFilter(StrictFilterSet):
    """Filters of the list of deadlines; needs `as_listed`."""

    q = search_field()
    latest = YesNoFilter(field_name="is_latest", label=_("Latest known"))
    passed = YesNoFilter(field_name="is_passed", label=_("Passed on the day"))
    due_from = DayFilter(field_name="due_date", lookup_expr="gte", label=_("Due from"))
    due_to = DayFilter(field_name="due_date", lookup_expr="lte", label=_("Due to"))
    commitment = commitments_by_code("obligation__commitment")
    state = states_by_code("obligation__state")
    region = regions("obligation__state__region")
    kind = CodesFilter(choices=DeadlineKind.choices, label=_("Kind of deadline"))

    word_condition = staticmethod(deadline_holds)
    negated = ("commitment", "region", "state")
    most_used = ("q", "latest", "passed", "due_from", "due_to", "commitment", "state")

    class Meta:
        model = Deadline
        fields: list[str] = []


BY_DUE = ("due_date", "obligation__state__sort_name", "pk")


class DeadlineTable(ListTable):
    """Shows `Deadline.objects.as_listed(…)`; never queries for itself."""

    due_date = CellColumn(
        "due_date", verbose_name=_("Due"), order_by=BY_DUE, exports=("due_date", "due_precision")
    )
    state = StateColumn("obligation__state", then=BY_DUE)
    commitment = CommitmentColumn("obligation", then=BY_DUE, exports=(*COMMITMENT_EXPORTS, "path"))
    kind = CellColumn(
        "deadline_kind",
        verbose_name=_("Kind"),
        order_by=("kind", *BY_DUE),
        exports=("kind", "kind_word", "is_computed", "remark"),
    )
    way = CellColumn(
        "deadline_way",
        verbose_name=_("On this day"),
        accessor="due_date",
        orderable=False,
        exports=("is_passed", "way", "way_word", "is_latest"),
    )
    decided_date = DayColumn(
        verbose_name=_("Decided"), nulls_last=("decided_date", *BY_DUE), exports=("decided_date",)
    )
    source = CellColumn(
        "deadline_source",
        verbose_name=_("Source"),
        accessor="source_title",
        order_by=("source_title", *BY_DUE),
        folds=True,
        exports=("source_url", "source_title", "source_date"),
    )

    class Meta:
        model = Deadline
        fields = ("due_date", "state", "commitment", "kind", "way", "decided_date", "source")
        empty_text = _("No deadline fits these filters.")

    caption = _("Deadlines of Articles 4 and 5, as far as found")
    counted = ngettext_lazy("%(number)s deadline", "%(number)s deadlines", "rows")
    row_head = "due_date"


DEADLINES = PublicList(
    noun="deadlines",
    title=_("Deadlines"),
    heading=_("Deadlines of Articles 4 and 5"),
    description=_("One row is one dated duty of one State: the deadline of Article 4 or 5, or an extension."),
    lead=_(
        "By when each State had to destroy its stocks (Article 4) and clear its mined areas (Article 5), "
        "every extension as a row of its own."
    ),
    summary=ngettext_lazy(
        "%(number)s deadline for clearing mined areas or destroying stockpiles, passed or ahead on "
        "%(day)s, with its source.",
        "%(number)s deadlines for clearing mined areas or destroying stockpiles, passed or ahead on "
        "%(day)s, each with its source.",
        "rows",
    ),
    remark=_(
        "As far as found: a later decision of the States Parties may not be recorded here yet, and the day "
        "of a decision is often not known. That a deadline has passed says nothing about whether the duty "
        "was met."
    ),
    menu=_("Deadlines"),
    table=DeadlineTable,
    filters=DeadlineFilter,
    columns=COLUMNS,
    key=("deadline",),
    references=(TO_STATE, TO_COMMITMENT, TO_OBLIGATION),
    rows=Deadline.objects.as_listed,
    changes_with=(Deadline,),
)
