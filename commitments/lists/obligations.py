"""The list of obligations: the status of each State on each commitment."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Deadline, Membership, Obligation, ProgressNote
from commitments.rules.codes import Certainty, DeadlineState, EvidenceKind, Freshness, Label, Mode, Status

from .column_parts import (
    DEADLINE,
    GRAVE_FINDINGS,
    LABEL,
    TO_COMMITMENT,
    TO_STATE,
    as_known,
    code_columns,
    commitment_columns,
    path_of,
    precision_column,
    state_columns,
)
from .declaration import Column, Kind, PublicList
from .filter_fields import (
    YES,
    CodesFilter,
    DayFilter,
    YesNoFilter,
    commitments_by_code,
    regions,
    search_field,
    states_by_code,
)
from .labelled_filterset import LabelledOnADay
from .search import obligation_holds
from .table import COMMITMENT_EXPORTS, STATE_EXPORTS, CellColumn, ListTable, NumberColumn, StateColumn

COLUMNS = (
    *state_columns("state"),
    *LABEL,
    *commitment_columns("commitment"),
    *code_columns(
        "mode",
        "commitment__mode",
        Mode.choices,
        _("The verb of the text"),
        examples=("aim", "aim (we reaffirm our aim)"),
    ),
    *code_columns(
        "status",
        "status",
        Status.choices,
        _("Where the State stands on the day, from the newest finding"),
        examples=("in_progress", "in progress"),
    ),
    Column(
        "status_date",
        as_known("status_date", "status_precision"),
        Kind.DATE,
        _("Day, month or year of the finding that decides the status"),
        example="2025-11",
    ),
    *code_columns(
        "certainty",
        "certainty",
        Certainty.choices,
        _("How sure the source of that finding is"),
        examples=("confirmed", "confirmed"),
    ),
    Column(
        "is_disputed",
        F("is_disputed"),
        Kind.BOOLEAN,
        _("Whether a published finding records a dispute"),
        example="False",
    ),
    Column(
        "evidence_count",
        F("evidence_count"),
        Kind.NUMBER,
        _("Links to evidence in all published findings"),
        example="2",
    ),
    Column(
        "finding",
        F("finding_id"),
        Kind.NUMBER,
        _("Number of the finding that decides the status"),
        example="3075",
    ),
    Column(
        "path",
        path_of("/states/", F("state__iso3"), "/", F("commitment__code"), "/"),
        Kind.PATH,
        _("Page of the promise"),
        example="/states/COL/16b/",
    ),
    Column(
        "newest_note_date",
        F("newest_note_date"),
        Kind.DAY,
        _("From when its freshness is counted: the last day of the day, month or year of its newest finding"),
        example="2025-11-30",
    ),
    *DEADLINE,
    precision_column("status_precision", "status_precision"),
    GRAVE_FINDINGS,
)


class ObligationFilter(LabelledOnADay):
    """Filters of the table of obligations; needs `as_listed`."""

    q = search_field()
    state = states_by_code("state")
    region = regions("state__region")
    label = CodesFilter(choices=Label.choices, label=_("Label"))
    commitment = commitments_by_code("commitment")
    status = CodesFilter(choices=Status.choices, label=_("Status"))
    certainty = CodesFilter(choices=Certainty.choices, label=_("Certainty"))
    disputed = YesNoFilter(field_name="is_disputed", label=_("Disputed"))
    freshness = CodesFilter(choices=Freshness.choices, label=_("Freshness"))
    deadline = CodesFilter(field_name="deadline_state", choices=DeadlineState.choices, label=_("Deadline"))
    silent_since = DayFilter(method="without_finding_since", label=_("No note on or after"))
    evidence_older_than = DayFilter(method="without_evidence_since", label=_("No source dated on or after"))
    first_found_by = DayFilter(
        field_name="first_found_date", lookup_expr="lte", label=_("Status first found on or before")
    )
    first_found_after = DayFilter(
        field_name="first_found_date", lookup_expr="gt", label=_("Status first found after")
    )
    by_vote = YesNoFilter(method="decided_by_vote", label=_("Status rests on a vote"))
    evidence = CodesFilter(
        choices=EvidenceKind.choices, method="resting_on", label=_("Rests on a source of kind")
    )

    word_condition = staticmethod(obligation_holds)
    negated = ("status", "commitment", "region", "label", "state", "deadline")
    most_used = ("q", "status", "commitment", "region", "state")
    least_used = ("label_on",)

    class Meta:
        model = Obligation
        fields: list[str] = []

    def decided_by_vote(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those whose deciding finding cites a voting record, or all others."""
        return queryset.filter(is_by_vote=value == YES)

    def without_finding_since(self, queryset: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        """Those without a note since this day, or without any."""
        return queryset.filter(Q(newest_note_date__isnull=True) | Q(newest_note_date__lt=value))

    def without_evidence_since(self, queryset: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        """Those whose newest dated source is older than this day, and those that have none."""
        return queryset.filter(Q(newest_evidence_date__isnull=True) | Q(newest_evidence_date__lt=value))

    def resting_on(self, queryset: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        """Those with at least one source of these kinds."""
        asked = Q(*((f"rests_on_{kind}", True) for kind in value), _connector=Q.OR)
        return queryset.filter(asked) if value else queryset


BY_STATE = ("state__sort_name", "state__pk", "commitment__position")


class ObligationTable(ListTable):
    """Shows `Obligation.objects.as_listed(…)`; never queries for itself."""

    state = StateColumn("state", then=BY_STATE[1:], exports=(*STATE_EXPORTS, "label", "label_word"))
    commitment = CellColumn(
        "obligation",
        verbose_name=_("Promise"),
        accessor="commitment",
        order_by=("commitment__position", "state__sort_name", "state__pk"),
        exports=(*COMMITMENT_EXPORTS, "mode", "mode_word", "path"),
    )
    status = CellColumn(
        "status",
        verbose_name=_("Status"),
        order_by=("status", *BY_STATE),
        exports=(
            *("status", "status_word", "certainty", "certainty_word", "is_disputed", "finding"),
            "grave_findings",
        ),
    )
    status_date = CellColumn(
        "status_date",
        verbose_name=_("As found on"),
        nulls_last=("status_date", *BY_STATE),
        exports=("status_date", "status_precision"),
    )
    newest_note_date = CellColumn(
        "freshness",
        verbose_name=_("Freshness"),
        nulls_last=("newest_note_date", *BY_STATE),
        exports=("newest_note_date",),
    )
    evidence_count = NumberColumn(
        verbose_name=_("Evidence"), order_by=("evidence_count", *BY_STATE), exports=("evidence_count",)
    )
    deadline_date = CellColumn(
        "deadline",
        verbose_name=_("Latest known deadline"),
        nulls_last=("deadline_date", *BY_STATE),
        exports=("deadline_state", "deadline_state_word", "deadline_date"),
    )

    class Meta:
        model = Obligation
        fields = (
            *("state", "commitment", "status", "status_date"),
            *("newest_note_date", "evidence_count", "deadline_date"),
        )
        empty_text = _("No promise fits these filters.")

    caption = _("Promises, one row for each State and promise")
    counted = ngettext_lazy("%(number)s promise", "%(number)s promises", "rows")
    row_head = "state"


OBLIGATIONS = PublicList(
    noun="obligations",
    title=_("Promises by State"),
    description=_("One row is one promise of one State, with its status on the day."),
    lead=_(
        "One row is one promise of one State. Filter and sort, then take exactly these rows away as a file."
    ),
    summary=ngettext_lazy(
        "%(number)s promise of one State Party in the Cartagena Declaration, with status, date and "
        "evidence on %(day)s; filter, sort and download it.",
        "%(number)s promises of single States Parties in the Cartagena Declaration, with status, date and "
        "evidence on %(day)s; filter, sort and download them.",
        "rows",
    ),
    menu=_("Promises by State"),
    menu_below=("obligation_detail",),
    table=ObligationTable,
    filters=ObligationFilter,
    columns=COLUMNS,
    key=("state_iso3", "commitment"),
    references=(TO_STATE, TO_COMMITMENT),
    rows=Obligation.objects.as_listed,
    changes_with=(ProgressNote, Membership, Deadline),
)
