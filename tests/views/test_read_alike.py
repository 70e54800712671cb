"""Lists, files and the API read what people write; a page leads to the address with the codes."""

import pytest

pytestmark = pytest.mark.django_db

LED = {
    "/obligations/?state=colombia&sort=-state": "/obligations/?state=COL&sort=-state",
    "/obligations/?status=In%20progress&q=": "/obligations/?status=in_progress&q=",
    "/progress/?noted_to=2020&page=2": "/progress/?noted_to=2020-12-31&page=2",
    "/matrix/?commitment=16B": "/matrix/?commitment=16b",
    "/map/?commitment=16(b)&by=Status": "/map/?commitment=16b&by=status",
    "/compare/?state=Colombia&state=fin": "/compare/?state=COL&state=FIN",
    "/trends/?region=americas": "/trends/?region=Americas",
    "/trends/moved/?from=2010&to=2020": "/trends/moved/?from=2010-01-01&to=2020-12-31",
    "/evidence/sources/?state=col": "/evidence/sources/?state=COL",
    "/embed/?state=colombia&commitment=16B": "/embed/?state=COL&commitment=16b",
}


def test_a_page_leads_to_the_address_with_the_codes(client, note):
    answers = {typed: client.get(typed) for typed in LED}

    assert {typed: answer.headers.get("Location") for typed, answer in answers.items()} == LED
    assert {answer.status_code for answer in answers.values()} == {302}
    assert {address: client.get(address).status_code for address in LED.values()} == dict.fromkeys(
        LED.values(), 200
    )


def test_files_and_the_api_answer_at_once(client, note):
    typed, codes = "state=Colombia&commitment=16B&silent_since=2090", "state=COL&commitment=16b"
    csv, api = "/obligations.csv?", "/api/v1/obligations/?"

    assert b"".join(client.get(csv + typed)) == b"".join(client.get(csv + codes))
    assert client.get(api + typed).json() == client.get(api + codes).json()


def test_a_plain_form_may_leave_a_choice_empty(client, note):
    page = client.get("/obligations/?q=&state=&status=&region=&commitment=&silent_since=")

    assert page.status_code == 200
    assert page.context["refusals"] == []
    assert client.get("/obligations.csv?state=&q=").status_code == 200


def test_a_day_of_the_clocks_is_read_and_kept_as_a_date(client, note):
    page = client.get("/states/COL/?as_of=December%202015")

    assert page.status_code == 200
    assert "as_of=2015-12-31" in page.content.decode()
    refused = client.get("/states/COL/?as_of=03/02/2015")
    assert refused.status_code == 400
    assert "can be 3 February 2015 or 2 March 2015" in refused.content.decode()
