"""The list of the commitments of paragraphs 14 to 21."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Commitment
from commitments.rules.codes import Mode

from .column_parts import code_columns, path_of
from .declaration import Column, Kind, MenuGroup, PublicList
from .filterset import StrictFilterSet
from .table import COMMITMENT_EXPORTS, ListTable, TextColumn

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
        _("Short name of the promise"),
        example="Clear all mined areas",
    ),
    Column("paragraph", F("paragraph_id"), Kind.NUMBER, _("Paragraph of the Declaration"), example="16"),
    *code_columns(
        "mode", "mode", Mode.choices, _("The verb of the text"), examples=("aim", "aim (we reaffirm our aim)")
    ),
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
        _("Whom the promise concerns"),
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
        _("Page of the promise"),
        example="/commitments/16b/",
    ),
)


class CommitmentFilter(StrictFilterSet):
    """So few rows need no filter; any filter parameter is refused."""

    class Meta:
        model = Commitment
        fields: list[str] = []


class CommitmentTable(ListTable):
    """Order and columns of `Commitment.objects.in_reading_order()`; the page itself shows cards."""

    commitment = TextColumn(
        verbose_name=_("Promise"),
        accessor="code",
        order_by=("position",),
        exports=(*COMMITMENT_EXPORTS, "paragraph", "path"),
    )
    mode = TextColumn(
        verbose_name=_("The verb of the text"), order_by=("mode", "position"), exports=("mode", "mode_word")
    )
    quotation = TextColumn(
        verbose_name=_("In the words of the Declaration"), orderable=False, exports=("quotation",)
    )
    reading = TextColumn(
        verbose_name=_("How it is read here"), orderable=False, exports=("reading", "concerns", "shown_by")
    )

    class Meta:
        model = Commitment
        fields = ("commitment", "mode", "quotation", "reading")
        empty_text = _("There is no promise.")

    caption = _("Promises of paragraphs 14 to 21")
    counted = ngettext_lazy("%(number)s promise", "%(number)s promises", "rows")
    row_head = "commitment"


COMMITMENTS = PublicList(
    noun="commitments",
    title=_("Promises"),
    heading=_("The promises of paragraphs 14 to 21"),
    description=_("One row is one clause of paragraphs 14 to 21 that can be followed, in its own words."),
    lead=_(
        "The Declaration speaks with one voice for all States Parties: no State signs for itself and no "
        "date is set. Every row is therefore one State's part of a common promise, and the verb says what "
        "kind of promise it is."
    ),
    summary=ngettext_lazy(
        "%(number)s promise of paragraphs 14 to 21 of the Cartagena Declaration, word for word, with how "
        "many States Parties have which status.",
        "The %(number)s promises of paragraphs 14 to 21 of the Cartagena Declaration, word for word, with "
        "how many States Parties have which status.",
        "rows",
    ),
    menu=_("Promises"),
    menu_below=("commitment_detail",),
    menu_group=MenuGroup.START,
    table=CommitmentTable,
    filters=CommitmentFilter,
    columns=COLUMNS,
    key=("commitment",),
    references=(),
    rows=lambda clocks: Commitment.objects.in_reading_order(),
    changes_with=(Commitment,),
)
