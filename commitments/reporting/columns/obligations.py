"""The table of obligations: where each State stands on each commitment."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commitments.models import Obligation
from commitments.rules.codes import Certainty, Mode, Status

from .base import Column, Kind, PublicTable
from .parts import (
    LABEL,
    TO_COMMITMENT,
    TO_STATE,
    as_known,
    commitment_columns,
    in_words,
    path_of,
    state_columns,
)

COLUMNS = (
    *state_columns("state"),
    *LABEL,
    *commitment_columns("commitment"),
    Column(
        "mode",
        F("commitment__mode"),
        Kind.CODE,
        _("The verb of the text"),
        values=tuple(Mode.choices),
        example="aim",
    ),
    in_words("mode_word", "commitment__mode", Mode.choices, example="aim (we reaffirm our aim)"),
    Column(
        "status",
        F("status"),
        Kind.CODE,
        _("Where the State stands on the day, from the newest finding"),
        values=tuple(Status.choices),
        example="in_progress",
    ),
    in_words("status_word", "status", Status.choices, example="in progress"),
    Column(
        "status_date",
        as_known("status_date", "status_precision"),
        Kind.DATE,
        _("Day, month or year of the finding that decides the status"),
        example="2025-11",
    ),
    Column(
        "certainty",
        F("certainty"),
        Kind.CODE,
        _("How sure the source of that finding is"),
        values=tuple(Certainty.choices),
        example="confirmed",
    ),
    in_words("certainty_word", "certainty", Certainty.choices, example="confirmed"),
    Column(
        "is_disputed",
        F("is_disputed"),
        Kind.BOOLEAN,
        _("Whether a published note records a dispute"),
        example="False",
    ),
    Column(
        "evidence_count",
        F("evidence_count"),
        Kind.NUMBER,
        _("Links to evidence in all published notes"),
        example="2",
    ),
    Column(
        "finding",
        F("finding_id"),
        Kind.NUMBER,
        _("Number of the note that decides the status"),
        example="3075",
    ),
    Column(
        "path",
        path_of("/states/", F("state__iso3"), "/", F("commitment__code"), "/"),
        Kind.PATH,
        _("Page of the obligation"),
        example="/states/COL/16b/",
    ),
    Column(
        "newest_note_date",
        F("newest_note_date"),
        Kind.DAY,
        _("From when its freshness is counted: the last day of the day, month or year of its newest note"),
        example="2025-11-30",
    ),
)

TABLE = PublicTable(
    noun="obligations",
    title=_("Obligations"),
    description=_("One row is one commitment as one State owes it, with its status on the day."),
    columns=COLUMNS,
    key=("state_iso3", "commitment"),
    references=(TO_STATE, TO_COMMITMENT),
    rows=lambda clocks: Obligation.objects.as_listed(clocks.day, known_at=clocks.known_at),
)
