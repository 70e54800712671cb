"""The table of commitments: what was promised, word for word, and how it is read here."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment
from commitments.rules.codes import Mode

from .base import Column, Kind, PublicTable
from .parts import in_words, path_of

COLUMNS = (
    Column(
        "commitment",
        F("code"),
        Kind.CODE,
        _("Paragraph and letter of the Declaration, such as 16b"),
        example="16b",
    ),
    Column(
        "commitment_title",
        F("title"),
        Kind.TEXT,
        _("Short name of the commitment"),
        example="Clear all mined areas",
    ),
    Column("paragraph", F("paragraph_id"), Kind.NUMBER, _("Paragraph of the Declaration"), example="16"),
    Column(
        "mode",
        F("mode"),
        Kind.CODE,
        _("The verb of the text"),
        values=tuple(Mode.choices),
        example="aim",
    ),
    in_words("mode_word", "mode", Mode.choices, example="aim (we reaffirm our aim)"),
    Column(
        "quotation",
        F("quotation"),
        Kind.TEXT,
        _("The words of the Declaration, unchanged"),
        example="We reaffirm our aim of zero new victims through clearing all mined areas (…)",
    ),
    Column(
        "reading",
        F("reading"),
        Kind.TEXT,
        _("How this tracker reads them"),
        example="“As soon as possible” closes the sentence and belongs to both means. (…)",
    ),
    Column(
        "concerns",
        F("concerns"),
        Kind.TEXT,
        _("Whom the commitment concerns"),
        example="States Parties that reported mined areas under their jurisdiction or control.",
    ),
    Column(
        "shown_by",
        F("shown_by"),
        Kind.TEXT,
        _("What would show that it is kept"),
        example="Kept: completion declared to a meeting of the States Parties. (…)",
    ),
    Column(
        "path",
        path_of("/commitments/", F("code"), "/"),
        Kind.PATH,
        _("Page of the commitment"),
        example="/commitments/16b/",
    ),
)

TABLE = PublicTable(
    noun="commitments",
    title=_("Commitments"),
    description=_("One row is one clause of paragraphs 14 to 21 that can be followed, in its own words."),
    columns=COLUMNS,
    key=("commitment",),
    references=(),
    rows=lambda clocks: Commitment.objects.in_reading_order(),
)
