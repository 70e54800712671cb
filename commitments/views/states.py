"""The page of one State."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.models import Deadline, Membership, ProgressNote, State
from commitments.pages.events import latest_of_state, with_event_values, with_promise_count
from commitments.pages.locator import locator_of
from commitments.pages.membership_timeline import membership_events, stay_that_binds
from commitments.pages.state import StatesAround, StateSummary, names_of, state_summary, states_around
from commitments.pages.state_sentences import state_sentences
from commitments.pages.state_standing import standing_of
from commitments.pages.yearly_series import StateSeries, figures_of_state
from commitments.rules.clocks import Clocks

from .shortcuts import permanent_address, render_with_log, sections_of

MAX_EVENTS = 5  # of each kind: what happened, and first findings


@require_safe
def state_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    """One State: its membership, its obligations with their status, deadlines, notes, the States around."""
    clocks = request.clocks
    state = get_object_or_404(State.objects.as_listed(clocks), iso3=iso3)
    memberships = list(with_promise_count(state.memberships.all()))
    notes = _notes(state, clocks)
    standing = standing_of(state, memberships, clocks)
    record = state_summary(standing.obligations, notes, clocks)
    around = states_around(state, clocks)
    parts = _parts(state, record, around, clocks)
    context = {
        "state": state,
        "names": names_of(state),
        "locator": locator_of(state, around.states),
        **_membership(state, memberships, notes, clocks),
        "standing": standing,
        "sentences": state_sentences(standing, notes, clocks),
        **parts,
        **_compared(state, around if standing.is_bound and record.tally.denominator else None),
        "permanent": permanent_address(request),
        "sections": _sections(**parts),
    }
    return render_with_log(request, "commitments/state_detail.html", context, state_id=state.pk, state=iso3)


def _parts(state: State, record: StateSummary, around: StatesAround, clocks: Clocks) -> dict[str, Any]:
    """What has a section of its own where there is something to show."""
    return {
        "record": record,
        "deadlines": list(Deadline.objects.of_state(state).set_by(clocks.day).in_reading_order()),
        "around": around,
        "figures": figures_of_state(state, clocks),
    }


def _membership(
    state: State, memberships: list[Membership], notes: list[ProgressNote], clocks: Clocks
) -> dict[str, object]:
    """The stays of a State in the Convention, the one that binds it, and what happened lately."""
    return {
        "memberships": memberships,
        "events": membership_events(memberships, clocks.day),
        "binding": stay_that_binds(memberships, clocks.day),
        "lately": latest_of_state(state, notes, memberships, clocks, limit=MAX_EVENTS),
    }


def _notes(state: State, clocks: Clocks) -> list[ProgressNote]:
    notes = ProgressNote.objects.as_listed(clocks).with_replies(clocks).filter(obligation__state=state)
    return list(with_event_values(notes, clocks))


def _compared(state: State, around: StatesAround | None) -> dict[str, object]:
    """The codes of the State and of those beside which it can be read, and their names in a row."""
    others = around.comparable() if around else []
    return {
        "compared": [state.iso3, *(each.iso3 for each in others)] if others else [],
        "compared_names": get_text_list([each.name for each in others], _("and")),
    }


def _sections(
    record: StateSummary, deadlines: list, around: StatesAround, figures: list[StateSeries]
) -> list[tuple[str, str]]:
    """The sections that this page has."""
    parts = [
        ("obligations", _("Promise by promise"), True),
        ("deadlines", _("Deadlines"), deadlines),
        ("notes", _("Findings"), record.lines),
        ("series", _("Figures by year"), figures),
        ("membership", _("Membership"), True),
        ("neighbours", _("States around it"), around.states),
    ]
    return sections_of(parts)
