"""The list of replies: what States answered to published notes."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Reply
from commitments.rules.codes import Position

from .column_parts import (
    PUBLISHED_AT,
    TO_COMMITMENT,
    TO_NOTE,
    TO_OBLIGATION,
    TO_STATE,
    as_text,
    code_columns,
    commitment_columns,
    path_of,
    state_columns,
)
from .declaration import Column, Kind, MenuGroup, PublicList
from .filter_fields import (
    CodesFilter,
    commitments_by_code,
    regions,
    search_field,
    states_by_code,
)
from .filterset import StrictFilterSet
from .search import SearchWord, any_field, state_holds
from .table import CellColumn, CommitmentColumn, ListTable, StateColumn, TextColumn

COLUMNS = (
    Column("reply", F("pk"), Kind.NUMBER, _("Number of the reply"), example="12"),
    *state_columns("note__obligation__state"),
    *commitment_columns("note__obligation__commitment"),
    Column("note", F("note_id"), Kind.NUMBER, _("Number of the finding that it answers"), example="3075"),
    Column(
        "replied_by",
        F("replied_by"),
        Kind.TEXT,
        _("Who spoke for the State"),
        example="Ministry of Foreign Affairs",
    ),
    Column("replied_date", F("replied_date"), Kind.DAY, _("Day of the reply"), example="2026-02-03"),
    *code_columns(
        "position",
        "shown_position",
        Position.choices,
        _("Whether the reply agrees with the finding; empty once it is retracted"),
        examples=("disagrees", "disagrees"),
    ),
    Column("text", F("shown_text"), Kind.TEXT, _("What the reply says; empty once it is retracted")),
    Column(
        "url",
        F("shown_url"),
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
    Column("retracted_at", F("withdrawn_since"), Kind.MOMENT, _("When it was retracted; empty until then")),
    Column(
        "retraction_reason", F("withdrawal_reason"), Kind.TEXT, _("Why it was retracted; empty until then")
    ),
    Column(
        "path",
        path_of("/progress/", as_text("note_id"), "/#reply-", as_text("pk")),
        Kind.PATH,
        _("Place of the reply on the page of the finding"),
        example="/progress/3075/#reply-12",
    ),
)


def reply_holds(word: SearchWord) -> Q:
    """A reply with the word in its text or office, or about a State or code that matches it."""
    return (
        any_field(word, "shown_text", "replied_by")
        | state_holds(word, "note__obligation__state")
        | Q(note__obligation__commitment__in=word.coded)
    )


class ReplyFilter(StrictFilterSet):
    """Filters of the list of replies; needs `as_listed`. The text of a retracted reply is not searched."""

    q = search_field()
    position = CodesFilter(choices=Position.choices, field_name="shown_position", label=_("Position"))
    commitment = commitments_by_code("note__obligation__commitment")
    state = states_by_code("note__obligation__state")
    region = regions("note__obligation__state__region")

    word_condition = staticmethod(reply_holds)
    negated = ("commitment", "region", "state")
    most_used = ("q", "position", "commitment", "state")

    class Meta:
        model = Reply
        fields: list[str] = []


BY_REPLY = ("-replied_date", "-pk")


class ReplyTable(ListTable):
    """Shows `Reply.objects.as_listed(…)`; never queries for itself."""

    replied_date = CellColumn(
        "reply_date",
        verbose_name=_("Replied on"),
        order_by=("replied_date", "pk"),
        exports=("replied_date", "path"),
    )
    state = StateColumn("note__obligation__state", then=BY_REPLY)
    commitment = CommitmentColumn("note__obligation", then=BY_REPLY)
    note = CellColumn(
        "source_note",
        verbose_name=_("Finding"),
        order_by=("note__noted_date", "note__pk", "pk"),
        exports=("note",),
    )
    replied_by = TextColumn(
        verbose_name=_("Who replied"), order_by=("replied_by", *BY_REPLY), folds=True, exports=("replied_by",)
    )
    position = CellColumn(
        "reply_position",
        verbose_name=_("Position"),
        accessor="shown_position",
        order_by=("shown_position", *BY_REPLY),
        exports=("position", "position_word", "is_retracted", "retracted_at", "retraction_reason"),
    )
    text = CellColumn(
        "reply_text",
        verbose_name=_("What the State says"),
        orderable=False,
        exports=("text", "url", "published_at"),
    )

    class Meta:
        model = Reply
        fields = ("replied_date", "state", "commitment", "note", "replied_by", "position", "text")
        empty_text = _("No reply fits these filters.")

    caption = _("Replies of States to published findings")
    counted = ngettext_lazy("%(number)s reply", "%(number)s replies", "rows")
    row_head = "replied_date"


REPLIES = PublicList(
    noun="replies",
    title=_("Replies"),
    heading=_("Replies of States"),
    description=_("One row is what a State itself answered to a published finding; it moves no status."),
    lead=_(
        "What States themselves answered to a finding published here. A reply stands beside its finding "
        "and never moves a status."
    ),
    summary=ngettext_lazy(
        "%(number)s reply of a State to a finding on its promises in the Cartagena Declaration, as known "
        "on %(day)s.",
        "%(number)s replies of States to findings on their promises in the Cartagena Declaration, as known "
        "on %(day)s.",
        "rows",
    ),
    parent="progress",
    remark=_("A reply that was retracted keeps its row, with day and reason and without what it said."),
    menu=_("Replies of States"),
    menu_group=MenuGroup.DATA,
    table=ReplyTable,
    filters=ReplyFilter,
    columns=COLUMNS,
    key=("reply",),
    references=(TO_STATE, TO_COMMITMENT, TO_OBLIGATION, TO_NOTE),
    rows=Reply.objects.as_listed,
    changes_with=(Reply,),
)
