"""Every page, as of another day and as it was known at another moment."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import timezone

from commitments.rules.codes import Status
from tests.builders import make_note, make_obligation, make_party, make_reviewer
from tests.views.site import FILES, NAMES, NAMES_OF_ROWS, OF_ONE_NOTE, PAGES, address, addresses, body

# which notes are known is asked of both databases in tests/models, and each page in `test_figures`
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
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


# one address of each way to answer; all others are asked for one malformed day
OF_EACH_KIND = [
    "overview",
    "obligations_list",
    "obligations_csv",
    "obligations_json",
    "api_obligations",
    "embed_map",
]


@pytest.mark.parametrize("parameter", ["as_of", "known_at"])
def test_a_malformed_day_is_named(parameter, client, note):
    wrong = []
    for name, text in [*product(OF_EACH_KIND, MALFORMED), *product(NAMES, MALFORMED[1:2])]:
        answer = client.get(address(name, note), {parameter: text})
        said = (answer.status_code, parameter in body(answer), len(answer.getvalue()) < 20_000)
        if said != (400, True, True):
            wrong.append((name, text[:20], *said))

    assert wrong == []


def test_a_file_is_refused_in_the_words_alone(client, note):
    words = "as_of: “<b>yesterday</b>” is not a date. Write a day as 2015-12-31."
    found, expected = {}, {}
    for name in FILES:
        answer = client.get(address(name, note), {"as_of": "<b>yesterday</b>"})
        problem = name.endswith(("_json", "_metadata"))
        said = answer.json()["detail"] if problem else body(answer)
        found[name] = (answer.status_code, answer.headers["Content-Type"], said)
        expected[name] = (
            (400, "application/problem+json", words)
            if problem
            else (400, "text/plain; charset=utf-8", f"{words}\n")
        )

    assert found == expected


def test_every_page_says_the_day_and_how_many_parties_there_were(client, note):
    make_party(since=date(2024, 6, 1))
    paths = {name: address(name, note) for name in PAGES}

    past = {name: body(client.get(path, {"as_of": "2024-01-10"})) for name, path in paths.items()}
    present = {name: body(client.get(path)) for name, path in paths.items()}

    words = ("10 January 2024", "2 States Parties", "Back to today")
    assert [(name, word) for name, page in past.items() for word in words if word not in page] == []
    assert [name for name, page in present.items() if "Back to today" in page] == []


def statuses_expected() -> dict[str, int]:
    return {name: 404 if name in OF_ONE_NOTE else 200 for name in NAMES_OF_ROWS}


def test_a_note_published_now_was_not_known_yesterday(client, note):
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

    answers = {name: client.get(address(name, fresh), {"known_at": yesterday}) for name in NAMES_OF_ROWS}

    assert {name: answer.status_code for name, answer in answers.items()} == statuses_expected()
    said = {name: body(answer) for name, answer in answers.items()}
    words = ("Zebrafish", "Yellowhammer", "Wolverine", "Xylophone")
    assert [(name, word) for name, text in said.items() for word in words if word in text] == []
    # its own way back to today
    assert [name for name, text in said.items() if fresh.get_absolute_url() in text] == ["progress_detail"]


def test_it_is_known_today_on_every_page_that_shows_notes(client, note):
    fresh = make_note(obligation=note.obligation, text="Zebrafish.", published_at=timezone.now())

    saying = {name for name in NAMES_OF_ROWS if "Zebrafish" in body(client.get(address(name, fresh)))}

    assert {
        "overview",
        "state_detail",
        "obligation_detail",
        "progress_list",
        "progress_csv",
        "progress_detail",
    } <= saying


def test_no_page_shows_what_was_noted_later(client, note):
    later = make_note(
        obligation=note.obligation, text="Zebrafish.", status="fulfilled", noted_date=date(2022, 1, 1)
    )

    answers = {name: client.get(address(name, later), {"as_of": "2021-12-31"}) for name in NAMES_OF_ROWS}

    assert {name: answer.status_code for name, answer in answers.items()} == statuses_expected()
    said = {name: body(answer) for name, answer in answers.items()}
    assert [name for name, text in said.items() if "Zebrafish" in text] == []
    assert [name for name, text in said.items() if later.get_absolute_url() in text] == ["progress_detail"]


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

    past = [body(client.get(one, yesterday)) for one in addresses(note, names=NAMES_OF_ROWS)]

    assert any(note.text in page for page in past)
    assert not any("Nobody counted." in page or "retracted on" in page for page in past)


def test_before_its_correction_a_note_speaks_and_nobody_knows_the_new_one(client, note):
    correction = note.correct(by=note.author)
    correction.text = "Zebrafish."
    correction.save()
    correction.submit(by=note.author, at=timezone.now())
    correction.publish(by=make_reviewer(), at=timezone.now())
    yesterday = {"known_at": timezone.now().date() - timedelta(days=1)}

    past = [body(client.get(one, yesterday)) for one in addresses(note, names=NAMES_OF_ROWS)]

    assert not any("Zebrafish" in page or correction.get_absolute_url() in page for page in past)
    assert not any("This finding was corrected." in page for page in past)


def test_a_correction_noted_later_is_not_shown_on_an_earlier_day(client, note):
    correction = note.correct(by=note.author)
    correction.noted_date = date(2022, 1, 1)
    correction.save()
    correction.submit(by=note.author, at=note.published_at)
    correction.publish(by=make_reviewer(), at=note.published_at)

    day = {"as_of": "2021-01-01"}
    pages = [client.get(one, day) for one in addresses(note, names=NAMES_OF_ROWS)]

    assert not any(correction.get_absolute_url() in body(page) for page in pages)
    assert "This finding was corrected." in body(client.get(note.get_absolute_url(), day))


def test_who_was_no_party_on_the_day_owed_nothing_on_the_page(client, note):
    make_obligation(
        state=make_party(iso3="KHM", since=date(2025, 1, 1)), commitment=note.obligation.commitment
    )

    page = body(client.get("/states/KHM/16b/", {"as_of": "2024-12-31"}))

    assert "not bound" in page
