"""A small world with one of everything, for the pages to show."""

from copy import deepcopy
from datetime import date

import pytest

from commitments.models import ProgressNote
from tests.builders import (
    make_commitment,
    make_deadline,
    make_figures,
    make_instrument_membership,
    make_meeting,
    make_note,
    make_obligation,
    make_paragraph,
    make_party,
    make_reply,
    make_review_conference,
    make_state,
)


@pytest.fixture
def note(standing_note, db) -> ProgressNote:
    """A published note about Colombia and 16b, with deadlines beside it and States around it."""
    return deepcopy(standing_note)


@pytest.fixture(scope="module")
def standing_note(standing) -> ProgressNote:
    """Stored once for a module; each test takes back what it changed."""
    with standing():
        return publish_note()


def publish_note() -> ProgressNote:
    paragraph = make_paragraph(number=16, text="16. We will do it. We reaffirm our aim.")
    commitment = make_commitment(code="16b", title="Clear all areas", paragraph=paragraph, position=9)
    colombia = make_party(iso3="COL", name_en="Colombia", region="Americas")
    obligation = make_obligation(state=colombia, commitment=commitment)
    make_obligation(
        state=make_party(iso3="FIN", name_en="Finland", until=date(2026, 1, 10)), commitment=commitment
    )
    make_state(iso3="USA", name_en="United States of America")
    make_instrument_membership(state=colombia, consent_date=date(2015, 9, 10))
    make_figures(state=colombia)
    make_review_conference()
    make_meeting()
    make_meeting(code="10MSP", first_day=date(2010, 11, 29), last_day=date(2010, 12, 3))
    make_meeting(code="2RC", first_day=date(2009, 11, 30), last_day=date(2009, 12, 4))
    make_deadline(obligation=obligation, due_date=date(2011, 3, 1))
    make_deadline(obligation=obligation, kind="extension", due_date=date(2099, 12, 31), due_precision="year")
    noted = make_note(
        obligation=obligation,
        text="Two provinces were clear.",
        status="overdue",
        certainty="apparent",
        disputed_by="The Ministry",
        dispute="It counts three.",
        links=2,
        evidence={"locator": "p. 3", "quotation": "Two.", "archived_url": "https://archive.example/1"},
    )
    make_reply(note=noted)
    return noted
