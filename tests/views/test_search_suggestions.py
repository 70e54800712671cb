"""What the search box offers while somebody types."""

import pytest

from tests.builders import make_commitment, make_note, make_other_name, make_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(client, note):
    make_other_name(note.obligation.state, "New Granada")
    make_state(iso3="COM", name_en="Comoros")
    make_other_name(make_state(iso3="BHS", name_en="Bahamas"), "Commonwealth of The Bahamas")
    make_commitment(code="20b", title="Commit international resources")

    def ask(typed: str, **clocks: str) -> list[tuple[str, str]]:
        response = client.get("/search/suggestions.json", {"q": typed, **clocks})
        assert response.status_code == 200
        return [(one["words"], one["address"]) for one in response.json()["suggestions"]]

    return ask


def test_states_promises_statuses_and_pages_are_offered(offered):
    expected = {
        "co": "Colombia",
        "new gra": "Colombia",
        "colmbia": "Colombia",
        "colombia clea": "Colombia · 16b Clear all areas",
        "fundin": "20b Commit international resources",
        "overdue": "overdue",
        "methodo": "How statuses come about",
    }

    assert {typed: [words for words, _to in offered(typed)][:1] for typed in expected} == {
        typed: [words] for typed, words in expected.items()
    }
    assert [words for words, _to in offered("co")][:2] == ["Colombia", "Comoros"]
    assert offered("comor")[0] == ("Comoros", "/states/COM/")
    assert offered("overdue")[0] == ("overdue", "/obligations/?status=overdue")


def test_addresses_keep_the_clocks_and_answers_may_be_kept(offered, client):
    assert offered("colo", as_of="2017-01-01")[0][1] == "/states/COL/?as_of=2017-01-01"
    response = client.get("/search/suggestions.json", {"q": "colo"})
    assert response["Cache-Control"] == "public, max-age=600"
    assert not response.has_header("Vary") or "Cookie" not in response["Vary"]


def test_what_cannot_be_searched_for_offers_nothing(offered):
    for typed in ("", "  ", "%", "a\x00b", "x" * 500, "a b c d e f g h i j k l"):
        assert offered(typed) == [], typed


def test_a_draft_is_never_offered(offered):
    make_note(published=False, text="waxwing", evidence={"title": "waxwing"})

    assert offered("waxwing") == [("All results for “waxwing”", "/search/?q=waxwing&stay=1")]
