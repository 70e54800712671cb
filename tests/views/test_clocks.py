"""Every page, as of another day and as it was known at another moment."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commitments.rules.codes import Status
from tests.builders import make_note, make_obligation, make_party, make_reviewer
from tests.views.site import FILES, NAMES, OF_ONE_NOTE, PAGES, address, addresses, body

MALFORMED = [
    "yesterday",
    "2015-13-01",
    "2015-2-1",
    "1997-09-17",
    "2101-01-01",
    "20150101",
    "\x00",
    "x" * 6_000,
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("parameter", ["as_of", "known_at"])
def test_a_malformed_day_is_named(name, parameter, client, note):
    answers = [client.get(address(name, note), {parameter: text}) for text in MALFORMED]

    assert [answer.status_code for answer in answers] == [400] * len(MALFORMED)
    assert [parameter in body(answer) for answer in answers] == [True] * len(MALFORMED)
    assert max(len(answer.content) for answer in answers) < 20_000


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_refused_in_the_words_alone(name, client, note):
    response = client.get(address(name, note), {"as_of": "<b>yesterday</b>"})

    words = "as_of: “<b>yesterday</b>” is not a date. Write a day as 2015-12-31."
    if name.endswith(("_json", "_metadata")):
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["detail"] == words
    else:
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert body(response) == f"{words}\n"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_the_day_and_how_many_parties_there_were(name, client, note):
    make_party(since=date(2024, 6, 1))

    past, present = (body(client.get(address(name, note), query)) for query in ({"as_of": "2024-01-10"}, {}))

    assert "10 January 2024" in past
    assert "2 States Parties" in past
    assert "Back to today" in past
    assert "Back to today" not in present


@pytest.mark.parametrize("name", NAMES)
def test_a_note_published_now_was_not_known_yesterday(name, client, note):
    fresh = make_note(
        obligation=note.obligation,
        text="Zebrafish.",
        status="fulfilled",
        evidence={"title": "Yellowhammer"},
        disputed_by="Wolverine",
        dispute="Xylophone.",
        published_at=timezone.now(),
    )
    yesterday = timezone.now().date() - timedelta(days=1)

    response = client.get(address(name, fresh), {"known_at": yesterday})

    assert response.status_code == (404 if name in OF_ONE_NOTE else 200)
    said = body(response)
    assert [word for word in ("Zebrafish", "Yellowhammer", "Wolverine", "Xylophone") if word in said] == []
    assert (fresh.get_absolute_url() in said) == (name == "progress_detail")  # its own way back to today


def test_it_is_known_today_on_every_page_that_shows_notes(client, note):
    fresh = make_note(obligation=note.obligation, text="Zebrafish.", published_at=timezone.now())

    saying = {name for name in NAMES if "Zebrafish" in body(client.get(address(name, fresh)))}

    assert {
        "overview",
        "state_detail",
        "obligation_detail",
        "progress_list",
        "progress_csv",
        "progress_detail",
    } <= saying


@pytest.mark.parametrize("name", NAMES)
def test_no_page_shows_what_was_noted_later(name, client, note):
    later = make_note(
        obligation=note.obligation, text="Zebrafish.", status="fulfilled", noted_date=date(2022, 1, 1)
    )

    response = client.get(address(name, later), {"as_of": "2021-12-31"})

    assert response.status_code == (404 if name in OF_ONE_NOTE else 200)
    assert "Zebrafish" not in body(response)
    assert (later.get_absolute_url() in body(response)) == (name == "progress_detail")


def test_a_status_in_the_file_is_that_of_the_day(client, note):
    make_note(obligation=note.obligation, status="fulfilled", noted_date=date(2022, 1, 1))

    def statuses(**query):
        rows = body(client.get("/obligations.csv", query)).splitlines()[1:]
        return [row.split(",")[9] for row in rows]

    assert statuses() == ["fulfilled", Status.NOT_BOUND]
    assert statuses(as_of="2021-12-31") == ["overdue", Status.NOT_ASSESSED]
    assert statuses(as_of="2020-01-01") == [Status.NOT_ASSESSED, Status.NOT_ASSESSED]
    assert statuses(as_of="1998-01-01") == [Status.NOT_BOUND, Status.NOT_BOUND]


def test_before_its_retraction_a_note_speaks_and_nobody_knows_the_reason(client, note):
    note.retract(by=make_reviewer(), at=timezone.now(), reason="Nobody counted.")
    yesterday = {"known_at": timezone.now().date() - timedelta(days=1)}

    past = [body(client.get(one, yesterday)) for one in addresses(note)]

    assert any(note.text in page for page in past)
    assert not any("Nobody counted." in page or "retracted on" in page for page in past)


def test_before_its_correction_a_note_speaks_and_nobody_knows_the_new_one(client, note):
    correction = note.correct(by=note.author)
    correction.text = "Zebrafish."
    correction.save()
    correction.submit(by=note.author, at=timezone.now())
    correction.publish(by=make_reviewer(), at=timezone.now())
    yesterday = {"known_at": timezone.now().date() - timedelta(days=1)}

    past = [body(client.get(one, yesterday)) for one in addresses(note)]

    assert not any("Zebrafish" in page or correction.get_absolute_url() in page for page in past)
    assert not any("This note was corrected." in page for page in past)


def test_a_correction_noted_later_is_not_shown_on_an_earlier_day(client, note):
    correction = note.correct(by=note.author)
    correction.noted_date = date(2022, 1, 1)
    correction.save()
    correction.submit(by=note.author, at=note.published_at)
    correction.publish(by=make_reviewer(), at=note.published_at)

    day = {"as_of": "2021-01-01"}
    pages = [client.get(one, day) for one in addresses(note)]

    assert not any(correction.get_absolute_url() in body(page) for page in pages)
    assert "This note was corrected." in body(client.get(note.get_absolute_url(), day))


def test_who_was_no_party_on_the_day_owed_nothing_on_the_page(client, note):
    make_obligation(
        state=make_party(iso3="KHM", since=date(2025, 1, 1)), commitment=note.obligation.commitment
    )

    page = body(client.get("/states/KHM/16b/", {"as_of": "2024-12-31"}))

    assert "not bound" in page
