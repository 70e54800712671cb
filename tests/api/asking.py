"""Ways to ask the API, and to read all that it answers."""

from collections.abc import Iterator

from django.http import HttpResponse, QueryDict
from django.test import Client

from commitments.lists.registry import LISTS

NOUNS = [each.noun for each in LISTS]
OPERATIONS = ["root", *(f"{noun}_{what}" for noun in sorted(NOUNS) for what in ("list", "row"))]


def ask(client: Client, noun: str, query: str = "") -> HttpResponse:
    return client.get(f"/api/v1/{noun}/", QUERY_STRING=query)


def pages(client: Client, noun: str, query: str = "") -> Iterator[list[dict]]:
    """The rows of each page, from the first to the last."""
    response = ask(client, noun, query)
    while True:
        assert response.status_code == 200, response.content
        told = response.json()
        yield told["rows"]
        if told["next"] is None:
            return
        response = client.get(told["next"])


def rows(client: Client, noun: str, query: str = "") -> list[dict]:
    return [row for page in pages(client, noun, query) for row in page]


def without(query: str, *names: str, **added: str) -> str:
    """A query string without these parameters, and with others."""
    asked = QueryDict(query, mutable=True)
    for name in names:
        asked.pop(name, None)
    for name, value in added.items():
        asked[name] = value
    return asked.urlencode()
