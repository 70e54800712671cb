"""Whatever an administrator types as reference data, no public page breaks."""

import pytest
from django.test import Client

from commitments.models import ActionPlan, Commitment, ProgressNote, State
from commitments.rules.roles import ADMINISTRATOR
from tests.builders import make_member, make_paragraph
from tests.each import Failures
from tests.views.site import addresses

pytestmark = pytest.mark.django_db

STATE, COMMITMENT = "/admin/commitments/state/add/", "/admin/commitments/commitment/add/"
PLAN = "/admin/commitments/actionplan/add/"
NO_STAYS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
A_STAY = {
    "memberships-TOTAL_FORMS": "1",
    "memberships-INITIAL_FORMS": "0",
    "memberships-0-consent_date": "2000-05-12",
    "memberships-0-consent_kind": "accession",
    "memberships-0-sources": "https://example.org/record",
}
ODD = {
    STATE: {
        "iso3": ("-1", "col", "C/L", "CO", "ÇOL"),
        "iso2": ("-1", "c", "co"),
        "m49": ("-1", "17", "abc"),
        "region": ("-1", "/", "?"),
    },
    COMMITMENT: {
        "code": ("-1", "16B", "999", "/"),
        "letter": ("-", "B"),
        "position": ("-1", "0", "99999", "9" * 30),
        "review_days": ("-1", "0", "99999", "9" * 30),
    },
    PLAN: {"code": ("-1/", "a b"), "first_year": ("-1", "99999"), "last_year": ("99999", "9" * 30)},
}
CASES = [
    (road, field, odd) for road, fields in ODD.items() for field, values in fields.items() for odd in values
]
# names may be anything: readers see them as they are
ODD_NAMES = ("-1", "..", "<b>", "=1+1", "{{ x }}", "%s %(name)s", "/", "?a=b&c#d", "٣", "Ǆ" * 50)


def filled_in(road: str, **changes: object) -> dict[str, object]:
    """A whole form that is taken."""
    names = {f"name_{language}": "Zubrowka" for language in ("en", "fr", "es", "ru", "zh", "ar")}
    codes = {"iso3": "ZZA", "iso2": "ZA", "m49": "999", "region": "Europe", "subregion": "Eastern Europe"}
    commitment = {
        "code": "21z",
        "letter": "z",
        "position": 31,
        "review_days": 100,
        "paragraph": 21,
        "quotation": "We will do it.",
        "mode": "undertaking",
        **dict.fromkeys(("title", "reading", "concerns", "shown_by"), "Words"),
    }
    plan = {
        "code": "geneva",
        "name": "Geneva",
        "first_year": 2030,
        "last_year": 2031,
        "actions-TOTAL_FORMS": "0",
        "actions-INITIAL_FORMS": "0",
    }
    given = {STATE: {**codes, **names, **NO_STAYS}, COMMITMENT: commitment, PLAN: plan}
    return {**given[road], **changes}


@pytest.fixture
def head(note: ProgressNote) -> Client:
    make_paragraph(number=21)
    client = Client()
    client.force_login(make_member(ADMINISTRATOR))
    return client


def stored() -> list[int]:
    return [model.objects.count() for model in (State, Commitment, ActionPlan)]


def test_odd_codes_at_the_desk_are_refused_in_words_and_the_form_is_kept(head):
    failures, before = Failures(), stored()

    for road, field, odd in CASES:
        with failures.kept((road, field, odd)):
            answer = head.post(road, filled_in(road, **{field: odd}))
            form = answer.context["adminform"].form
            assert answer.status_code == 200
            assert [*form.errors] == [field] or form.non_field_errors()
            assert form[field].value() == odd
            assert stored() == before

    assert not failures, str(failures)


def test_pages_stand_whatever_names_the_desk_gives(head, client, note):
    failures = Failures()
    for number, odd in enumerate(ODD_NAMES):
        letter = chr(ord("a") + number)
        codes = {"iso3": f"ZZ{letter.upper()}", "iso2": f"Z{letter.upper()}", "m49": f"9{number:02}"}
        names = {f"name_{language}": odd for language in ("en", "fr", "es", "ru", "zh", "ar")}
        state = filled_in(STATE, **codes, **names, **A_STAY, subregion=odd[:50], region=f"A{odd}"[:50])
        commitment = {"code": f"21{letter}", "letter": letter, "position": 40 + number, "title": odd}
        assert head.post(STATE, state).status_code == 302, odd
        assert head.post(COMMITMENT, filled_in(COMMITMENT, **commitment)).status_code == 302, odd
        assert head.post(PLAN, filled_in(PLAN, code=f"p{number}", name=odd)).status_code == 302, odd

    for page in [*addresses(note), "/states/ZZA/", "/states/ZZE/21e/", "/commitments/21g/"]:
        with failures.kept(page):
            answer = client.get(page)
            assert answer.status_code < 500
            assert answer.getvalue()

    assert not failures, str(failures)
