"""Preview pictures: what they say, and that what they say decides how they look."""

from io import BytesIO

import pytest
from PIL import Image

from commitments.models import Obligation
from commitments.rules.clocks import Clocks, read_clocks
from commitments.rules.codes import Status
from commitments.rules.status import SENTENCES
from commitments.rules.tally import Tally
from commitments.social.canvas import HEIGHT, SANS, SERIF, WIDTH, shortened, width_of
from commitments.social.card import (
    Card,
    CardCount,
    CardGroup,
    CardSetting,
    CardStatus,
    commitment_card,
    obligation_card,
    overview_card,
    state_card,
)
from commitments.social.colours import colour, status_colours
from commitments.social.drawing import drawn, etag_of
from commitments.social.status_shapes import SHAPES
from tests.builders import make_commitment, make_note, make_obligation, make_party, make_state

SETTING = CardSetting("Situation on 24 November 2026", "cartagena.example.org/states/COL/")
EVERY_STATUS = tuple(CardCount(status.value, str(status.label), 7) for status in Status)


def picture(card: Card) -> Image.Image:
    return Image.open(BytesIO(drawn(card)))


def written(pixel: tuple[int, ...]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*pixel)


def colours_of(card: Card) -> set[str]:
    return {written(pixel) for _count, pixel in picture(card).getcolors(99_999)}


def standing(status: Status) -> Card:
    said = CardStatus(status.value, str(status.label), "in 2020", str(SENTENCES[status]))
    return Card(SETTING, "Colombia", "16b Clear all mined areas", standing=said)


def test_the_card_of_all_counts_what_is_owed():
    tally = Tally.of({"fulfilled": 2, "not_assessed": 1200, "not_bound": 5})

    card = overview_card(tally, parties=161, promises=17, setting=SETTING)

    assert card.line == "17 promises of 161 States Parties: 1,202 to be kept"
    assert card.counts == (
        CardCount("fulfilled", "fulfilled", 2),
        CardCount("not_assessed", "not assessed", 1200),
        CardCount("not_bound", "not bound", 5),
    )
    assert [count.is_owed for count in card.counts] == [True, True, False]


def test_the_card_of_a_promise_names_its_verb_and_how_much_is_known(db):
    commitment = make_commitment(code="16b", title="Clear all mined areas", mode="aim")

    card = commitment_card(commitment, Tally.of({"overdue": 1, "not_assessed": 3}), setting=SETTING)

    assert card.title == "16b Clear all mined areas"
    assert card.line == "Aim (we reaffirm our aim). 1 of 4 States have a finding."


def test_state_card_shows_what_is_known_and_the_rest_in_one_line(db, now):
    colombia = make_party(iso3="COL", name_en="Colombia")
    for code, position in (("21", 17), ("14a", 1), ("16b", 7)):
        make_obligation(state=colombia, commitment=make_commitment(code=code, position=position))
    make_note(obligation=Obligation.objects.get(commitment__code="16b"), status="contradicted")
    clocks = read_clocks({}, now=now)

    owed = Obligation.objects.with_status_on(clocks).with_grave_findings_on(clocks).in_reading_order()
    card = state_card(colombia, owed, setting=SETTING)

    beside = "act against the promise in 2020"
    assert card.groups == (CardGroup("contradicted", "contradicted", ("16b Commitment 16b",), (beside,)),)
    assert card.groups[0].line == f"{beside} · 16b Commitment 16b"
    assert card.unknown == "2 promises: nothing published"


def test_several_promises_with_one_status_are_named_by_their_codes():
    promises = ("16c Destroy all", "17 Call on others")

    assert CardGroup("fulfilled", "fulfilled", promises).line == "16c, 17"
    assert CardGroup("overdue", "overdue", promises, ("2008", "2010")).line == "16c 2008 · 17 2010"


def test_the_card_of_a_state_outside_the_convention_has_no_marks(db):
    card = state_card(make_state(name_en="United States of America"), [], setting=SETTING)

    assert (card.groups, card.unknown, card.counts) == ((), "", ())
    assert card.line == "No membership of the Convention is recorded."


def test_the_card_of_an_obligation_says_status_since_when_how_sure_and_whether_disputed(db, now):
    note = make_note(status="contradicted", certainty="apparent", dispute="No.", disputed_by="It")
    listed = Obligation.objects.as_listed(Clocks(now.date(), now)).get(pk=note.obligation_id)

    said = obligation_card(listed, found="in 2020", deadline="2009 passed", setting=SETTING).standing

    assert said == CardStatus(
        "contradicted",
        "contradicted",
        "signs of an act against the promise, 2020 · disputed",
        "A source reports signs of an act against the promise.",
        "Deadline: 2009 passed",
    )


@pytest.mark.parametrize(
    "card",
    [
        Card(SETTING, "Who kept the promises of Cartagena?", "17 promises", EVERY_STATUS),
        Card(
            SETTING,
            "Colombia",
            "Three",
            groups=tuple(
                CardGroup(status.value, str(status.label), ("16b " + "word " * 40,)) for status in Status
            ),
            unknown="1 promise: nothing published",
        ),
        Card(SETTING, "United States of America", "None"),
        Card(CardSetting("S" * 500, "a" * 500), "T" * 500, "l" * 500, EVERY_STATUS),
        *(standing(status) for status in Status),
    ],
)
def test_every_card_is_a_png_of_one_size(card):
    found = picture(card)

    assert (found.format, found.size) == ("PNG", (WIDTH, HEIGHT)) == ("PNG", (1200, 630))
    assert len(drawn(card)) < 150_000


def test_one_status_more_or_less_is_another_picture():
    cards = [standing(status) for status in Status]

    assert len({drawn(card) for card in cards}) == len({etag_of(card) for card in cards}) == len(Status)


def test_the_same_card_is_the_same_picture_to_the_last_byte():
    again = Card(SETTING, "Colombia", "Three", EVERY_STATUS)
    first = drawn(again)
    drawn.cache_clear()

    assert drawn(Card(SETTING, "Colombia", "Three", EVERY_STATUS)) == first
    assert etag_of(again) == etag_of(Card(SETTING, "Colombia", "Three", EVERY_STATUS))


@pytest.mark.parametrize("status", Status)
def test_a_status_has_a_shape_and_its_colour_of_the_site(status):
    assert status in SHAPES
    assert status_colours(status)[0] in colours_of(standing(status))
    assert colour("paper") in colours_of(standing(status))


def test_the_bar_leaves_out_what_is_not_owed():
    bound, unbound = (CardCount(code, "", 50) for code in ("fulfilled", "not_bound"))

    right_end = picture(Card(SETTING, "T", "l", (bound, unbound))).getpixel((1100, 330))

    assert written(right_end) == status_colours("fulfilled")[0]


def test_names_of_states_have_their_letters():
    # a letter that a font lacks is drawn as the box of the missing glyph, all alike
    missing = width_of("\U0001f600", SERIF, 100)

    for letter in "çéèôãüşıİŞğÅåñíáőœßČž’–":
        for font in (SERIF, SANS):
            assert width_of(letter, font, 100) != missing, (letter, font)


def test_what_is_too_long_is_cut():
    cut = shortened("a word " * 100, SANS, 30, 400)

    assert cut.endswith("…")
    assert width_of(cut, SANS, 30) <= 400
    assert shortened("short", SANS, 30, 400) == "short"
