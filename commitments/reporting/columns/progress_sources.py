"""What the table of notes tells of the evidence of a note and of the replies to it."""

from django.db.models import CharField, Expression, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from commitments.models import EvidenceLink, Reply
from commitments.rules.codes import Position

from .base import Column, Kind
from .parts import THE_SAME_IN_WORDS, as_text, labelled


def _first_evidence(field: str) -> Coalesce:
    """A field of the first piece of evidence of a note."""
    links = EvidenceLink.objects.filter(note=OuterRef("pk")).in_reading_order()
    return Coalesce(Subquery(links.values(field)[:1]), Value(""), output_field=CharField())


def _newest_reply(told: Expression) -> Coalesce:
    """What the newest reply to a note tells; needs `with_newest_reply`."""
    reply = Reply.objects.filter(pk=OuterRef("newest_reply")).annotate(told=told)
    return Coalesce(Subquery(reply.values("told")[:1]), Value(""), output_field=CharField())


EVIDENCE_OF_NOTE = (
    Column(
        "evidence_count", F("evidence_count"), Kind.NUMBER, _("Links to evidence of the note"), example="2"
    ),
    Column(
        "evidence_url",
        _first_evidence("url"),
        Kind.LINK,
        _("Address of its first piece of evidence"),
        example="http://www.mineactionreview.org/country/colombia/anti-personnel-mines",
    ),
    Column(
        "evidence_title",
        _first_evidence("title"),
        Kind.TEXT,
        _("Title of that evidence"),
        example="Colombia, Mine Action Review (Clearing the Mines 2025 text)",
    ),
    Column(
        "evidence_publisher",
        _first_evidence("publisher"),
        Kind.TEXT,
        _("Publisher of that evidence"),
        example="Mine Action Review",
    ),
)

REPLIES_OF_NOTE = (
    Column("reply_count", F("reply_count"), Kind.NUMBER, _("Replies of the State to the note"), example="0"),
    Column("reply_by", _newest_reply(as_text("replied_by")), Kind.TEXT, _("Who gave the newest of them")),
    Column("reply_date", _newest_reply(as_text("replied_date")), Kind.DAY, _("Day of that reply")),
    Column(
        "reply_position",
        _newest_reply(as_text("position")),
        Kind.CODE,
        _("Whether that reply agrees with the note"),
        values=tuple(Position.choices),
        example="disagrees",
    ),
    Column(
        "reply_position_word",
        _newest_reply(labelled("position", Position.choices)),
        Kind.TEXT,
        THE_SAME_IN_WORDS,
        example="disagrees",
    ),
    Column("reply_text", _newest_reply(as_text("text")), Kind.TEXT, _("What that reply says")),
    Column("reply_url", _newest_reply(as_text("url")), Kind.LINK, _("Address of that reply")),
)
