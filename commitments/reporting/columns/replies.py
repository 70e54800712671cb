"""The table of replies: what States themselves answered to published notes."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commitments.models import Reply
from commitments.rules.codes import Position

from .base import Column, Kind, PublicTable
from .parts import (
    PUBLISHED_AT,
    TO_COMMITMENT,
    TO_NOTE,
    TO_OBLIGATION,
    TO_STATE,
    as_text,
    commitment_columns,
    in_words,
    path_of,
    state_columns,
)

COLUMNS = (
    Column("reply", F("pk"), Kind.NUMBER, _("Number of the reply"), example="12"),
    *state_columns("note__obligation__state"),
    *commitment_columns("note__obligation__commitment"),
    Column("note", F("note_id"), Kind.NUMBER, _("Number of the note that it answers"), example="3075"),
    Column(
        "replied_by",
        F("replied_by"),
        Kind.TEXT,
        _("Who spoke for the State"),
        example="Ministry of Foreign Affairs",
    ),
    Column("replied_date", F("replied_date"), Kind.DAY, _("Day of the reply"), example="2026-02-03"),
    Column(
        "position",
        F("spoken_position"),
        Kind.CODE,
        _("Whether the reply agrees with the note; empty once it is retracted"),
        values=tuple(Position.choices),
        example="disagrees",
    ),
    in_words("position_word", "spoken_position", Position.choices, example="disagrees"),
    Column("text", F("spoken_text"), Kind.TEXT, _("What the reply says; empty once it is retracted")),
    Column(
        "url",
        F("spoken_url"),
        Kind.LINK,
        _("Where the reply can be read; empty once it is retracted"),
        example="https://example.org/reply",
    ),
    PUBLISHED_AT,
    Column(
        "is_retracted",
        F("is_retracted"),
        Kind.BOOLEAN,
        _("Whether it has been retracted here"),
        example="False",
    ),
    Column("retracted_at", F("silent_since"), Kind.MOMENT, _("When it was retracted; empty until then")),
    Column("retraction_reason", F("silent_because"), Kind.TEXT, _("Why it was retracted; empty until then")),
    Column(
        "path",
        path_of("/progress/", as_text("note_id"), "/#reply-", as_text("pk")),
        Kind.PATH,
        _("Place of the reply on the page of the note"),
        example="/progress/3075/#reply-12",
    ),
)

TABLE = PublicTable(
    noun="replies",
    title=_("Replies"),
    description=_("One row is what a State itself answered to a published note; it moves no status."),
    columns=COLUMNS,
    key=("reply",),
    references=(TO_STATE, TO_COMMITMENT, TO_OBLIGATION, TO_NOTE),
    rows=lambda clocks: Reply.objects.as_listed(clocks.day, known_at=clocks.known_at),
)
