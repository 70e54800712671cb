"""The list of seals: the chain that binds every public event to all events before it."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Seal
from commitments.rules.seal_codes import TABLE_WORDS, SealKind

from .declaration import Column, Kind, MenuGroup, PublicList
from .filter_fields import CodesFilter, search_field
from .filterset import StrictFilterSet
from .search import SearchWord
from .table import WORDS, CellColumn, ListTable, TextColumn

COLUMNS = (
    Column(
        "seal",
        F("pk"),
        Kind.NUMBER,
        _("Number of the seal; the first is 1, and none is left out"),
        example="812",
    ),
    Column(
        "sealed_at", F("sealed_at"), Kind.MOMENT, _("When it was sealed"), example="2026-11-28T00:00:00+00:00"
    ),
    Column(
        "kind",
        F("kind"),
        Kind.CODE,
        _("What happened; “found”: it stood here already, unsealed, and is sealed only from that moment on"),
        values=tuple(SealKind.choices),
        example="published",
    ),
    Column(
        "table",
        F("table"),
        Kind.CODE,
        _("Table of the row that it is about"),
        values=tuple(TABLE_WORDS.items()),
        example="progress",
    ),
    Column("key", F("key"), Kind.TEXT, _("Key of that row"), example="3075"),
    Column(
        "content_sha256",
        F("content_sha256"),
        Kind.TEXT,
        _("SHA-256 of what the row says, in the canonical form; of {} where the row was removed"),
        example="44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    ),
    Column(
        "previous_sha256",
        F("previous_sha256"),
        Kind.TEXT,
        _("SHA-256 of the seal before; 64 zeros for the first"),
        example="0" * 64,
    ),
    Column(
        "sha256",
        F("sha256"),
        Kind.TEXT,
        _("SHA-256 of the columns before this one, in the canonical form"),
        example="44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    ),
)


def seal_holds(word: SearchWord) -> Q:
    """A seal of the row whose key has the word, or whose SHA-256 begins with it."""
    text = word.text
    return (
        Q(key__iexact=text)
        | Q(key__istartswith=f"{text} ")
        | Q(key__iendswith=f" {text}")
        | Q(sha256__startswith=text)
    )


class SealFilter(StrictFilterSet):
    """Filters of the list of seals."""

    q = search_field()
    kind = CodesFilter(choices=SealKind.choices, label=_("What happened"))
    table = CodesFilter(choices=tuple(TABLE_WORDS.items()), label=_("Table"))

    word_condition = staticmethod(seal_holds)
    negated = ("kind", "table")
    most_used = ("q", "kind", "table")

    class Meta:
        model = Seal
        fields: list[str] = []


class SealTable(ListTable):
    """Shows `Seal.objects.as_listed(…)`; never queries for itself."""

    number = TextColumn(verbose_name=_("Seal"), order_by=("pk",), exports=("seal",))
    sealed_at = CellColumn(
        "sealed_at", verbose_name=_("Sealed at"), order_by=("sealed_at", "pk"), exports=("sealed_at",)
    )
    kind = TextColumn(
        verbose_name=_("What happened"), order_by=("kind", "pk"), attrs=WORDS, exports=("kind",)
    )
    table = CellColumn(
        "sealed_row", verbose_name=_("Row"), order_by=("table", "key", "pk"), exports=("table", "key")
    )
    sha256 = CellColumn(
        "checksum",
        verbose_name="SHA-256",
        orderable=False,
        exports=("content_sha256", "previous_sha256", "sha256"),
    )

    class Meta:
        model = Seal
        fields = ("number", "sealed_at", "kind", "table", "sha256")
        empty_text = _("No seal fits these filters.")

    caption = _("Seals, the newest first")
    counted = ngettext_lazy("%(number)s seal", "%(number)s seals", "rows")
    row_head = "number"


SEALS = PublicList(
    noun="seals",
    title=_("Seals"),
    heading=_("Seals on the record"),
    description=_(
        "One row is one public event: its seal holds the checksums of the event and of the seal before."
    ),
    lead=_(
        "Every finding, reply and reference row is sealed when it is published, corrected, retracted, "
        "entered, changed or removed. Each seal binds all seals before it, so that whoever kept an earlier "
        "checksum can tell whether anything was changed since."
    ),
    summary=ngettext_lazy(
        "%(number)s seal on what was published here, in one chain of checksums up to %(day)s.",
        "%(number)s seals on what was published here, in one chain of checksums up to %(day)s.",
        "rows",
    ),
    remark=_(
        "Whoever controls this server could seal everything anew: only checksums that others keep would show "
        "it. Keep the newest one, or a data package; the data page says how they are compared. “Found as it "
        "stood” says that a row was here before it was sealed."
    ),
    menu=_("Seals on the record"),
    menu_group=MenuGroup.DATA,
    table=SealTable,
    filters=SealFilter,
    columns=COLUMNS,
    key=("seal",),
    references=(),
    rows=Seal.objects.as_listed,
    changes_with=(Seal,),
)
