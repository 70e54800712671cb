"""The sources of the findings: each once, with what rests on it."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse

from commitments.models import EvidenceLink
from commitments.models.evidence_queries import EvidenceQuerySet
from commitments.rules.clocks import Clocks

MAX_FINDINGS_SHOWN = 3


@dataclass(frozen=True)
class CitedSource:
    """One source and the findings that cite it.

    `newest` are its links of the newest facts; the first of them names the source. `link_count` is the number
    of rows at `address`, the list of evidence narrowed to this source.
    """

    newest: list[EvidenceLink]
    link_count: int
    note_count: int
    state_count: int
    commitment_count: int
    address: str

    @property
    def link(self) -> EvidenceLink:
        """The link that names it."""
        return self.newest[0]

    @property
    def more_count(self) -> int:
        """How many links are not shown here."""
        return self.link_count - len(self.newest)


def sources_page(
    rows: EvidenceQuerySet, clocks: Clocks, kept: dict[str, list[str]], *, per_page: int, number: str | None
) -> tuple[Page, list[CitedSource]]:
    """One page of the sources that these rows cite, the most cited first.

    `kept` are the parameters with which the list of evidence shows these rows.
    """
    page = Paginator(rows.by_source(), per_page).get_page(number)
    found: dict[str, list[EvidenceLink]] = {}
    newest = rows.newest_of_each([row["source"] for row in page], MAX_FINDINGS_SHOWN)
    for link in newest.with_link_checks(clocks):
        found.setdefault(link.source, []).append(link)
    return page, [
        CitedSource(
            newest=found[row["source"]],
            link_count=row["links"],
            note_count=row["notes"],
            state_count=row["states"],
            commitment_count=row["promises"],
            address=clocks.keep(reverse("evidence_list"), **{**kept, **_narrowed(found[row["source"]][0])}),
        )
        for row in page
    ]


def _narrowed(link: EvidenceLink) -> dict[str, str]:
    """The filter that leaves only this source."""
    return {"url": link.url} if link.url else {"source": link.own_source}
