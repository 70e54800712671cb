"""Every page, as of another day and as it was known at another moment."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from commitments.models import ProgressNote
from commitments.rules.codes import Status
from tests.builders import make_note, make_obligation, make_party, make_reviewer
from tests.views.site import FILES, NAMES, NAMES_OF_ROWS, OF_ONE_NOTE, PAGES, address, addresses, body

# which notes are known is asked of both databases in tests/models, and each page in `test_figures`
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MALFORMED = [
    "yesterday",
    "2015-13-01",
    "1997-09-17",
    "2101-01-01",
    "03/02/2015",
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
    # monitoring is answered before anything of its address is read
    of_people = [name for name in NAMES if name not in {"healthz", "readyz"}]
    for name, text in [*product(OF_EACH_KIND, MALFORMED), *product(of_people, MALFORMED[1:2])]:
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

    words = ("10 January 2024", "2 States Parties", "Back to today")
    assert [(name, word) for name, page in past.items() for word in words if word not in page] == []


def test_no_page_of_today_leads_back_to_today_and_each_knows_what_was_published_now(client, note):
    fresh = make_note(obligation=note.obligation, text="Zebrafish.", published_at=timezone.now())
    names = dict.fromkeys([*PAGES, *NAMES_OF_ROWS])

    present = {name: body(client.get(address(name, fresh))) for name in names}

    assert [name for name in PAGES if "Back to today" in present[name]] == []
    assert {
        "overview",
        "state_detail",
        "obligation_detail",
        "progress_list",
        "progress_csv",
        "progress_detail",
    } <= {name for name, said in present.items() if "Zebrafish" in said}


def statuses_expected(*gone: str) -> dict[str, int]:
    return {name: 404 if name in {*OF_ONE_NOTE, *gone} else 200 for name in NAMES_OF_ROWS}


def answers_about(client: Client, *notes: ProgressNote, **query: object) -> dict[str, HttpResponse]:
    """What every address of these notes answers; one that leads to several of them is asked once."""
    return {path: client.get(path, query) for path in addresses(*notes, names=NAMES_OF_ROWS)}


def test_yesterday_nobody_knew_what_was_published_corrected_or_retracted_today(client, note):
    owed, now = note.obligation, timezone.now()
    fresh = make_note(
        obligation=owed,
        text="Zebrafish.",
        status="fulfilled",
        evidence={"title": "Yellowhammer"},
        disputed_by="Wolverine",
        dispute="Xylophone.",
        published_at=now,
    )
    retracted = make_note(obligation=owed, text="Quokka.")
    retracted.retract(by=make_reviewer(), at=now, reason="Nobody counted.")
    correction = correct(note, text="Vicuna.", at=now)

    answers = answers_about(client, fresh, note, retracted, known_at=now.date() - timedelta(days=1))

    of_fresh = {name: answers[address(name, fresh)] for name in NAMES_OF_ROWS}
    # nothing was sealed before today
    expected = statuses_expected("security_txt", "api_seals_row")
    assert {name: answer.status_code for name, answer in of_fresh.items()} == expected
    said = {path: body(answer) for path, answer in answers.items()}
    words = (
        *("Zebrafish", "Yellowhammer", "Wolverine", "Xylophone"),
        *("Nobody counted.", "retracted on"),
        *("Vicuna", correction.get_absolute_url(), "This finding was corrected."),
    )
    assert [(path, word) for path, text in said.items() for word in words if word in text] == []
    # its own way back to today
    own = fresh.get_absolute_url()
    assert [path for path, text in said.items() if own in text] == [own]
    assert {word for text in said.values() for word in (note.text, retracted.text) if word in text} == {
        note.text,
        retracted.text,
    }


def correct(note: ProgressNote, *, at: datetime, **changed: object) -> ProgressNote:
    """The note that takes its place at this moment."""
    correction = note.correct(by=note.author)
    for field, value in changed.items():
        setattr(correction, field, value)
    correction.save()
    correction.submit(by=note.author, at=at)
    correction.publish(by=make_reviewer(), at=at)
    return correction


def test_no_page_shows_what_was_noted_or_corrected_on_a_later_day(client, note):
    day = {"as_of": "2021-12-31"}
    later = make_note(
        obligation=note.obligation, text="Zebrafish.", status="fulfilled", noted_date=date(2022, 1, 1)
    )
    corrected = make_note(obligation=note.obligation)
    correction = correct(corrected, noted_date=date(2022, 1, 1), at=corrected.published_at)

    answers = answers_about(client, later, corrected, **day)

    of_later = {name: answers[address(name, later)] for name in NAMES_OF_ROWS}
    assert {name: answer.status_code for name, answer in of_later.items()} == statuses_expected(
        "security_txt"
    )
    # seals tell what was published, whatever day it is about
    said = {path: body(answer) for path, answer in answers.items() if "/seals" not in path}
    words = ("Zebrafish", correction.get_absolute_url())
    assert [(path, word) for path, text in said.items() for word in words if word in text] == []
    own = later.get_absolute_url()
    assert [path for path, text in said.items() if own in text] == [own]
    assert "This finding was corrected." in said[corrected.get_absolute_url()]


def test_a_status_in_the_file_is_that_of_the_day(client, note):
    make_note(obligation=note.obligation, status="fulfilled", noted_date=date(2022, 1, 1))

    def statuses(**query):
        rows = body(client.get("/obligations.csv", query)).splitlines()[1:]
        return [row.split(",")[9] for row in rows]

    assert statuses() == ["fulfilled", Status.NOT_BOUND]
    assert statuses(as_of="2021-12-31") == ["overdue", Status.NOT_ASSESSED]
    assert statuses(as_of="2020-01-01") == [Status.NOT_ASSESSED, Status.NOT_ASSESSED]
    assert statuses(as_of="1998-01-01") == [Status.NOT_BOUND, Status.NOT_BOUND]


def test_who_was_no_party_on_the_day_owed_nothing_on_the_page(client, note):
    make_obligation(
        state=make_party(iso3="KHM", since=date(2025, 1, 1)), commitment=note.obligation.commitment
    )

    page = body(client.get("/states/KHM/16b/", {"as_of": "2024-12-31"}))

    assert "not bound" in page
