"""The columns about the evidence of a note and the replies to it."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import Position

from .column_parts import THE_SAME_IN_WORDS, labelled
from .declaration import Column, Kind

EVIDENCE_COLUMNS = (
    Column(
        "evidence_count", F("evidence_count"), Kind.NUMBER, _("Links to evidence of the finding"), example="2"
    ),
    Column(
        "evidence_url",
        F("first_evidence__url"),
        Kind.LINK,
        _("Address of its first piece of evidence"),
        example="http://www.mineactionreview.org/country/colombia/anti-personnel-mines",
    ),
    Column(
        "evidence_title",
        F("first_evidence__title"),
        Kind.TEXT,
        _("Title of that evidence"),
        example="Colombia, Mine Action Review (Clearing the Mines 2025 text)",
    ),
    Column(
        "evidence_publisher",
        F("first_evidence__publisher"),
        Kind.TEXT,
        _("Publisher of that evidence"),
        example="Mine Action Review",
    ),
)

REPLY_COLUMNS = (
    Column(
        "reply_count", F("reply_count"), Kind.NUMBER, _("Replies of the State to the finding"), example="0"
    ),
    Column("reply_by", F("newest_reply__replied_by"), Kind.TEXT, _("Who gave the newest of them")),
    Column("reply_date", F("newest_reply__replied_date"), Kind.DAY, _("Day of that reply")),
    Column(
        "reply_position",
        F("newest_reply__position"),
        Kind.CODE,
        _("Whether that reply agrees with the finding"),
        values=tuple(Position.choices),
        example="disagrees",
    ),
    Column(
        "reply_position_word",
        labelled("newest_reply__position", Position.choices),
        Kind.TEXT,
        THE_SAME_IN_WORDS,
        example="disagrees",
    ),
    Column("reply_text", F("newest_reply__text"), Kind.TEXT, _("What that reply says")),
    Column("reply_url", F("newest_reply__url"), Kind.LINK, _("Address of that reply")),
)
