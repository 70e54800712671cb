"""The desk asks before a finding is logged twice."""

from datetime import date

import pytest
from django.utils import timezone

from commitments.models import ProgressNote
from tests.builders import make_evidence, make_note, make_obligation, make_submitted

ADD = "/admin/commitments/progressnote/add/"
LINK = "https://example.org/report"
DAY = date(2025, 3, 9)


@pytest.fixture
def obligation(db):
    return make_obligation()


@pytest.fixture
def logged(obligation) -> ProgressNote:
    """What somebody else logged already."""
    note = make_note(published=False, obligation=obligation, noted_date=DAY)
    make_evidence(note=note, url=LINK)
    return note


@pytest.fixture
def send(researcher, filled_in, obligation):
    """Sends the form of a note about the same obligation."""

    def post(address: str = ADD, **changes: object):
        return researcher.post(address, filled_in(obligation.state, obligation.commitment, **changes))

    return post


def change(note: ProgressNote) -> str:
    return f"/admin/commitments/progressnote/{note.pk}/change/"


def stored(note: ProgressNote) -> dict[str, object]:
    """How the form of a note with one link says that the link is there."""
    (link,) = note.evidence.all()
    return {
        "evidence-INITIAL_FORMS": "1",
        "evidence-0-id": link.pk,
        "evidence-0-note": note.pk,
        "version": note.version,
    }


def asked_about(response) -> list[ProgressNote]:
    (inline,) = response.context["inline_admin_formsets"]
    return list(inline.formset.duplicates)


def test_it_asks_shows_which_note_and_keeps_what_was_typed(logged, send):
    response = send(text="Typed with care.")

    page = response.content.decode()
    assert asked_about(response) == [logged]
    assert f'href="{change(logged)}"' in page
    assert "Typed with care." in page
    assert f'value="{LINK}"' in page
    assert f'name="save_all_the_same" value="{logged.pk}"' in page
    assert ProgressNote.objects.count() == 1


def test_it_saves_all_the_same_once_that_is_ticked(logged, send):
    response = send(save_all_the_same=str(logged.pk))

    assert response.status_code == 302
    assert ProgressNote.objects.count() == 2


@pytest.mark.parametrize("ticked", ["", "yes", "0"])
def test_a_tick_says_yes_only_to_the_note_it_stood_beside(logged, send, ticked):
    assert asked_about(send(save_all_the_same=ticked)) == [logged]


@pytest.mark.parametrize(
    "changes",
    [
        {"noted_date": "2025-03-10"},
        {"evidence-0-url": "https://example.org/another"},
        {"noted_precision": "month"},
    ],
)
def test_another_day_or_another_source_is_another_finding(logged, send, changes):
    assert send(**changes).status_code == 302


def test_another_obligation_is_another_finding(logged, researcher, filled_in):
    other = make_obligation()

    assert researcher.post(ADD, filled_in(other.state, other.commitment)).status_code == 302


@pytest.mark.parametrize("stage", ["submitted", "published"])
def test_a_note_counts_in_every_stage(obligation, send, stage):
    make = make_submitted if stage == "submitted" else make_note
    note = make(obligation=obligation, noted_date=DAY, evidence={"url": LINK})

    assert asked_about(send()) == [note]


def test_a_retracted_note_stands_in_nobodys_way(obligation, send, administrator):
    note = make_note(obligation=obligation, noted_date=DAY, evidence={"url": LINK})
    note.retract(by=administrator.person, at=timezone.now(), reason="It was another State.")

    assert send().status_code == 302


def test_one_of_several_links_is_enough(logged, send):
    response = send(
        **{
            "evidence-TOTAL_FORMS": "2",
            "evidence-0-url": "https://example.org/other",
            "evidence-1-url": LINK,
            "evidence-1-title": "Report",
            "evidence-1-kind": "other",
            "evidence-1-published_precision": "day",
        }
    )

    assert asked_about(response) == [logged]


def test_a_link_that_is_taken_away_is_not_held_against_a_note(logged, researcher, send):
    mine = make_note(published=False, obligation=logged.obligation, noted_date=date(2025, 1, 1))
    make_evidence(note=mine, url=LINK)

    assert send(change(mine), **stored(mine), **{"evidence-0-DELETE": "on"}).status_code == 302


def test_it_asks_again_when_an_amended_draft_becomes_a_duplicate(logged, send):
    mine = make_note(published=False, obligation=logged.obligation, noted_date=date(2025, 1, 1))
    make_evidence(note=mine, url=LINK)

    assert asked_about(send(change(mine), **stored(mine))) == [logged]


def test_a_draft_that_was_saved_all_the_same_is_not_asked_about_at_every_saving(logged, send):
    mine = make_note(published=False, obligation=logged.obligation, noted_date=DAY)
    make_evidence(note=mine, url=LINK)

    assert send(change(mine), text="One word more.", **stored(mine)).status_code == 302


def test_a_correction_is_not_held_against_what_it_corrects(obligation, send, administrator):
    note = make_note(obligation=obligation, noted_date=DAY, evidence={"url": LINK})
    draft = note.correct(by=administrator.person)

    response = send(change(draft), **stored(draft), **{"evidence-0-url": LINK, "noted_date": "2025-03-09"})

    assert response.status_code == 302


def test_nothing_is_asked_while_the_form_says_what_is_missing(logged, send):
    response = send(noted_date="")

    assert asked_about(response) == []


def test_a_note_of_a_state_that_is_not_reached_is_never_shown(logged, sit_down, filled_in):
    stranger = sit_down("stranger", "add_progressnote")
    stranger.person.user_permissions.remove(
        *stranger.person.user_permissions.filter(codename="reach_every_state")
    )

    page = stranger.post(
        ADD, filled_in(logged.obligation.state, logged.obligation.commitment)
    ).content.decode()

    assert change(logged) not in page
