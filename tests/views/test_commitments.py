"""The page of one commitment."""

import re
from datetime import date

import pytest
from django.urls import reverse

from commitments.models import Commitment
from tests.builders import (
    make_casualties,
    make_commitment,
    make_contribution,
    make_instrument,
    make_instrument_membership,
    make_note,
    make_obligation,
    make_paragraph,
    make_party,
    make_plan,
    make_planned_action,
    make_state_casualties,
)
from tests.views.site import body

pytestmark = pytest.mark.django_db


def page(client, commitment: Commitment, **query: str) -> str:
    return body(client.get(commitment.get_absolute_url(), query))


def test_the_quotation_is_marked_in_its_paragraph_and_the_mode_is_explained(client):
    paragraph = make_paragraph(text="We call on all States. We do more.")
    commitment = make_commitment(paragraph=paragraph, quotation="We call on all States.", mode="call")

    shown = page(client, commitment)

    assert "<mark>We call on all States.</mark> We do more." in shown
    assert "The sentence itself makes the call." in shown


def test_reading_goes_on_to_the_commitments_before_and_after(client):
    first, second, third = (
        make_commitment(code=code, position=place) for place, code in enumerate(("14a", "14b", "15a"), 1)
    )

    middle = page(client, second, as_of="2015-12-31")

    assert f'rel="prev" href="{first.get_absolute_url()}?as_of=2015-12-31"' in middle
    assert f'rel="next" href="{third.get_absolute_url()}?as_of=2015-12-31"' in middle
    assert 'rel="prev"' not in page(client, first)
    assert 'rel="next"' not in page(client, third)


def test_every_state_stands_under_its_status_and_can_be_reached(client):
    commitment = make_commitment(code="16b")
    clear = make_obligation(commitment=commitment, state=make_party(name_en="Clearland"))
    silent = make_obligation(commitment=commitment, state=make_party(name_en="Silentland"))
    make_note(obligation=clear, status="fulfilled")

    shown = page(client, commitment)

    assert shown.index("Clearland", shown.index('id="states"')) < shown.index("Show these States, and what")
    for obligation in (clear, silent):
        assert f'href="{obligation.get_absolute_url()}"' in shown[shown.index('id="states"') :]
    assert f'href="{reverse("obligations_list")}?commitment=16b&amp;status=fulfilled"' in shown


def test_each_state_stands_with_the_finding_that_decides_and_its_source(client):
    commitment = make_commitment(code="14a", shown_by="A plan with a budget.")
    judged, noted = (make_obligation(commitment=commitment, state=make_party()) for _number in range(2))
    source = {"title": "Report of the State", "url": "https://example.org/report"}
    make_note(
        obligation=judged,
        status="in_progress",
        text="It began. The rest follows.",
        noted_date=date(2020, 1, 1),
        evidence=source,
    )
    make_note(obligation=judged, status="", text="A later remark.", noted_date=date(2022, 1, 1))
    make_note(obligation=noted, status="", text="An older remark.", noted_date=date(2019, 1, 1))
    make_note(
        obligation=noted,
        status="",
        text="A newer remark.",
        noted_date=date(2021, 1, 1),
        disputed_by="The State",
        dispute="It says no.",
    )
    make_obligation(commitment=commitment, state=make_party())

    shown, earlier = page(client, commitment), page(client, commitment, as_of="2020-06-01")

    for words in ("It began.", "A newer remark.", "1 January 2021", ">disputed<", "A plan with a budget."):
        assert words in shown
    assert '<a href="https://example.org/report" rel="nofollow noopener">Report of the State</a>' in shown
    assert [words in shown for words in ("A later remark.", "An older remark.")] == [False, False]
    assert [words in earlier for words in ("A newer remark.", "An older remark.")] == [False, True]


def test_later_action_plans_tell_what_they_asked_and_where_it_was_read(client):
    commitment = make_commitment()
    make_planned_action(commitment=commitment, asked="Survey first.", numbers="18-32")
    make_planned_action(
        commitment=commitment,
        numbers="",
        asked="Clear with a plan.",
        plan=make_plan(code="maputo", name="Maputo Action Plan", first_year=2014, last_year=2019),
        source_url="https://example.org/plan",
        source_title="The plan",
    )

    shown = page(client, commitment)

    assert shown.index("Maputo Action Plan") < shown.index("Oslo Action Plan")
    for words in ("18-32", "Survey first.", "number not read", "read in the sources of the baseline"):
        assert words in shown
    assert '<a href="https://example.org/plan" rel="nofollow noopener">The plan</a>' in shown


def test_a_plan_that_had_not_begun_is_not_shown_on_an_earlier_day(client):
    commitment = make_commitment()
    make_planned_action(commitment=commitment, asked="Survey first.")

    assert "Survey first." not in page(client, commitment, as_of="2019-12-31")
    assert "Survey first." in page(client, commitment, as_of="2020-01-01")


