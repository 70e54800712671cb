"""The table of published notes: what was found about one obligation on one day."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commitments.models import ProgressNote
from commitments.rules.codes import (
    PUBLIC_STAGES,
    STORED_STATUS_CHOICES,
    Certainty,
    Precision,
    Stage,
    Status,
)

from .base import Column, Kind, PublicTable
from .parts import (
    PUBLISHED_AT,
    TO_COMMITMENT,
    TO_OBLIGATION,
    TO_STATE,
    as_known,
    as_text,
    commitment_columns,
    in_words,
    path_of,
    state_columns,
)
from .progress_sources import EVIDENCE_OF_NOTE, REPLIES_OF_NOTE

COLUMNS = (
    Column("note", F("pk"), Kind.NUMBER, _("Number of the note"), example="3075"),
    *state_columns("obligation__state"),
    *commitment_columns("obligation__commitment"),
    Column(
        "noted_date",
        as_known("noted_date", "noted_precision"),
        Kind.DATE,
        _("Day, month or year of the fact"),
        example="2025-11",
    ),
    Column(
        "noted_precision",
        F("noted_precision"),
        Kind.CODE,
        _("How exactly that date is known"),
        values=tuple(Precision.choices),
        example="month",
    ),
    Column(
        "status",
        F("status"),
        Kind.CODE,
        _("Status that the note sets; empty when it sets none"),
        values=tuple(STORED_STATUS_CHOICES),
        example="in_progress",
    ),
    in_words("status_word", "status", Status.choices, example="in progress"),
    Column(
        "certainty",
        F("certainty"),
        Kind.CODE,
        _("How sure the source is"),
        values=tuple(Certainty.choices),
        example="confirmed",
    ),
    in_words("certainty_word", "certainty", Certainty.choices, example="confirmed"),
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
        F("stage"),
        Kind.CODE,
        _("Whether the note still speaks today"),
        values=tuple((stage.value, stage.label) for stage in PUBLIC_STAGES),
        example="published",
    ),
    in_words("stage_word", "stage", Stage.choices, example="published"),
    PUBLISHED_AT,
    *EVIDENCE_OF_NOTE,
    Column(
        "path",
        path_of("/progress/", as_text("pk"), "/"),
        Kind.PATH,
        _("Page of the note"),
        example="/progress/3075/",
    ),
    *REPLIES_OF_NOTE,
)

TABLE = PublicTable(
    noun="progress",
    title=_("Progress notes"),
    description=_("One row is what was found about one obligation on one day, as it was published."),
    columns=COLUMNS,
    key=("note",),
    references=(TO_STATE, TO_COMMITMENT, TO_OBLIGATION),
    rows=lambda clocks: ProgressNote.objects.as_exported(clocks.day, known_at=clocks.known_at),
)
