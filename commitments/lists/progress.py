"""The list of published progress notes."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import EvidenceLink, ProgressNote, Reply
from commitments.models.progress_queries import ProgressNoteQuerySet
from commitments.rules.clocks import end_of
from commitments.rules.codes import (
    PUBLIC_STAGES,
    STORED_STATUS_CHOICES,
    Certainty,
    EvidenceKind,
    Precision,
    Stage,
    Status,
)
from commitments.rules.roles import BASELINE_AUTHOR

from .column_parts import (
    PUBLISHED_AT,
    TO_COMMITMENT,
    TO_OBLIGATION,
    TO_STATE,
    as_known,
    as_text,
    code_columns,
    commitment_columns,
    in_words,
    path_of,
    state_columns,
)
from .declaration import Column, Kind, MenuGroup, PublicList
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
from .filterset import StrictFilterSet
from .progress_sources import EVIDENCE_COLUMNS, REPLY_COLUMNS
from .search import notes_holding
from .table import CellColumn, CommitmentColumn, ListTable, NumberColumn, StateColumn

COLUMNS = (
    Column("note", F("pk"), Kind.NUMBER, _("Number of the finding"), example="3075"),
    *state_columns("obligation__state"),
    *commitment_columns("obligation__commitment"),
    Column(
        "noted_date",
        as_known("noted_date", "noted_precision"),
        Kind.DATE,
        _("Day, month or year of the fact; with precision “by” the day of the page that first tells it"),
        example="2025-11",
    ),
    Column(
        "noted_precision",
        F("noted_precision"),
        Kind.CODE,
        _("How exactly that date is known; “by”: not later than that day, its own day is not known"),
        values=tuple(Precision.choices),
        example="month",
    ),
    Column(
        "status",
        F("status"),
        Kind.CODE,
        _("Status that the finding sets; empty when it sets none"),
        values=tuple(STORED_STATUS_CHOICES),
        example="in_progress",
    ),
    in_words("status_word", "status", Status.choices, example="in progress"),
    *code_columns(
        "certainty",
        "certainty",
        Certainty.choices,
        _("How sure the source is"),
        examples=("confirmed", "confirmed"),
    ),
    Column(
        "text",
        F("text"),
        Kind.TEXT,
        _("What was found"),
        example="The deadline for clearing mined areas was extended to 31 December 2025.",
    ),
    Column("disputed_by", F("disputed_by"), Kind.TEXT, _("Who disputes it")),
    Column("dispute", F("dispute"), Kind.TEXT, _("What is disputed")),
    Column(
        "stage",
        F("known_stage"),
        Kind.CODE,
        _("Whether the finding stood at the moment of known_at, or stands today where none is given"),
        values=tuple((stage.value, stage.label) for stage in PUBLIC_STAGES),
        example="published",
    ),
    in_words("stage_word", "known_stage", Stage.choices, example="published"),
    PUBLISHED_AT,
    *EVIDENCE_COLUMNS,
    Column(
        "path",
        path_of("/progress/", as_text("pk"), "/"),
        Kind.PATH,
        _("Page of the finding"),
        example="/progress/3075/",
    ),
    *REPLY_COLUMNS,
    Column(
        "corrects",
        F("corrects_id"),
        Kind.NUMBER,
        _("Number of the finding that this one replaced; empty where it replaced none"),
        example="2963",
    ),
)


class ProgressFilter(StrictFilterSet):
    """Filters of the list of published notes."""

    q = search_field()
    state = states_by_code("obligation__state")
    region = regions("obligation__state__region")
    commitment = commitments_by_code("obligation__commitment")
    status = CodesFilter(choices=STORED_STATUS_CHOICES, label=_("Status set"))
    certainty = CodesFilter(choices=Certainty.choices, label=_("Certainty"))
    disputed = YesNoFilter(method="disputed_or_not", label=_("Disputed"))
    evidence = CodesFilter(
        choices=EvidenceKind.choices, method="with_evidence", label=_("Rests on a source of kind")
    )
    noted_from = DayFilter(field_name="noted_date", lookup_expr="gte", label=_("Noted from"))
    noted_to = DayFilter(field_name="noted_date", lookup_expr="lte", label=_("Noted to"))
    news = YesNoFilter(method="only_news", label=_("Without the baseline"))
    revision = DayFilter(method="of_revision", label=_("Came with the baseline on"))

    words_condition = staticmethod(notes_holding)
    negated = ("status", "commitment", "region", "state")
    most_used = ("q", "status", "commitment", "region", "state")

    class Meta:
        model = ProgressNote
        fields: list[str] = []

    def with_evidence(self, queryset: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        """Those with at least one piece of evidence of these kinds."""
        cited = EvidenceLink.objects.filter(note=OuterRef("pk"), kind__in=value)
        return queryset.filter(Exists(cited)) if value else queryset

    def disputed_or_not(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those that record a dispute, or those that do not."""
        if not value:
            return queryset
        return queryset.exclude(dispute="") if value == YES else queryset.filter(dispute="")

    def only_news(self, queryset: ProgressNoteQuerySet, name: str, value: str) -> ProgressNoteQuerySet:
        """Without the notes that a new site is loaded with."""
        return queryset.news() if value == YES else queryset

    def of_revision(self, queryset: ProgressNoteQuerySet, name: str, value: date) -> ProgressNoteQuerySet:
        """The notes of the baseline that it published that day (UTC)."""
        day = (datetime.combine(value, time.min, tzinfo=UTC), end_of(value))
        return queryset.filter(
            author__username=BASELINE_AUTHOR, published_by=F("author"), published_at__range=day
        )


