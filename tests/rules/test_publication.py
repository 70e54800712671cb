"""The way of a note to the public."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.codes import STORED_STATUSES, Certainty, Stage, Status
from commitments.rules.publication import (
    OUT_OF_STEP,
    STEPS,
    content_refusals,
    finding_refusals,
    is_frozen,
    is_locked_for_author,
    length_refusals,
    publisher_refusals,
    step_refusals,
)

ALLOWED = {
    ("submit", "draft"),
    ("submit", "returned"),
    ("publish", "submitted"),
    ("return_to_author", "submitted"),
    ("retract", "published"),
    ("correct", "published"),
}
NO_PERMISSION = "You do not have the permission to publish notes."
OWN = "Nobody publishes their own note: ask a second person to review it."
NO_LINK = "Add a piece of evidence before you publish this note."
WHERE_LOOKED = "Say in the text where you looked for evidence."
HEARSAY = "An allegation does not contradict a promise: log it without a status."


@pytest.mark.parametrize(("verb", "stage"), list(product(STEPS, Stage)))
def test_a_verb_is_taken_only_from_its_stages(verb, stage):
    expected = [] if (verb, stage.value) in ALLOWED else [OUT_OF_STEP[verb]]

    assert step_refusals(verb, stage) == expected


@pytest.mark.parametrize(
    ("own", "permitted", "self_publication", "refusals"),
    [
        (False, True, False, []),
        (False, True, True, []),
        (True, True, True, []),
        (True, True, False, [OWN]),
        (False, False, False, [NO_PERMISSION]),
        (True, False, False, [NO_PERMISSION]),
        (False, False, True, [NO_PERMISSION]),
        (True, False, True, [NO_PERMISSION]),
    ],
)
def test_a_note_is_published_by_someone_else_who_may(own, permitted, self_publication, refusals):
    asked = {"own": own, "permitted": permitted, "self_publication": self_publication}

    assert publisher_refusals(**asked) == refusals


CONTENT = {"status": "in_progress", "certainty": "confirmed", "text": "Two provinces are clear.", "links": 1}


@pytest.mark.parametrize(
    ("changes", "refusals"),
    [
        ({}, []),
        ({"links": 0}, [NO_LINK]),
        ({"status": "", "links": 0}, [NO_LINK]),
        ({"status": ""}, []),
        ({"status": "no_evidence", "links": 0, "text": "Looked through every report since 2010."}, []),
        ({"status": "no_evidence", "links": 0, "text": "Nothing found anywhere."}, [WHERE_LOOKED]),
        ({"status": "no_evidence", "links": 3, "text": " \n Nothing  \t found \n"}, [WHERE_LOOKED]),
        ({"status": "contradicted"}, []),
        ({"status": "contradicted", "certainty": "apparent"}, []),
        ({"status": "contradicted", "certainty": "alleged"}, [HEARSAY]),
        ({"status": "contradicted", "certainty": "alleged", "links": 0}, [NO_LINK, HEARSAY]),
        ({"status": "", "certainty": "alleged"}, []),
    ],
)
def test_what_the_content_of_a_note_must_have(changes, refusals):
    assert content_refusals(**CONTENT | changes) == refusals


@given(
    status=st.sampled_from(["", *STORED_STATUSES]),
    certainty=st.sampled_from(Certainty),
    text=st.text(max_size=60),
    links=st.integers(0, 3),
)
def test_whatever_is_published_cites_evidence_or_says_where_was_looked(status, certainty, text, links):
    if content_refusals(status=status, certainty=certainty, text=text, links=links) == []:
        assert links or status == Status.NO_EVIDENCE
        assert status != Status.NO_EVIDENCE or len(text.split()) >= 5
        assert (status, certainty) != (Status.CONTRADICTED, Certainty.ALLEGED)


@given(status=st.sampled_from(["", *STORED_STATUSES]), text=st.text(max_size=60), links=st.integers(0, 3))
def test_another_piece_of_evidence_never_makes_a_note_worse(status, text, links):
    content = {"status": status, "certainty": "confirmed", "text": text}

    fewer, more = (content_refusals(**content, links=number) for number in (links, links + 1))

    assert set(more) <= set(fewer)


def test_content_is_the_authors_until_it_is_handed_over_and_frozen_from_publication_on():
    locks = {stage.value: (is_locked_for_author(stage), is_frozen(stage)) for stage in Stage}

    assert locks == {
        "draft": (False, False),
        "submitted": (True, False),
        "returned": (False, False),
        "published": (True, True),
        "retracted": (True, True),
        "corrected": (True, True),
    }


@pytest.mark.parametrize(
    ("length", "refusals"), [(10, []), (11, ["“Text” is too long: 11 characters, and 10 fit."])]
)
def test_a_text_is_refused_with_its_length(length, refusals):
    assert [str(refusal) for refusal in length_refusals("Text", "x" * length, longest=10)] == refusals


@pytest.mark.parametrize(
    ("changes", "refusals"),
    [
        ({}, {}),
        ({"status": "contradicted"}, {}),
        ({"status": "contradicted", "certainty": "alleged"}, {"status": [HEARSAY]}),
        ({"dispute": "It says no."}, {"disputed_by": ["Say who disputes the finding."]}),
        ({"disputed_by": "The State"}, {"dispute": ["Say what is disputed."]}),
        ({"disputed_by": "The State", "dispute": "It says no."}, {}),
    ],
)
def test_what_not_even_a_draft_can_say_is_named_by_field(changes, refusals):
    said = {"status": "", "certainty": "confirmed", "disputed_by": "", "dispute": ""}

    assert finding_refusals(**said | changes) == refusals
