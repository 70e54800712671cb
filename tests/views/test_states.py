"""The page of one State."""

import re
from datetime import date

import pytest
from django.urls import reverse

from commitments.models import State
from commitments.pages.state import FOOTNOTES_OF_A_NOTE, NOTES_IN_PRINT
from tests.builders import (
    make_commitment,
    make_contribution,
    make_deadline,
    make_membership,
    make_note,
    make_obligation,
    make_party,
    make_reply,
    make_state,
    make_state_casualties,
)
from tests.views.site import body

pytestmark = pytest.mark.django_db


def page(client, state: State, **query: str) -> str:
    return body(client.get(state.get_absolute_url(), query))


def part(shown: str, name: str) -> str:
    """One section of the page."""
    start = shown.index(f'id="{name}"')
    return shown[start : shown.index("</section>", start)]


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)).strip()


@pytest.fixture
def colombia() -> State:
    return make_party(
        iso3="COL", name_en="Colombia", name_ar="كولومبيا", name_fr="Colombie", subregion="Andes"
    )


def test_names_say_their_language_and_arabic_runs_from_right_to_left(client, colombia):
    shown = page(client, colombia)

    assert '<li lang="fr" dir="ltr">Colombie</li>' in shown
    assert '<li lang="ar" dir="rtl">كولومبيا</li>' in shown


def test_paper_has_a_table_of_what_is_known_and_names_the_silent_promises(client, colombia):
    clear = make_obligation(state=colombia, commitment=make_commitment(code="16b", position=1))
    make_obligation(state=colombia, commitment=make_commitment(code="17", position=2))
    make_note(obligation=clear, noted_date=date(2019, 1, 1), text="An old finding.")
    newest = make_note(obligation=clear, status="", noted_date=date(2021, 5, 1), text="A new finding. More.")

    obligations = part(page(client, colombia), "obligations")

    paper = obligations[obligations.index('class="print-only"') :]
    table, silent = paper.split("Nothing published on:")
    assert ("16b" in table, "Commitment 17" in table, "Commitment 17" in silent) == (True, False, True)
    assert f'href="{newest.get_absolute_url()}"' in paper
    assert "A new finding." in paper
    assert "An old finding." not in obligations


def test_what_is_known_stands_in_cards_and_the_silent_promises_are_folded(client, colombia):
    clear, call, reflect = (
        make_obligation(state=colombia, commitment=make_commitment(code=code, position=number))
        for number, code in enumerate(("16b", "17", "18"), start=1)
    )
    make_deadline(obligation=clear, due_date=date(2025, 12, 31))
    source = {"title": "Report of the State", "url": "https://example.org/report"}
    make_note(obligation=clear, text="Cleared ten areas. More.", evidence=source, links=3)
    make_note(obligation=call, status="", text="Spoke to two States.", dispute="No.", disputed_by="It")

    known = part(page(client, colombia, as_of="2026-06-01"), "obligations").partition("print-only")[0]
    judged, rest = words(known).split("Facts published, status not judged")
    noted, silent = rest.split("Nothing published on 1 promise")

    assert (
        f"16b {clear.commitment.title} undertaking (we will) ◐ in progress first found so: 1 June 2020 "
        "◆ Deadline: 31 December 2025 passed, no later deadline known here "
        "16b, 1 June 2020 : Cleared ten areas. More. Source: Report of the State and 2 more" in judged
    )
    assert f"17 {call.commitment.title}" in noted
    assert "disputed 17, 1 June 2020 : Spoke to two States." in noted
    assert f"18 {reflect.commitment.title} {reflect.commitment.shown_by}" in silent
    assert 'href="https://example.org/report"' in known


def test_reply_of_a_state_stands_in_the_card_of_the_finding(client, colombia):
    note = make_note(obligation=make_obligation(state=colombia))
    reply = make_reply(note=note)

    known = part(page(client, colombia), "obligations").partition("print-only")[0]

    assert reply.text in words(known)


def test_description_of_a_state_begins_with_its_first_sentence(client, colombia):
    make_note(obligation=make_obligation(state=colombia), status="fulfilled", noted_date=date(2020, 6, 1))

    assert '<meta name="description" content="Sources show that Colombia kept one promise: “' in page(
        client, colombia
    )


