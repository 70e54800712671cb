"""What comes beside the body: marks for caches, and leave for the scripts of other sites."""

from datetime import date

import pytest
from django.core.cache import caches
from django.test import override_settings

from tests.api.asking import NOUNS
from tests.builders import make_note

# headers are made of the body, which `test_equality` compares on both databases
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ADDRESSES = ["", "schema/", *(f"{noun}/" for noun in NOUNS), "obligations/COL-16b/"]
EVERY_ADDRESS = pytest.mark.parametrize("path", ADDRESSES)


@EVERY_ADDRESS
def test_etag_unchanged_is_304(path, client, note):
    first = client.get(f"/api/v1/{path}")

    again = client.get(f"/api/v1/{path}", headers={"if-none-match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, max-age=60"


def test_etag_of_a_compressed_answer_is_304(client, note):
    packed = {"accept-encoding": "gzip"}
    first = client.get("/api/v1/obligations/", headers=packed)

    again = client.get("/api/v1/obligations/", headers={**packed, "if-none-match": first.headers["ETag"]})

    assert (first.headers["Content-Encoding"], again.status_code) == ("gzip", 304)


def test_etag_changes_with_the_rows(client, note):
    first = client.get("/api/v1/obligations/")
    make_note(obligation=note.obligation, status="fulfilled", noted_date=date(2022, 1, 1))

    again = client.get("/api/v1/obligations/", headers={"if-none-match": first.headers["ETag"]})

    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]


@EVERY_ADDRESS
def test_head_has_the_headers_of_get(path, client, note):
    whole, head = client.get(f"/api/v1/{path}"), client.head(f"/api/v1/{path}")

    told = ("ETag", "Content-Type", "Cache-Control", "Access-Control-Allow-Origin")
    assert [head.headers[name] for name in told] == [whole.headers[name] for name in told]
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    ("path", "headers", "code"),
    [
        ("obligations/", {}, 200),
        ("schema/", {}, 200),
        ("obligations/?waxwing=1", {}, 400),
        ("obligations/?as_of=yesterday", {}, 400),
        ("states/XXX/", {}, 404),
        ("waxwing/", {}, 404),
        ("obligations/", {"accept": "text/csv"}, 406),
    ],
)
def test_cors_allows_every_origin(path, headers, code, client, note):
    answer = client.get(f"/api/v1/{path}", headers={"origin": "https://elsewhere.example", **headers})

    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (code, "*")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert {"ETag", "Link", "Retry-After"} <= {*answer.headers["Access-Control-Expose-Headers"].split(", ")}
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert not answer.cookies


@override_settings(API_RATE="1/hour")
def test_cors_allows_reading_a_429(client, note):
    caches["api"].clear()

    *_first, last = [client.get("/api/v1/states/") for _time in range(2)]
    caches["api"].clear()

    assert (last.status_code, last.headers["Access-Control-Allow-Origin"]) == (429, "*")


@EVERY_ADDRESS
def test_cors_preflight(path, client, note):
    answer = client.options(
        f"/api/v1/{path}",
        headers={
            "origin": "https://elsewhere.example",
            "access-control-request-method": "GET",
            "access-control-request-headers": "if-none-match",
        },
    )

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]


def test_cors_is_not_allowed_outside_the_api(client, note):
    answers = [client.get(path) for path in ("/", "/obligations.json", "/data/")]

    assert not any("Access-Control-Allow-Origin" in answer.headers for answer in answers)
