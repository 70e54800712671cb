"""Pages of the commitments: the Declaration, the list, one commitment."""

from collections import Counter

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.exports.formats import downloads_of
from commitments.lists.commitments import COMMITMENTS
from commitments.models import Commitment, Obligation, Paragraph
from commitments.pages.casualties import casualties_until
from commitments.pages.commitment import group_by_status
from commitments.pages.commitment_sentences import CommitmentSentences
from commitments.pages.coverage import coverage_of
from commitments.pages.instruments import instruments_on
from commitments.pages.newest_notes import shown_notes
from commitments.pages.trends import trend_of
from commitments.pages.world_map import map_by_status
from commitments.pages.yearly_series import StateSeries, casualties_by_state, money_by_state
from commitments.rules.clocks import Clocks
from commitments.rules.codes import ContributionRole, Status
from commitments.rules.tally import Tally

from .shortcuts import link_to, sections_of

COUNTED_CODE = "16a"  # zero new victims: the only commitment with a curve of its own
INSTRUMENTS_CODE = "18"  # cooperation with other instruments
# whose money the promise of means speaks of: at home, and for others
MONEY_ROLES = {"20a": ContributionRole.OWN_PROGRAMME, "20b": ContributionRole.DONOR}


@require_safe
def declaration(request: HttpRequest) -> HttpResponse:
    """The 21 paragraphs, and under each the commitments read from it."""
    paragraphs = Paragraph.objects.prefetch_related("commitments")
    return render(request, "commitments/declaration.html", {"paragraphs": paragraphs})


@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    """All commitments, each with how many obligations have which status."""
    clocks = request.clocks
    tallies = Obligation.objects.with_status_on(clocks).tally_by_commitment()
    commitments = Commitment.objects.select_related("paragraph").in_reading_order()
    rows = [(commitment, tallies.get(commitment.code, Tally.of({}))) for commitment in commitments]
    context = {"rows": rows, "downloads": downloads_of(COMMITMENTS, QueryDict(clocks.query), clocks)}
    return render(request, "commitments/commitment_list.html", context)


@require_safe
def commitment_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One commitment: the text and our reading of it, the tally, and every State that owes it."""
    clocks = request.clocks
    commitment = get_object_or_404(Commitment.objects.select_related("paragraph"), code=code)
    owed = list(Obligation.objects.as_read(clocks).with_vote().filter(commitment=commitment))
    beside = _beside_the_findings(commitment, owed, clocks)
    context = {
        "commitment": commitment,
        **_beside(commitment, clocks),
        "sentences": CommitmentSentences(code, owed, clocks).all(),
        "tally": Tally.of(Counter(obligation.status for obligation in owed)),
        "coverage": coverage_of(commitment, owed, clocks),
        "trend": trend_of(Obligation.objects.filter(commitment=commitment), clocks, commitment=code),
        "map": map_by_status(owed, clocks, commitment),
        "standings": group_by_status(owed, shown_notes(owed, clocks)),
        **beside,
        "sections": _sections(code, beside),
    }
    return render(request, "commitments/commitment_detail.html", context)


def _beside_the_findings(commitment: Commitment, owed: list[Obligation], clocks: Clocks) -> dict[str, object]:
    """What later action plans asked, and what others counted or recorded where it bears on the promise."""
    parties = {each.state_id for each in owed if each.status != Status.NOT_BOUND}
    synergies = commitment.code == INSTRUMENTS_CODE
    return {
        "planned": commitment.planned_actions.begun_by(clocks.day).select_related("plan"),
        "casualties": casualties_until(clocks.day) if commitment.code == COUNTED_CODE else None,
        "instruments": instruments_on(clocks, parties) if synergies else [],
        "owing": len(parties),
        "figures": _figures_by_state(commitment.code, clocks),
    }


def _figures_by_state(code: str, clocks: Clocks) -> list[StateSeries]:
    """On 16a the casualties of each State by year, on 20a and 20b its money; one query there, else none."""
    if code == COUNTED_CODE:
        return casualties_by_state(clocks)
    return money_by_state(MONEY_ROLES[code], clocks) if code in MONEY_ROLES else []


def _beside(commitment: Commitment, clocks: Clocks) -> dict[str, tuple[str, str] | None]:
    """Links to the previous and next commitment, clocks kept."""
    order = list(Commitment.objects.in_reading_order())
    place = order.index(commitment)
    before = order[place - 1] if place else None
    after = order[place + 1] if place + 1 < len(order) else None
    return {
        "before": link_to(before, before, clocks),
        "after": link_to(after, after, clocks),
    }


def _sections(code: str, beside: dict[str, object]) -> list[tuple[str, str]]:
    """The sections of the page, for its navigation."""
    parts = [
        ("text", _("The promise"), True),
        ("tally", _("Where the States stand"), True),
        ("instruments", _("Other instruments"), beside["instruments"]),
        ("states", _("What is known"), True),
        ("map", _("Map"), True),
        ("trend", _("Since 2009"), True),
        ("casualties", _("Casualties"), code == COUNTED_CODE),
        ("money", _("Money"), code in MONEY_ROLES and beside["figures"]),
        ("plans", _("Action plans"), True),
    ]
    return sections_of(parts)
