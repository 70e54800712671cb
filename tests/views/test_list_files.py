"""What a list says of filters that cannot be read, and the files that it offers."""

import pytest

from commitments.views.files import XLSX
from tests.views.site import FILES, FILES_OF_LISTS, LISTS, PATTERNS, TWINS, body, parameters

# what is refused never reaches the database; what is found is compared on both in `test_lists`
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BROKEN = {
    "state": "XXX",
    "region": "Atlantis",
    "label": "friend",
    "commitment": "99z",
    "status": "late",
    "disputed": "maybe",
    "silent_since": "yesterday",
    "certainty": "sure",
    "evidence": "rumour",
    "noted_from": "2020-13-01",
    "revision": "2020-13-01",
    "noted_to": "then",
    "news": "new",
    "q": "a" * 101,
    "nonsense": "1",
    "freshness": "green",
    "evidence_older_than": "long ago",
    "label_on": "someday",
    "kind": "rumour",
    "publisher": "p" * 151,
    "source": "s" * 2001,
    "url": "u" * 2001,
    "year": "MMXX",
    "not_region": "Atlantis",
    "not_label": "friend",
    "density": "airy",
    "excel": "yes",
    "left": "maybe",
    "instrument": "TREATY",
    "is_in": "perhaps",
    "scope": "everything",
    "closed": "perhaps",
    "country": "XXXX",
    "role": "lender",
    "currency": "euro",
    "passed": "soon",
    "latest": "newest",
    "due_from": "2020-13-01",
    "due_to": "then",
    "position": "neutral",
    "deadline": "soon",
    "first_found_by": "then",
    "first_found_after": "then",
    "by_vote": "perhaps",
    "each_source_once": "perhaps",
    "table": "waxwing",
}
# no seal belongs to a region
OF_REGIONS = [name for name in FILES_OF_LISTS if not name.startswith("seals_")]
OF_ALL_LISTS = {"as_of", "columns", "known_at", "page", "per_page", "sort"}


def breakable(name: str) -> list[str]:
    return [parameter for parameter in parameters(name) if parameter not in OF_ALL_LISTS]


@pytest.mark.parametrize("name", [*LISTS, "matrix"])
def test_a_broken_filter_is_named_on_a_page_without_rows(name, client, note):
    for parameter in breakable(name):
        response = client.get(
            f"/{PATTERNS[name].pattern}", {parameter: BROKEN[parameter.removeprefix("not_")]}
        )
        page = body(response)

        assert response.status_code == 200, parameter
        assert 'role="alert"' in page, parameter
        assert parameter in page[page.index('role="alert"') :][:600], parameter
        below = page[page.index("</form>", page.index('class="filter"')) :]
        assert "Colombia" not in below, parameter
        assert "Download these rows" not in page, parameter


PLAIN, PROBLEM = "text/plain; charset=utf-8", "application/problem+json"
REFUSED_AS = {"csv": PLAIN, "xlsx": PLAIN, "json": PROBLEM, "metadata": PROBLEM}


@pytest.mark.parametrize("name", FILES)
def test_a_broken_filter_is_refused_by_the_file_with_the_reason(name, client, note):
    # the other files read the address by the same lines as the CSV
    few = None if name.endswith("_csv") else 2
    for parameter in breakable(name)[:few]:
        response = client.get(
            f"/{PATTERNS[name].pattern}", {parameter: BROKEN[parameter.removeprefix("not_")]}
        )

        assert response.status_code == 400, parameter
        assert response.headers["Content-Type"] == REFUSED_AS[name.rsplit("_", 1)[1]]
        assert parameter in body(response)
        assert "Colombia" not in body(response)


@pytest.mark.parametrize("name", [name for name in FILES if REFUSED_AS[name.rsplit("_", 1)[1]] == PROBLEM])
@pytest.mark.parametrize("query", [{"nonsense": "1", "region": "Atlantis"}, {"as_of": "yesterday"}])
def test_a_program_is_refused_in_the_form_of_rfc_9457(name, query, client, note):
    problem = client.get(f"/{PATTERNS[name].pattern}", query).json()

    assert (problem["type"], problem["title"], problem["status"]) == ("about:blank", "Bad Request", 400)
    assert len(problem["errors"]) == len(query)
    for parameter, error in zip(query, problem["errors"], strict=True):
        assert parameter in error["reason"]
        assert error["reason"] in problem["detail"]


TYPES = {
    "csv": ("text/csv; charset=utf-8", "attachment", "csv"),
    "xlsx": (XLSX, "attachment", "xlsx"),
    "json": ("application/json", "attachment", "json"),
    "metadata": ("application/json", "inline", "metadata.json"),
}
NOUNS = {
    **{noun: f"{noun}s" for noun in ("obligation", "state", "membership", "deadline", "commitment")},
    "reply": "replies",
}


@pytest.mark.parametrize("name", OF_REGIONS)
def test_a_file_is_named_and_typed_for_what_it_is(name, client, note):
    response = client.get(f"/{PATTERNS[name].pattern}", {"as_of": "2024-06-01", "region": "Americas"})

    noun, _, format_ = name.rpartition("_")
    kind, how, ending = TYPES[format_]
    assert response.headers["Content-Type"] == kind
    assert response.headers["Content-Disposition"] == (
        f'{how}; filename="cartagena-{NOUNS.get(noun, noun)}-Americas-2024-06-01.{ending}"'
    )
    assert response.streaming == (format_ != "metadata")
    assert response.getvalue()


@pytest.mark.parametrize("name", OF_REGIONS)
def test_every_file_that_a_page_offers_is_there(name, client, note):
    page = client.get(
        f"/{PATTERNS[TWINS[name]].pattern}", {"region": "Americas", "page": "1", "sort": "-state"}
    )
    found = page.context["downloads"]

    offered = {found.csv, found.excel, found.xlsx, found.json, found.metadata}
    assert all(address.replace("&", "&amp;") in body(page) for address in offered)
    assert [client.get(address).status_code for address in offered] == [200] * 5
    assert f"/{PATTERNS[name].pattern}?region=Americas&sort=-state" in offered


@pytest.mark.parametrize("name", sorted({TWINS[name] for name in OF_REGIONS}))
def test_a_page_leads_to_the_file_with_its_own_query(name, client, note):
    query = {"region": "Americas", "sort": "-status", "as_of": "2024-06-01"}

    page = body(client.get(f"/{PATTERNS[name].pattern}", query))

    assert ".csv?region=Americas&amp;sort=-status&amp;as_of=2024-06-01" in page


def test_what_a_mail_program_adds_to_an_address_is_passed_over(client, note):
    plain, marked = (body(client.get("/obligations.csv", query)) for query in ({}, {"utm_source": "mail"}))

    assert plain == marked
    assert 'role="alert"' not in body(client.get("/obligations/", {"fbclid": "x"}))


def test_an_empty_list_says_so(client, note):
    page = body(client.get("/obligations/", {"q": "nobody"}))

    assert "No promise fits these filters." in page