BY_NOTE = ("-noted_date", "-published_at", "-pk")


class ProgressTable(ListTable):
    """Shows `ProgressNote.objects.as_listed(…)`; never queries for itself."""

    noted_date = CellColumn(
        "noted_date",
        verbose_name=_("Noted on"),
        order_by=("noted_date", "published_at", "pk"),
        exports=(
            *("note", "noted_date", "noted_precision", "path"),
            *("stage", "stage_word", "published_at", "corrects"),
        ),
    )
    state = StateColumn("obligation__state", then=BY_NOTE)
    commitment = CommitmentColumn("obligation", then=BY_NOTE)
    text = CellColumn(
        "note_text",
        verbose_name=_("What was found"),
        orderable=False,
        exports=("text", "disputed_by", "dispute", *(column.name for column in REPLY_COLUMNS)),
    )
    status = CellColumn(
        "note_status",
        verbose_name=_("Status set"),
        order_by=("status", *BY_NOTE),
        exports=("status", "status_word", "certainty", "certainty_word"),
    )
    evidence_count = NumberColumn(
        verbose_name=_("Evidence"),
        order_by=("evidence_count", *BY_NOTE),
        exports=tuple(column.name for column in EVIDENCE_COLUMNS),
    )

    class Meta:
        model = ProgressNote
        fields = ("noted_date", "state", "commitment", "text", "status", "evidence_count")
        empty_text = _("No published finding fits these filters.")

    caption = _("Published findings")
    counted = ngettext_lazy("%(number)s published finding", "%(number)s published findings", "rows")
    row_head = "noted_date"


PROGRESS = PublicList(
    noun="progress",
    title=_("Findings"),
    description=_(
        "One row is what was found about one promise of one State on one day, as it was published."
    ),
    lead=_(
        "What was found about one promise of one State on one day, with the evidence. Only a finding "
        "moves a status."
    ),
    summary=ngettext_lazy(
        "%(number)s published finding on what a State did about its promises in the Cartagena Declaration, "
        "with its evidence, known on %(day)s.",
        "%(number)s published findings on what States did about their promises in the Cartagena "
        "Declaration, each with its evidence, known on %(day)s.",
        "rows",
    ),
    related=("replies", _("What States themselves answered")),
    menu=_("Findings"),
    menu_below=("progress_detail",),
    menu_group=MenuGroup.DATA,
    table=ProgressTable,
    filters=ProgressFilter,
    columns=COLUMNS,
    key=("note",),
    references=(TO_STATE, TO_COMMITMENT, TO_OBLIGATION),
    rows=ProgressNote.objects.as_exported,
    changes_with=(ProgressNote, Reply),
)
