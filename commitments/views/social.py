"""Preview pictures for shared links, from the data of their page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from commitments.models import Commitment, Obligation, State
from commitments.rules.tally import Tally
from commitments.social.card import (
    Card,
    CardSetting,
    commitment_card,
    obligation_card,
    overview_card,
    state_card,
)
from commitments.social.drawing import drawn, etag_of
from commitments.templatetags.head import site_root
from commitments.templatetags.tracker import deadline_words, partial_date, when_found

KEPT_FOR = 60 * 60
# the fonts of the pictures have Latin letters only
LANGUAGE = "en"


def _setting(request: HttpRequest, page: str) -> CardSetting:
    """The day, the moment if one is set, and the address without its scheme."""
    clocks = request.clocks
    situation = f"Situation on {partial_date(clocks.day)}"
    if clocks.known_at_given:
        situation += f", as known on {partial_date(clocks.known_at)}"
    return CardSetting(situation, f"{site_root(request)}{page}".partition("://")[2])


def _picture(request: HttpRequest, card: Card) -> HttpResponse:
    """The picture, or 304 if the client has it."""
    etag = etag_of(card)
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(drawn(card), content_type="image/png")
    answer.headers["ETag"] = etag
    patch_cache_control(answer, public=True, max_age=KEPT_FOR)
    return answer


@require_safe
@translation.override(LANGUAGE)
def social_overview(request: HttpRequest) -> HttpResponse:
    clocks = request.clocks
    tally = Obligation.objects.with_status_on(clocks).tally()
    parties, promises = State.objects.parties_on(clocks.day).count(), Commitment.objects.count()
    setting = _setting(request, reverse("overview"))
    return _picture(request, overview_card(tally, parties=parties, promises=promises, setting=setting))


@require_safe
@translation.override(LANGUAGE)
def social_state(request: HttpRequest, iso3: str) -> HttpResponse:
    clocks = request.clocks
    state = get_object_or_404(State, iso3=iso3)
    owed = Obligation.objects.filter(state=state).select_related("commitment")
    obligations = owed.with_status_on(clocks).with_grave_findings_on(clocks).in_reading_order()
    return _picture(
        request, state_card(state, obligations, setting=_setting(request, state.get_absolute_url()))
    )


@require_safe
@translation.override(LANGUAGE)
def social_commitment(request: HttpRequest, code: str) -> HttpResponse:
    clocks = request.clocks
    commitment = get_object_or_404(Commitment, code=code)
    owed = Obligation.objects.filter(commitment=commitment)
    tally: Tally = owed.with_status_on(clocks).tally()
    setting = _setting(request, commitment.get_absolute_url())
    return _picture(request, commitment_card(commitment, tally, setting=setting))


@require_safe
@translation.override(LANGUAGE)
def social_obligation(request: HttpRequest, iso3: str, code: str) -> HttpResponse:
    read = Obligation.objects.as_read(request.clocks)
    obligation = get_object_or_404(read, state__iso3=iso3, commitment__code=code)
    card = obligation_card(
        obligation,
        found=when_found(obligation),
        deadline=deadline_words(obligation, request.clocks.day),
        setting=_setting(request, obligation.get_absolute_url()),
    )
    return _picture(request, card)
