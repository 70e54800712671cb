"""The table of evidence: where the published findings can be checked."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commitments.models import EvidenceLink
from commitments.rules.codes import EvidenceKind

from .base import Column, Kind, PublicTable
from .parts import (
    TO_COMMITMENT,
    TO_NOTE,
    TO_STATE,
    as_known,
    as_text,
    commitment_columns,
    in_words,
    path_of,
    state_columns,
)

COLUMNS = (
    Column("evidence", F("pk"), Kind.NUMBER, _("Number of the link"), example="3209"),
    Column("title", F("title"), Kind.TEXT, _("Title of the source"), example="18MSP closing press release"),
    Column(
        "url",
        F("url"),
        Kind.LINK,
        _("Address of the source"),
        example="http://www.mineactionreview.org/country/colombia/anti-personnel-mines",
    ),
    Column("archived_url", F("archived_url"), Kind.LINK, _("Address of an archived copy")),
    Column(
        "publisher", F("publisher"), Kind.TEXT, _("Who published the source"), example="Mine Action Review"
    ),
    Column(
        "kind",
        F("kind"),
        Kind.CODE,
        _("Kind of source"),
        values=tuple(EvidenceKind.choices),
        example="meeting_record",
    ),
    in_words("kind_word", "kind", EvidenceKind.choices, example="record of a meeting of the Convention"),
    Column(
        "published_date",
        as_known("published_date", "published_precision"),
        Kind.DATE,
        _("Day, month or year of the source; empty where it has none"),
        example="2020-11-20",
    ),
    Column("locator", F("locator"), Kind.TEXT, _("Page or paragraph in the source")),
    Column("quotation", F("quotation"), Kind.TEXT, _("Short quotation from the source")),
    *state_columns("note__obligation__state"),
    *commitment_columns("note__obligation__commitment"),
    Column("note", F("note_id"), Kind.NUMBER, _("Number of the note that rests on it"), example="3075"),
    Column(
        "noted_date",
        as_known("note__noted_date", "note__noted_precision"),
        Kind.DATE,
        _("Day, month or year of the fact that the note is about"),
        example="2025-11",
    ),
    Column(
        "path",
        path_of("/progress/", as_text("note_id"), "/#evidence-", as_text("pk")),
        Kind.PATH,
        _("Place of the link on the page of the note"),
        example="/progress/3075/#evidence-3209",
    ),
)

TABLE = PublicTable(
    noun="evidence",
    title=_("Evidence"),
    description=_("One row is one source as one published note cites it."),
    columns=COLUMNS,
    key=("evidence",),
    references=(TO_STATE, TO_COMMITMENT, TO_NOTE),
    rows=lambda clocks: EvidenceLink.objects.as_listed(clocks.day, known_at=clocks.known_at),
)
