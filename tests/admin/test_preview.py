"""The public page of a note before it is public."""

import pytest
from django.test import Client

from tests.builders import (
    make_evidence,
    make_note,
    make_obligation,
    make_party,
    make_returned,
    make_submitted,
    make_user,
)

WORD = "quinquereme"


def address(note) -> str:
    return f"/admin/commitments/progressnote/{note.pk}/preview/"


@pytest.mark.parametrize("stage", ["draft", "submitted", "returned"])
def test_staff_see_how_a_note_will_look_with_a_banner_that_says_what_it_is(researcher, stage):
    make = {"draft": make_note, "submitted": make_submitted, "returned": make_returned}[stage]
    note = make(text=f"A {WORD} was seen.", **({"published": False} if stage == "draft" else {}))

    page = researcher.get(address(note)).content.decode()

    assert "Preview, not public." in page
    assert f'<div class="note__text">A {WORD} was seen.</div>' in page
    assert "not published" in page


def test_a_preview_shows_the_evidence(researcher):
    note = make_note(published=False)
    make_evidence(note=note, title="Report on the fields", locator="p. 12")

    page = researcher.get(address(note)).content.decode()

    assert "Report on the fields" in page
    assert "p. 12" in page


def test_nobody_keeps_a_copy_of_a_preview(researcher):
    response = researcher.get(address(make_note(published=False)))

    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))


def test_a_published_note_is_read_where_the_public_reads_it(researcher):
    note = make_note()

    response = researcher.get(address(note))

    assert (response.status_code, response["Location"]) == (302, note.get_absolute_url())


def test_the_form_of_a_draft_leads_to_its_preview_and_that_of_a_published_note_does_not(researcher):
    draft, published = make_note(published=False), make_note()

    assert address(draft) in researcher.get(address(draft).replace("preview", "change")).content.decode()
    assert "/preview/" not in researcher.get(address(published).replace("preview", "change")).content.decode()


def test_a_reader_has_no_preview(db):
    note = make_note(published=False, text=WORD)

    response = Client().get(address(note))

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_a_note_that_is_not_reached_is_not_there(sit_down, db):
    note = make_note(published=False, obligation=make_obligation(state=make_party()))
    stranger = sit_down("stranger", "add_progressnote", "change_progressnote")
    stranger.person.user_permissions.remove(
        *stranger.person.user_permissions.filter(codename="reach_every_state")
    )

    assert stranger.get(address(note)).status_code == 404


def test_staff_without_a_right_to_notes_have_no_preview(sit_down, db):
    keeper = sit_down("keeper", "view_user")

    assert keeper.get(address(make_note(published=False))).status_code == 403


@pytest.mark.parametrize("odd", ["x", "0", "9" * 30, "1_2F"])
def test_an_odd_number_is_not_there(researcher, odd):
    assert researcher.get(f"/admin/commitments/progressnote/{odd}/preview/").status_code == 404


def test_a_preview_leaks_no_name_of_a_user(researcher):
    note = make_note(published=False, author=make_user(username="secret-name"))

    assert "secret-name" not in researcher.get(address(note)).content.decode()
