"""The dated duties of Articles 4 and 5: the list and its files."""

from django.urls import reverse_lazy

from commitments.models import Deadline
from commitments.reporting.columns import table_of
from commitments.reporting.filters import DeadlineFilter
from commitments.reporting.tables import DeadlineTable

from .listing import ListFile, ListPage


class _Deadlines:
    """What the page and the files share."""

    filterset_class = DeadlineFilter
    table_class = DeadlineTable


class DeadlineList(_Deadlines, ListPage):
    """Every deadline as far as found, the earliest first."""

    template_name = "commitments/deadline_list.html"
    file_address = reverse_lazy("deadline_csv")

    def get_queryset(self):
        clocks = self.request.clocks
        return Deadline.objects.as_listed(clocks.day, known_at=clocks.known_at)


class DeadlineFile(_Deadlines, ListFile):
    """The same rows as a file."""

    public_table = table_of("deadlines")
