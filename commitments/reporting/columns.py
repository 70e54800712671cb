"""Every column of every export, declared once: header, ORM expression, type and meaning.

The files and the dictionary on the data page read these lists. A header once published stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, CharField, Expression, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Substr
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models import EvidenceLink, Reply
from commitments.rules.codes import Certainty, EvidenceKind, Label, Mode, Position, Precision, Stage, Status

TEXT, CODE, DATE, MOMENT, NUMBER, BOOLEAN, PATH = (
    _("text"),
    _("code"),
    _("date (ISO 8601, as exactly as it is known)"),
    _("date and time (ISO 8601, UTC)"),
    _("whole number"),
    _("True or False"),
    _("path on this site"),
)


@dataclass(frozen=True)
class Column:
    """One column: `name` is the header, `expression` what the database computes for each row."""

    name: str
    expression: Expression | F
    kind: str | Promise
    meaning: str | Promise


def labelled(field: str, choices: Sequence[tuple[str, str | Promise]]) -> Case:
    """The word for the code in `field`, empty where there is none."""
    words = [When(**{field: code}, then=Value(label, output_field=CharField())) for code, label in choices]
    return Case(*words, default=Value(""), output_field=CharField())


def as_known(date_field: str, precision_field: str) -> Substr:
    """A date cut to what is known of it: 2009, 2009-12 or 2009-12-04."""
    length = Case(
        When(**{precision_field: Precision.YEAR.value}, then=Value(4)),
        When(**{precision_field: Precision.MONTH.value}, then=Value(7)),
        default=Value(10),
        output_field=IntegerField(),
    )
    return Substr(Cast(date_field, CharField()), 1, length)


def _first_evidence(field: str) -> Coalesce:
    """A field of the first piece of evidence of a note."""
    links = EvidenceLink.objects.filter(note=OuterRef("pk")).in_reading_order()
    return Coalesce(Subquery(links.values(field)[:1]), Value(""), output_field=CharField())


def _as_text(field: str) -> Cast:
    return Cast(field, CharField())


def _newest_reply(told: Expression) -> Coalesce:
    """What the newest reply to a note tells; needs `with_newest_reply`."""
    reply = Reply.objects.filter(pk=OuterRef("newest_reply")).annotate(told=told)
    return Coalesce(Subquery(reply.values("told")[:1]), Value(""), output_field=CharField())


def _state_columns(state: str) -> list[Column]:
    return [
        Column("state_iso3", F(f"{state}__iso3"), CODE, _("State, ISO 3166-1 alpha-3 code")),
        Column("state", F(f"{state}__name_en"), TEXT, _("State, United Nations short name in English")),
        Column("region", F(f"{state}__region"), TEXT, _("United Nations M49 region")),
    ]


def _commitment_columns(commitment: str) -> list[Column]:
    return [
        Column(
            "commitment",
            F(f"{commitment}__code"),
            CODE,
            _("Paragraph and letter of the Declaration, such as 16b"),
        ),
        Column("commitment_title", F(f"{commitment}__title"), TEXT, _("Short name of the commitment")),
    ]


def _path(state: str, commitment: str) -> Concat:
    parts = (Value("/states/"), F(f"{state}__iso3"), Value("/"), F(f"{commitment}__code"), Value("/"))
    return Concat(*parts, output_field=CharField())


OBLIGATION_COLUMNS = [
    *_state_columns("state"),
    Column("label", F("label"), CODE, _("How the State stands to the Declaration on the day")),
    Column("label_word", labelled("label", Label.choices), TEXT, _("The same in words")),
    *_commitment_columns("commitment"),
    Column("mode", F("commitment__mode"), CODE, _("The verb of the text")),
    Column("mode_word", labelled("commitment__mode", Mode.choices), TEXT, _("The same in words")),
    Column("status", F("status"), CODE, _("Where the State stands on the day, from the newest finding")),
    Column("status_word", labelled("status", Status.choices), TEXT, _("The same in words")),
    Column(
        "status_date",
        as_known("status_date", "status_precision"),
        DATE,
        _("Day, month or year of the finding that decides the status"),
    ),
    Column("certainty", F("certainty"), CODE, _("How sure the source of that finding is")),
    Column("certainty_word", labelled("certainty", Certainty.choices), TEXT, _("The same in words")),
    Column("is_disputed", F("is_disputed"), BOOLEAN, _("Whether a published note records a dispute")),
    Column("evidence_count", F("evidence_count"), NUMBER, _("Links to evidence in all published notes")),
    Column("finding", F("finding_id"), NUMBER, _("Number of the note that decides the status")),
    Column("path", _path("state", "commitment"), PATH, _("Page of the obligation")),
]

PROGRESS_COLUMNS = [
    Column("note", F("pk"), NUMBER, _("Number of the note")),
    *_state_columns("obligation__state"),
    *_commitment_columns("obligation__commitment"),
    Column(
        "noted_date",
        as_known("noted_date", "noted_precision"),
        DATE,
        _("Day, month or year of the fact"),
    ),
    Column("noted_precision", F("noted_precision"), CODE, _("How exactly that date is known")),
    Column("status", F("status"), CODE, _("Status that the note sets; empty when it sets none")),
    Column("status_word", labelled("status", Status.choices), TEXT, _("The same in words")),
    Column("certainty", F("certainty"), CODE, _("How sure the source is")),
    Column("certainty_word", labelled("certainty", Certainty.choices), TEXT, _("The same in words")),
    Column("text", F("text"), TEXT, _("What was found")),
    Column("disputed_by", F("disputed_by"), TEXT, _("Who disputes it")),
    Column("dispute", F("dispute"), TEXT, _("What is disputed")),
    Column("stage", F("stage"), CODE, _("Whether the note still speaks today")),
    Column("stage_word", labelled("stage", Stage.choices), TEXT, _("The same in words")),
    Column("published_at", F("published_at"), MOMENT, _("When it was published here")),
    Column("evidence_count", F("evidence_count"), NUMBER, _("Links to evidence of the note")),
    Column("evidence_url", _first_evidence("url"), TEXT, _("Address of its first piece of evidence")),
    Column("evidence_title", _first_evidence("title"), TEXT, _("Title of that evidence")),
    Column("evidence_publisher", _first_evidence("publisher"), TEXT, _("Publisher of that evidence")),
    Column(
        "path",
        Concat(Value("/progress/"), Cast("pk", CharField()), Value("/"), output_field=CharField()),
        PATH,
        _("Page of the note"),
    ),
    Column("reply_count", F("reply_count"), NUMBER, _("Replies of the State to the note")),
    Column("reply_by", _newest_reply(_as_text("replied_by")), TEXT, _("Who gave the newest of them")),
    Column("reply_date", _newest_reply(_as_text("replied_date")), DATE, _("Day of that reply")),
    Column(
        "reply_position",
        _newest_reply(_as_text("position")),
        CODE,
        _("Whether that reply agrees with the note"),
    ),
    Column(
        "reply_position_word",
        _newest_reply(labelled("position", Position.choices)),
        TEXT,
        _("The same in words"),
    ),
    Column("reply_text", _newest_reply(_as_text("text")), TEXT, _("What that reply says")),
    Column("reply_url", _newest_reply(_as_text("url")), TEXT, _("Address of that reply")),
]

EVIDENCE_COLUMNS = [
    Column("evidence", F("pk"), NUMBER, _("Number of the link")),
    Column("title", F("title"), TEXT, _("Title of the source")),
    Column("url", F("url"), TEXT, _("Address of the source")),
    Column("archived_url", F("archived_url"), TEXT, _("Address of an archived copy")),
    Column("publisher", F("publisher"), TEXT, _("Who published the source")),
    Column("kind", F("kind"), CODE, _("Kind of source")),
    Column("kind_word", labelled("kind", EvidenceKind.choices), TEXT, _("The same in words")),
    Column(
        "published_date",
        as_known("published_date", "published_precision"),
        DATE,
        _("Day, month or year of the source; empty where it has none"),
    ),
    Column("locator", F("locator"), TEXT, _("Page or paragraph in the source")),
    Column("quotation", F("quotation"), TEXT, _("Short quotation from the source")),
    *_state_columns("note__obligation__state"),
    *_commitment_columns("note__obligation__commitment"),
    Column("note", F("note_id"), NUMBER, _("Number of the note that rests on it")),
    Column(
        "noted_date",
        as_known("note__noted_date", "note__noted_precision"),
        DATE,
        _("Day, month or year of the fact that the note is about"),
    ),
    Column(
        "path",
        Concat(
            *(Value("/progress/"), Cast("note_id", CharField())),
            *(Value("/#evidence-"), Cast("pk", CharField())),
            output_field=CharField(),
        ),
        PATH,
        _("Place of the link on the page of the note"),
    ),
]
