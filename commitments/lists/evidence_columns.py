"""The columns of the list of evidence in its files."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import EvidenceKind
from commitments.rules.document_reading import DocumentType

from .column_parts import (
    as_known,
    as_text,
    code_columns,
    commitment_columns,
    path_of,
    precision_column,
    state_columns,
)
from .declaration import Column, Kind

COLUMNS = (
    Column("evidence", F("pk"), Kind.NUMBER, _("Number of the link"), example="3209"),
    Column("title", F("title"), Kind.TEXT, _("Title of the source"), example="18MSP closing press release"),
    Column(
        "url",
        F("url"),
        Kind.LINK,
        _("Address of the source; empty where it is not on the web"),
        example="http://www.mineactionreview.org/country/colombia/anti-personnel-mines",
    ),
    Column("archived_url", F("archived_url"), Kind.LINK, _("Address of an archived copy")),
    Column(
        "publisher", F("publisher"), Kind.TEXT, _("Who published the source"), example="Mine Action Review"
    ),
    *code_columns(
        "kind",
        "kind",
        EvidenceKind.choices,
        _("Kind of source"),
        examples=("meeting_record", "record of a meeting of the Convention"),
    ),
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
    Column("note", F("note_id"), Kind.NUMBER, _("Number of the finding that rests on it"), example="3075"),
    Column(
        "noted_date",
        as_known("note__noted_date", "note__noted_precision"),
        Kind.DATE,
        _("Day, month or year of the fact that the finding is about"),
        example="2025-11",
    ),
    Column(
        "path",
        path_of("/progress/", as_text("note_id"), "/#evidence-", as_text("pk")),
        Kind.PATH,
        _("Place of the link on the page of the finding"),
        example="/progress/3075/#evidence-3209",
    ),
    precision_column("noted_precision", "note__noted_precision"),
    Column(
        "document_sha256",
        F("document_id"),
        Kind.TEXT,
        _("SHA-256 of the document that is kept, to be taken from /documents/<SHA-256>/; empty without one"),
    ),
    Column("document_size", F("document__size"), Kind.NUMBER, _("Size of that document in bytes")),
    Column(
        "document_type",
        F("document__content_type"),
        Kind.CODE,
        _("Type of that document"),
        values=tuple(DocumentType.choices),
    ),
    Column("archive", F("archive"), Kind.TEXT, _("Archive that has the source")),
    Column("archive_number", F("archive_number"), Kind.TEXT, _("Number under which the archive has it")),
)
