"""The stays of States in the Convention: the list and its files."""

from django.urls import reverse_lazy

from commitments.models import Membership
from commitments.reporting.columns import table_of
from commitments.reporting.filters import MembershipFilter
from commitments.reporting.tables import MembershipTable

from .listing import ListFile, ListPage


class _Stays:
    """What the page and the files share."""

    filterset_class = MembershipFilter
    table_class = MembershipTable


class MembershipList(_Stays, ListPage):
    """Every stay that had begun by the day, by State."""

    template_name = "commitments/membership_list.html"
    file_address = reverse_lazy("membership_csv")

    def get_queryset(self):
        clocks = self.request.clocks
        return Membership.objects.as_listed(clocks.day, known_at=clocks.known_at)


class MembershipFile(_Stays, ListFile):
    """The same rows as a file, with sources and remarks."""

    public_table = table_of("memberships")
