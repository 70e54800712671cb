"""The table of deadlines: the dated duties of Articles 4 and 5 and their extensions."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commitments.models import Deadline
from commitments.rules.codes import DeadlineKind, Precision

from .base import Column, Kind, PublicTable
from .parts import (
    TO_COMMITMENT,
    TO_OBLIGATION,
    TO_STATE,
    as_known,
    commitment_columns,
    in_words,
    path_of,
    state_columns,
)

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
        values=tuple(Precision.choices),
        example="day",
    ),
    Column("is_passed", F("is_passed"), Kind.BOOLEAN, _("Whether it has passed on the day"), example="False"),
    Column(
        "kind",
        F("kind"),
        Kind.CODE,
        _("Whether the Convention or an extension sets it"),
        values=tuple(DeadlineKind.choices),
        example="extension",
    ),
    in_words("kind_word", "kind", DeadlineKind.choices, example="extended deadline"),
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
        _("Page of the obligation"),
        example="/states/COL/16b/",
    ),
)

TABLE = PublicTable(
    noun="deadlines",
    title=_("Deadlines"),
    description=_(
        "One row is one dated duty of an obligation: the deadline of Article 4 or 5, or an extension."
    ),
    columns=COLUMNS,
    key=("deadline",),
    references=(TO_STATE, TO_COMMITMENT, TO_OBLIGATION),
    rows=lambda clocks: Deadline.objects.as_listed(clocks.day, known_at=clocks.known_at),
)