def test_where_no_plan_was_read_the_page_says_so_without_a_verdict(client):
    assert "It does not mean that none asks for it." in page(client, make_commitment())


def test_only_zero_new_victims_shows_casualties_and_always_with_the_caution(client):
    make_casualties(year=2020, total=7_073, killed=2_492)

    shown, other = (page(client, make_commitment(code=code)) for code in ("16a", "16b"))

    for words in ("7,073", "2,492", "not anti-personnel mines alone", "recorded cases only", "no status"):
        assert words in shown
    assert "7,073" not in other
    assert shown.index("not anti-personnel mines alone") < shown.index('<svg class="curve"')


def test_a_number_that_no_source_gave_is_said_to_be_unknown(client):
    make_casualties(year=2020, killed=None)

    assert "not known" in page(client, make_commitment(code="16a"))


def test_a_state_that_is_not_bound_that_day_stands_apart(client):
    commitment = make_commitment()
    make_obligation(commitment=commitment, state=make_party(until=date(2020, 1, 1)))

    assert "status=not_bound" in page(client, commitment)


def test_the_commitments_can_be_taken_away_in_their_order_and_with_both_clocks(client):
    for code, position in (("17", 11), ("16b", 9)):
        make_commitment(code=code, position=position)

    page = body(client.get("/commitments/", {"as_of": "2020-01-01"}))
    rows = body(client.get("/commitments.csv", {"as_of": "2020-01-01"})).splitlines()

    assert 'href="/commitments.csv?as_of=2020-01-01"' in page
    assert [row.split(",")[0] for row in rows] == ["commitment", "16b", "17"]


def test_the_files_of_the_commitments_know_no_filter(client):
    answers = [client.get(f"/commitments.{kind}", {"region": "Asia"}) for kind in ("csv", "json")]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert all("region" in body(answer) for answer in answers)


def test_only_synergies_shows_who_is_in_other_instruments_on_the_day(client):
    promise, other = make_commitment(code="18"), make_commitment(code="16b")
    states = [make_party(name_en=f"Land {number}") for number in range(4)]
    for state in (*states, make_party(name_en="Leftland", until=date(2020, 1, 1))):
        make_obligation(commitment=promise, state=state)
        make_instrument_membership(state=state, consent_date=date(2011, 9, 8))
    protocol = make_instrument(code="P5", name="Protocol V")
    copied = {"source_url": "https://example.org/copy", "source_title": "A copy"}
    for state, more in zip(states, ({}, {}, copied), strict=False):
        make_instrument_membership(instrument=protocol, state=state, **more)
    signed = {"consent_date": None, "consent_kind": "", "signed_date": date(2008, 12, 3)}
    make_instrument_membership(instrument=protocol, state=states[3], **signed)
    left = states[0].instrument_memberships.get(instrument__code="CCM")
    left.withdrawal_effective_date = date(2025, 3, 6)
    left.save()

    def found(**query: str) -> list[tuple[str, ...]]:
        shown = page(client, promise, **query)
        part = shown[shown.find('id="instruments"') : shown.index('id="states"')]
        return re.findall(r"<summary>([^<]+)</summary>|>(Land \d|Leftland)</a>|>(A copy)</a>", part)

    def words(rows: list[tuple[str, ...]]) -> list[str]:
        return ["".join(row) for row in rows]

    assert words(found(as_of="2026-01-01")) == [
        *("3 of 4 States Parties", "Land 1", "Land 2", "Land 3"),
        *("3 of 4 States Parties", "Land 0", "Land 1", "Land 2", "A copy"),
    ]
    assert words(found(as_of="2025-03-05"))[:2] == ["4 of 4 States Parties", "Land 0"]
    assert words(found(as_of="2011-09-07")) == []
    assert 'id="instruments"' not in page(client, other)


def test_only_victims_and_means_show_figures_of_states_by_year(client):
    state = make_party(name_en="Figureland")
    for year in (2014, 2015, 2017):
        make_state_casualties(state=state, year=year)
        make_contribution(state=state, year=year)
        make_contribution(state=state, year=year, role="own_programme", currency="NOK")
    shown = {}
    for code in ("16a", "16b", "20a", "20b"):
        promise = make_commitment(code=code)
        make_obligation(commitment=promise, state=state)
        shown[code] = page(client, promise)

    assert {code: text.count('class="year-chart"') for code, text in shown.items()} == {
        "16a": 1,
        "16b": 0,
        "20a": 1,
        "20b": 1,
    }
    assert "never added up" in shown["20a"]
    assert [code for code, text in shown.items() if "NOK, all mine action" in text] == ["20a"]
    assert [code for code, text in shown.items() if "EUR, all mine action" in text] == ["20b"]
    assert "It is an outcome and no act" in shown["16a"]
    assert shown["20b"].index("3,400,000") < shown["20b"].index('class="year-chart"')
