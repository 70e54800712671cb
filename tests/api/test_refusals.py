"""Whatever cannot be answered is a problem detail that names what is to blame."""

import pytest
from django.core.cache import caches
from django.test import override_settings

from tests.api.asking import NOUNS, ask
from tests.builders import make_note

# what is refused never reaches the database
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
UNREADABLE = {
    "waxwing=1": "waxwing",
    "page=2": "page",
    "columns=status": "columns",
    "as_of=yesterday": "as_of",
    "known_at=2015-02-30": "known_at",
    "as_of=": "as_of",
    "as_of=2020-01-01&as_of=2021-01-01": "as_of",
    "state=XXX": "state",
    "q=": "q",
    "fields=waxwing": "fields",
    "fields=": "fields",
    "sort=waxwing": "sort",
    "sort=--state": "sort",
    "page_size=0": "page_size",
    "page_size=501": "page_size",
    "page_size=-1": "page_size",
    "page_size=ten": "page_size",
    "page_size=%D9%A3": "page_size",  # a digit, but none of an address
    "cursor=waxwing": "cursor",
    "cursor=%00": "cursor",
    "cursor=a&cursor=b": "cursor",
}


def refusal(answer) -> dict:
    """A refusal of the API, once its form is checked."""
    told = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert told.keys() == {"type", "title", "status", "detail", "errors"}
    assert told["status"] == answer.status_code
    assert told["detail"] == " ".join(error["reason"] for error in told["errors"])
    assert "no-store" in answer.headers.get("Cache-Control", "no-store")
    return told


@pytest.mark.parametrize("query", UNREADABLE)
@pytest.mark.parametrize("noun", ["obligations", "progress", "evidence", "deadlines"])
def test_query_fault_names_its_parameter(noun, query, client, note):
    answer = ask(client, noun, query)

    assert answer.status_code == 400
    assert {error["parameter"] for error in refusal(answer)["errors"]} == {UNREADABLE[query]}


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("obligations/?status=waxwing", "status"),
        ("obligations/?disputed=perhaps", "disputed"),
        ("obligations/?silent_since=2020-13", "silent_since"),
        ("obligations/?not_region=Atlantis", "not_region"),
        ("evidence/?year=1", "year"),
        ("obligations/COL-16b/?sort=state", "sort"),
        ("states/COL/?fields=waxwing", "fields"),
        ("?waxwing=1", "waxwing"),
        ("schema/?waxwing=1", "waxwing"),
    ],
)
def test_query_fault_of_one_address_names_its_parameter(query, parameter, client, note):
    answer = client.get(f"/api/v1/{query}")

    assert answer.status_code == 400
    assert parameter in [error["parameter"] for error in refusal(answer)["errors"]]


def test_query_faults_are_all_named_at_once(client, note):
    told = refusal(ask(client, "obligations", "waxwing=1&status=zebra&page_size=0&sort=lynx&fields=yak"))

    named = [error["parameter"] for error in told["errors"]]
    assert named == ["waxwing", "fields", "page_size", "status", "sort"]


@pytest.mark.parametrize("page_size", [1, 500])
def test_page_size_is_one_to_five_hundred(page_size, client, note):
    assert ask(client, "obligations", f"page_size={page_size}").status_code == 200


def test_query_ignores_tracking_parameters(client, note):
    assert ask(client, "obligations", "utm_source=mail&fbclid=1").status_code == 200


@pytest.mark.parametrize(
    ("made_for", "used_for"),
    [
        ("obligations/?page_size=1", "obligations/?page_size=1&sort=state"),
        ("obligations/?page_size=1&sort=state", "obligations/?page_size=1&sort=-state"),
        ("obligations/?page_size=1", "evidence/?page_size=1"),
    ],
)
def test_cursor_of_another_order_is_refused(made_for, used_for, client, note):
    cursor = client.get(f"/api/v1/{made_for}").json()["next"].partition("cursor=")[2].partition("&")[0]

    answer = client.get(f"/api/v1/{used_for}&cursor={cursor}")

    assert [error["parameter"] for error in refusal(answer)["errors"]] == ["cursor"]


@pytest.mark.parametrize(
    "path",
    [
        "states/XXX/",
        "obligations/COL-99/",
        "obligations/USA-16b/",
        "progress/999999999999999999/",
        "progress/99999999999999999999999/",
        "waxwing/",
        "obligations/%00/",
    ],
)
@override_settings(DEBUG=False)
def test_missing_address_is_404(path, client, note):
    answer = client.get(f"/api/v1/{path}")

    assert answer.status_code == 404
    assert refusal(answer)["errors"][0].keys() == {"reason"}


def test_unpublished_note_is_404(client, note):
    hidden = make_note(published=False, obligation=note.obligation)

    assert refusal(client.get(f"/api/v1/progress/{hidden.pk}/"))["status"] == 404


@pytest.mark.parametrize("path", ["", *(f"{noun}/" for noun in NOUNS), "states/COL/"])
def test_other_formats_are_406_and_other_methods_405(path, client, note):
    as_csv = client.get(f"/api/v1/{path}", headers={"accept": "text/csv"})
    written = [getattr(client, method)(f"/api/v1/{path}") for method in ("post", "put", "patch", "delete")]

    assert refusal(as_csv)["status"] == 406
    assert [refusal(answer)["status"] for answer in written] == [405] * 4
    assert {answer.headers["Allow"] for answer in written} == {"GET, HEAD, OPTIONS"}


@pytest.fixture
def counted():
    """A count that starts at nothing and leaves nothing behind."""
    caches["api"].clear()
    with override_settings(API_RATE="2/hour"):
        yield
    caches["api"].clear()


@pytest.mark.usefixtures("counted")
def test_rate_limit_says_how_long_to_wait(client, note):
    answers = [ask(client, noun) for noun in ("states", "evidence", "obligations")]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert refusal(answers[-1])["title"] == "Too Many Requests"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600


@pytest.mark.usefixtures("counted")
def test_rate_limit_counts_each_client_address(client, note):
    mine = [ask(client, "states").status_code for _time in range(3)]

    other = client.get("/api/v1/states/", REMOTE_ADDR="192.0.2.7")

    assert (mine[-1], other.status_code) == (429, 200)


@pytest.mark.usefixtures("counted")
def test_rate_limit_ignores_a_forged_client_address(client, note):
    forged = [{"x-forwarded-for": f"192.0.2.{number}"} for number in range(3)]

    codes = [client.get("/api/v1/states/", headers=headers).status_code for headers in forged]

    assert codes == [200, 200, 429]


@pytest.mark.usefixtures("counted")
def test_rate_limit_leaves_out_the_docs(client, note):
    assert [client.get("/api/v1/docs/").status_code for _time in range(3)] == [200] * 3
