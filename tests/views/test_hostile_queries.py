"""Whatever stands in a query string, the answer is clear and never an error of the server."""

import pytest
from django.test import Client

from tests.views.site import (
    API,
    DOCUMENTS,
    EMBEDS,
    FILES,
    LISTS,
    NAMES,
    NAMES_OF_ROWS,
    address,
    body,
    parameters,
)

# more than the server lets through in an address, and than Python reads as one number
LONG = 6_000
VALUES = {
    "nothing": "",
    "a null byte": "%00",
    "a null byte in words": "a%00b",
    "a long word": "a" * LONG,
    "long patterns": "%25_" * (LONG // 4),
    "a long number": "9" * LONG,
    "no UTF-8": "%ff%fe",
    "half a character": "%ed%a0%80",
    "markup": "%3Cscript%3Ealert(1)%3C/script%3E",
    "a quote": "'%22;--",
    "a line break": "a%0d%0aSet-Cookie:%20a=b",
    "a number": "1",
    "a negative number": "-1",
    "zero": "0",
    "a huge number": "999999",
    "a number in other digits": "%D9%A1%D9%A2",
    "a power": "%C2%B2",
    "a template": "{{7*7}}{%25 load x %25}",
    "another order": "-status,,--id",
    "a day": "2024-06-01",
}
WHOLE = {
    "many unknown parameters": "&".join(f"x{number}=1" for number in range(900)),
    "more parameters than are read": "&".join(f"x{number}=1" for number in range(5000)),
    "one parameter many times": "&".join(["state=COL"] * 900),
    "every sort at once": "sort=status&sort=-state&sort=nonsense&sort=-",
    "pages twice": "page=1&page=abc&per_page=10&per_page=-1",
    "a page far away": "page=999999",
    "a page before the first": "page=-1",
    "page zero": "page=0",
    "a page in words": "page=abc",
    "no rows a page": "per_page=0",
    "fewer than no rows a page": "per_page=-1",
    "all rows on a page": "per_page=999999",
    "rows in words": "per_page=abc",
    "only separators": "&&==&=&?&",
    "a name of null bytes": "%00=%00",
    "a long name": f"{'n' * LONG}=1",
    "brackets": "state[]=COL&state[0]=COL&state.x=1",
    "half an escape": "%&%zz=%1",
}


# one of each way to answer is asked everything, because all lists read pages, columns and clocks by the same
# lines; the others are asked for the filters of their own, which the CSV reads as the page does
ASKED_EVERYTHING = {
    "obligations_list",
    "obligations_csv",
    "api_obligations",
    "api_obligations_row",
}
ALIKE = {*LISTS, *FILES, *API, *EMBEDS} - {*ASKED_EVERYTHING, "embed_map"}
FEW = {"a null byte", "no UTF-8", "markup", "a long word", "a long number"}
OF_PAGES = FEW | {"long patterns"}
OF_NO_LIST = {
    "many unknown parameters",
    "more parameters than are read",
    "a name of null bytes",
    "half an escape",
}
OF_A_LIST = OF_NO_LIST | {"every sort at once", "pages twice"}
PAGES, CLOCKS = ["q", "page", "per_page", "sort"], ["as_of", "known_at"]


# of an address that only reads the clocks
NO_PARAMETERS = parameters("methodology")


def has_parameters(name: str) -> bool:
    """An address without parameters of its own is read by the lines that all share: few values are enough."""
    return parameters(name) != NO_PARAMETERS


# what an address without parameters is asked never reaches the database
NAMES_ASKED = [
    name if has_parameters(name) else pytest.param(name, marks=pytest.mark.one_database)
    for name in NAMES_OF_ROWS
]


def at_once(queries: dict[str, str]) -> dict[str, str]:
    """As one query, for an address that reads none of them; too many parameters are refused before that."""
    alone = {what: query for what, query in queries.items() if what == "more parameters than are read"}
    rest = {what: query for what, query in queries.items() if what not in alone}
    return {**alone, ", ".join(rest): "&".join(rest.values())}


@pytest.fixture
def tough() -> Client:
    """A client that gets the page of an error instead of the error itself, as a reader does."""
    return Client(raise_request_exception=False)


def answers_of(name: str) -> set[int]:
    """What an address may answer; no note of this world cites a document, and nobody runs this site."""
    return {400, 404} if name in {*DOCUMENTS, "security_txt"} else {200, 400}


def statuses(client: Client, path: str, queries: dict[str, str]) -> dict[str, int]:
    """How each query was answered, to the last byte of a stream."""
    found = {}
    for what, query in queries.items():
        response = client.get(path, QUERY_STRING=query)
        found[what] = response.status_code
        assert response.getvalue(), what
    return found


def groups(name: str) -> list[list[str]]:
    """Parameters that are tried at once: a filter that is refused keeps the others from being asked."""
    names = [one for one in parameters(name) if one not in CLOCKS]
    if name not in {*LISTS, *FILES}:
        return [names, CLOCKS]
    # the search and the pages refuse nothing but a null byte, so one question asks both
    closed = [one for one in names if one not in {"columns", *PAGES}]
    return [PAGES, ["columns"], closed, CLOCKS]


def values(name: str, group: list[str]) -> set[str]:
    """What an address is asked for these parameters; `test_clocks` asks all for days that are none."""
    if name in ASKED_EVERYTHING:
        return {*VALUES}
    if group == CLOCKS:
        return set()
    if not has_parameters(name):
        return FEW
    if group == PAGES:
        return OF_PAGES
    is_csv_of_filters = name in FILES and group != ["columns"]
    return {*VALUES} if is_csv_of_filters or name not in ALIKE else FEW


@pytest.mark.parametrize("name", NAMES_ASKED)
def test_no_value_of_any_parameter_breaks_a_page(name, tough, note):
    queries = {
        f"{'&'.join(group)}: {what}": "&".join(f"{parameter}={VALUES[what]}" for parameter in group)
        for group in groups(name)
        for what in values(name, group)
    }
    if not has_parameters(name):
        queries = at_once(queries)

    answers = statuses(tough, address(name, note), queries)

    assert {what: code for what, code in answers.items() if code not in answers_of(name)} == {}


@pytest.mark.parametrize("name", NAMES_ASKED)
def test_no_query_as_a_whole_breaks_a_page(name, tough, note):
    few = OF_A_LIST if has_parameters(name) else OF_NO_LIST
    asked = WHOLE if name in {*ASKED_EVERYTHING, "matrix", "search"} else {what: WHOLE[what] for what in few}
    if not has_parameters(name):
        asked = at_once(asked)

    answers = statuses(tough, address(name, note), asked)

    assert {what: code for what, code in answers.items() if code not in answers_of(name)} == {}


# the CSV stands for the page of its list
@pytest.mark.parametrize(
    "name", [name for name in NAMES_OF_ROWS if name in FILES or name not in {*ALIKE, *LISTS}]
)
def test_every_parameter_twice_with_something_else_breaks_no_page(name, tough, note):
    names = parameters(name)
    queries = {
        one: f"{one}=COL&{one}=%00&{other}=1&{other}=" for one, other in zip(names, names[::-1], strict=True)
    }
    if not has_parameters(name):
        queries = {"nonsense": queries["nonsense"]}

    answers = statuses(tough, address(name, note), queries)

    assert {what: code for what, code in answers.items() if code not in answers_of(name)} == {}


@pytest.mark.one_database
@pytest.mark.parametrize("name", [name for name in NAMES_OF_ROWS if name not in ALIKE or name in LISTS])
def test_what_is_echoed_from_the_address_does_not_run(name, tough, note):
    markup = "'\"><script>alert(1)</script>"
    # all that is refused is named at once, so that the filters of a list are asked together
    together = name in ALIKE or not has_parameters(name)
    asked = groups(name) if together else [[each] for each in parameters(name)]
    queries = [dict.fromkeys(group, markup) for group in [*asked, [markup]]]

    pages = [tough.get(address(name, note), query) for query in queries]

    run = [
        query
        for page, query in zip(pages, queries, strict=True)
        if "<script>alert" in body(page) and page.headers["Content-Type"].startswith("text/html")
    ]
    assert run == []


@pytest.mark.one_database
@pytest.mark.parametrize("name", NAMES)
def test_headers_hold_nothing_from_the_address(name, tough, note):
    response = tough.get(
        address(name, note), QUERY_STRING="q=%0d%0aSet-Cookie:%20a=b&x=%0d%0aSet-Cookie:%20a=b"
    )

    assert "a" not in response.cookies
    assert not [value for value in response.headers.values() if "\n" in value or "\r" in value]
