"""The page of one obligation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.models import Obligation, ProgressNote
from commitments.pages.membership_timeline import membership_events, stay_that_binds
from commitments.pages.obligation import neighbours_in_text, obligation_summary, same_commitment_nearby
from commitments.rules.clocks import Clocks

from .shortcuts import link_to, render_with_log, sections_of


def _notes_of(obligation: Obligation, clocks: Clocks) -> dict[str, object]:
    """The published notes, the changes of status, and the withdrawn notes, under both clocks."""
    of_obligation = ProgressNote.objects.filter(obligation=obligation)
    public = of_obligation.public_at(clocks)
    notes = list(of_obligation.as_listed(clocks).with_evidence(checked=clocks).with_replies(clocks))
    return {
        "notes": notes,
        "record": obligation_summary(notes),
        "changes": of_obligation.changes_of_status(clocks).with_evidence(checked=clocks),
        "withdrawn": public.withdrawn_by(clocks.known_at).with_corrections(clocks),
    }


@require_safe
def obligation_detail(request: HttpRequest, iso3: str, code: str) -> HttpResponse:
    """One commitment as one State owes it: status, findings with evidence, deadlines, membership."""
    clocks = request.clocks
    read = Obligation.objects.as_read(clocks)
    obligation = get_object_or_404(
        read.select_related("commitment__paragraph"), state__iso3=iso3, commitment__code=code
    )
    memberships = list(obligation.state.memberships.all())
    deadlines = list(obligation.deadlines.set_by(clocks.day).in_reading_order())
    context = {
        "obligation": obligation,
        **_notes_of(obligation, clocks),
        "deadlines": deadlines,
        "memberships": memberships,
        "events": membership_events(memberships, clocks.day),
        "binding": stay_that_binds(memberships, clocks.day),
        **_ways_on(obligation, clocks),
        "sections": _sections(with_deadlines=bool(deadlines)),
    }
    template = "commitments/obligation_detail.html"
    prefilled = {"state": iso3, "commitment": code}
    return render_with_log(request, template, context, state_id=obligation.state_id, **prefilled)


def _ways_on(obligation: Obligation, clocks: Clocks) -> dict[str, object]:
    """Links: the previous and next obligation of the State, the same commitment in neighbouring States."""
    before, after = neighbours_in_text(obligation)
    return {
        "before": link_to(before, before and before.commitment, clocks),
        "after": link_to(after, after and after.commitment, clocks),
        "around": same_commitment_nearby(obligation, clocks),
    }


def _sections(*, with_deadlines: bool) -> list[tuple[str, str]]:
    """The sections that this page has."""
    parts = [
        ("findings", _("What was found"), True),
        ("status-changes", _("Changes of status"), True),
        ("deadlines", _("Deadlines"), with_deadlines),
        ("membership", _("Membership"), True),
        ("around", _("Other States"), True),
        ("cite", _("How to cite"), True),
    ]
    return sections_of(parts)
