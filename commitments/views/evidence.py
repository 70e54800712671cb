"""The evidence library: where the published findings can be checked."""

from django.urls import reverse, reverse_lazy

from commitments.models import EvidenceLink
from commitments.reporting.columns import table_of
from commitments.reporting.filters import EvidenceFilter
from commitments.reporting.tables import EvidenceTable
from commitments.rules.codes import EvidenceKind
from commitments.templatetags.tracker import keep_clocks

from .listing import ListFile, ListPage


class _Links:
    """What the page and the files share."""

    filterset_class = EvidenceFilter
    table_class = EvidenceTable


class EvidenceList(_Links, ListPage):
    """Every link of the notes that speak, the newest source first."""

    template_name = "commitments/evidence_list.html"
    file_address = reverse_lazy("evidence_csv")

    def get_queryset(self):
        clocks = self.request.clocks
        return EvidenceLink.objects.as_listed(clocks.day, known_at=clocks.known_at)

    def get_context_data(self, **kwargs) -> dict:
        """With the number of sources of each kind, each the count behind its link."""
        rows, clocks = reverse("evidence_list"), self.request.clocks
        kinds = [
            (EvidenceKind(kind).label, count, keep_clocks(rows, clocks, kind=kind))
            for kind, count in self.get_queryset().count_by_kind().items()
        ]
        return {**super().get_context_data(**kwargs), "kinds": kinds}


class EvidenceFile(_Links, ListFile):
    """The same rows as a file."""

    public_table = table_of("evidence")
