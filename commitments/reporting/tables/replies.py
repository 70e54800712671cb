"""The table of what States answered."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Reply

from .base import COMMITMENT, STATE, ListTable, cell

BY_REPLY = ("-replied_date", "-pk")


class ReplyTable(ListTable):
    """Shows `Reply.objects.as_listed(…)`; never queries for itself."""

    replied_date = cell("reply_date", verbose_name=_("Replied on"), order_by=("replied_date", "pk"))
    state = cell(
        "source_state", verbose_name=_("State"), order_by=("note__obligation__state__name_en", *BY_REPLY)
    )
    commitment = cell(
        "source_commitment",
        verbose_name=_("Commitment"),
        order_by=("note__obligation__commitment__position", *BY_REPLY),
    )
    note = cell("source_note", verbose_name=_("Finding"), order_by=("note__noted_date", "note__pk", "pk"))
    replied_by = cell("reply_by", verbose_name=_("Who replied"), order_by=("replied_by", *BY_REPLY))
    position = cell(
        "reply_position",
        verbose_name=_("Position"),
        accessor="spoken_position",
        order_by=("spoken_position", *BY_REPLY),
        empty_values=(),
    )
    text = cell("reply_text", verbose_name=_("What the State says"), orderable=False)

    class Meta:
        model = Reply
        fields = ("replied_date", "state", "commitment", "note", "replied_by", "position", "text")
        empty_text = _("No reply fits these filters.")

    caption = _("Replies of States to published notes")
    counted = ngettext_lazy("%(number)s reply", "%(number)s replies", "rows")
    row_head = "replied_date"
    exported = {
        "replied_date": ("replied_date", "path"),
        "state": STATE,
        "commitment": COMMITMENT,
        "note": ("note",),
        "replied_by": ("replied_by",),
        "position": ("position", "position_word", "is_retracted", "retracted_at", "retraction_reason"),
        "text": ("text", "url", "published_at"),
    }
