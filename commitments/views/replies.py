"""What States themselves answered: the list and its files."""

from django.urls import reverse_lazy

from commitments.models import Reply
from commitments.reporting.columns import table_of
from commitments.reporting.filters import ReplyFilter
from commitments.reporting.tables import ReplyTable

from .listing import ListFile, ListPage


class _Replies:
    """What the page and the files share."""

    filterset_class = ReplyFilter
    table_class = ReplyTable


class ReplyList(_Replies, ListPage):
    """Every reply to a note that speaks, the newest first."""

    template_name = "commitments/reply_list.html"
    file_address = reverse_lazy("reply_csv")

    def get_queryset(self):
        clocks = self.request.clocks
        return Reply.objects.as_listed(clocks.day, known_at=clocks.known_at)


class ReplyFile(_Replies, ListFile):
    """The same rows as a file; a retracted reply has day and reason, and nothing of what it said."""

    public_table = table_of("replies")