def test_every_published_note_stands_under_its_year_and_no_other(client, colombia):
    clear = make_obligation(state=colombia)
    make_note(obligation=clear, noted_date=date(2019, 1, 1), text="Found in the first year.")
    make_note(obligation=clear, noted_date=date(2021, 1, 1), text="Found in the second year.")
    make_note(obligation=clear, published=False, text="Waxwing, not published.")
    make_note(text="About another State.")

    notes = part(page(client, colombia), "notes")

    assert re.findall(r'year__title">(\d+)', notes) == ["2021", "2019"]
    assert notes.index("Found in the second year.") < notes.index("Found in the first year.")
    assert "Waxwing" not in notes
    assert "About another State." not in notes


def test_paper_takes_the_newest_notes_and_says_how_many_stay_behind(client, colombia):
    clear = make_obligation(state=colombia)
    for number in range(NOTES_IN_PRINT + 2):
        make_note(obligation=clear, noted_date=date(2020, 1, 1 + number))

    notes = part(page(client, colombia), "notes")

    assert notes.count('<li class="no-print">') == 2
    assert "2 earlier findings stand on the page." in notes


def test_sources_of_the_newest_findings_are_footnotes_once_each(client, colombia):
    for _number in range(2):
        obligation = make_obligation(state=colombia, commitment=make_commitment())
        make_note(obligation=obligation, evidence={"title": "Report", "url": "https://example.org/a?b=1"})

    shown = page(client, colombia)

    footnotes = shown[shown.index("brief__sources") :]
    assert footnotes.count("example.org/a?b=1") == 1
    assert shown.count('<sup class="print-only">1</sup>') == 2
    assert "as_of=" in words(footnotes[: footnotes.index("</section>")])


def test_footnotes_of_a_finding_end_and_say_that_there_are_more_sources(client, colombia):
    clear = make_obligation(state=colombia, commitment=make_commitment(code="16b"))
    for links in (FOOTNOTES_OF_A_NOTE, FOOTNOTES_OF_A_NOTE + 1):
        make_note(obligation=clear, noted_date=date(2021, 1, links), links=links)

        shown = page(client, colombia)

        assert shown.count('<sup class="print-only">') == FOOTNOTES_OF_A_NOTE, links
        more = "the others stand on the page of the finding" in shown
        assert more == (links > FOOTNOTES_OF_A_NOTE), links


def test_dates_of_membership_stand_in_their_order_with_the_declaration_among_them(client, colombia):
    membership = words(part(page(client, colombia), "membership"))

    in_force, declaration = membership.index("In force"), membership.index("it made the promise")
    assert in_force < declaration


def test_whoever_joined_later_is_not_said_to_have_made_the_promise(client):
    state = make_party(since=date(2017, 12, 1), name_en="Lateland")

    shown = words(page(client, state))

    assert "it was not a State Party" in shown
    assert "joined after the Declaration and did not make it" in shown


def test_a_state_that_left_says_when_and_keeps_what_was_found(client):
    state = make_party(name_en="Leaveland", until=date(2025, 12, 27))
    make_note(obligation=make_obligation(state=state), text="Found while it was a Party.")

    shown = words(page(client, state))

    assert "Leaveland left the Convention on 27 December 2025, so no promise binds it any more." in shown
    assert "Where it stood until it left on 27 December 2025" in shown
    assert "Found while it was a Party." in shown
    assert "in progress first found so: 1 June 2020 until it left on 27 December 2025" in shown


def test_before_it_leaves_the_day_to_come_is_marked(client):
    state = make_party(name_en="Leaveland", until=date(2025, 12, 27))

    shown = words(page(client, state, as_of="2025-12-01"))

    assert "27 December 2025 (after the day of this page)" in shown
    assert "left the Convention on" not in shown


def test_a_state_that_has_deposited_but_is_not_bound_yet_reads_well(client):
    state = make_state(name_en="Soonland")
    make_membership(state=state, consent_date=date(2026, 9, 1), entry_into_force_date=date(2027, 3, 1))

    shown = words(page(client, state))

    assert "the Convention was not in force for Soonland" in shown


def test_a_state_outside_the_convention_owes_nothing_and_has_its_neighbours(client, colombia):
    outside = make_state(name_en="Outland", subregion="Andes")
    make_note(obligation=make_obligation(state=colombia), status="fulfilled")

    shown = page(client, outside)

    assert "Outland is not a State Party, so it did not make the promises" in words(shown)
    assert 'id="notes"' not in shown
    assert f'href="{colombia.get_absolute_url()}"' in part(shown, "neighbours")


def test_neighbours_show_what_was_found_as_links_to_exactly_that(client, colombia):
    neighbour = make_party(iso3="PER", name_en="Peru", subregion="Andes")
    make_party(name_en="Farland", subregion="Elsewhere")
    make_note(obligation=make_obligation(state=neighbour), status="fulfilled")

    neighbours = part(page(client, colombia, as_of="2025-12-31"), "neighbours")

    assert (
        f'href="{reverse("obligations_list")}?status=fulfilled&amp;state=PER&amp;as_of=2025-12-31"'
        in neighbours
    )
    assert "Farland" not in neighbours


def test_neighbours_share_a_land_border_and_the_region_is_called_region(client, colombia):
    panama = make_party(iso3="PAN", name_en="Panama", subregion="Isthmus")
    make_party(iso3="CHL", name_en="Chile", subregion="Andes")
    make_party(iso3="CUB", name_en="Cuba", subregion="Islands")
    for state in (colombia, panama):
        make_obligation(state=state)

    around = words(part(page(client, colombia), "neighbours"))

    by_land, of_region = around.partition("Others in the region: Andes")[::2]
    assert "Compare Colombia side by side with Panama" in by_land
    assert ("Panama" in by_land.partition("Neighbours: they share a land border")[2], "Chile" in by_land) == (
        True,
        False,
    )
    assert ("Chile" in of_region, "Panama" in of_region, "Cuba" in around) == (True, False, False)


def test_an_island_is_compared_with_states_of_its_region(client):
    for iso3, name in (("CUB", "Cuba"), ("HTI", "Haiti"), ("JAM", "Jamaica")):
        make_obligation(state=make_party(iso3=iso3, name_en=name, subregion="Caribbean"))

    around = words(part(page(client, State.objects.get(iso3="CUB")), "neighbours"))

    assert "Compare Cuba side by side with Haiti and Jamaica" in around
    assert "In the region: Caribbean" in around
    assert "land border" not in around


def test_a_deadline_says_in_words_whether_it_has_passed(client, colombia):
    clear = make_obligation(state=colombia, commitment=make_commitment(code="16b"))
    make_deadline(obligation=clear, due_date=date(2011, 3, 1))
    make_deadline(obligation=clear, kind="extension", due_date=date(2030, 12, 31))

    deadlines = words(part(page(client, colombia, as_of="2026-11-24"), "deadlines"))

    assert "passed 15 years ago" in deadlines
    assert "ahead, in 4 years" in deadlines


def test_page_of_a_state_says_which_membership_binds_it(client):
    state = make_party(iso3="FIN", name_en="Finland", until=date(2010, 1, 1))
    make_membership(state=state, consent_date=date(2012, 1, 1), entry_into_force_date=date(2012, 7, 1))

    def said(day: str) -> str:
        return " ".join(client.get("/states/FIN/", {"as_of": day}).content.decode().split())

    assert "On 31 December 2009, Finland is bound by its membership in force since 1 March 1999." in said(
        "2009-12-31"
    )
    assert "On 1 January 2010, no membership binds Finland." in said("2010-01-01")
    assert "On 1 July 2012, Finland is bound by its membership in force since 1 July 2012." in said(
        "2012-07-01"
    )


def test_figures_by_year_are_folded_below_the_findings_and_absent_without_rows(client, colombia):
    empty = page(client, colombia)
    for year in (2014, 2015, 2017):
        make_state_casualties(state=colombia, year=year, total=300)
        make_contribution(state=colombia, year=year, role="recipient")

    figures = part(page(client, colombia), "series")

    assert 'id="series"' not in empty
    assert "<details open" not in figures
    assert figures.count('class="fold"') == 2
    assert "Recorded casualties: 3 years, 2014–2017" in words(figures)
    assert "Money for mine action received from abroad: 3 years, 2014–2017" in words(figures)
    assert figures.count('class="year-chart__gap"') == 2
    assert 'href="/contributions/?state=COL&amp;role=recipient"' in figures
    assert 'id="series"' not in page(client, colombia, as_of="2014-12-30")
