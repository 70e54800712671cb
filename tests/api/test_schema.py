"""The description for programs is valid, complete, and says nothing that is not so."""

import json

import pytest
import yaml
from django.urls import reverse
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from commitments.api.schema import document
from commitments.lists.registry import LISTS
from tests.api.asking import OPERATIONS, ask
from tests.builders import make_state
from tests.views.site import API, PATTERNS

pytestmark = pytest.mark.django_db


def operations() -> dict[str, dict]:
    return {methods["get"]["operationId"]: methods["get"] for methods in document()["paths"].values()}


def test_schema_is_openapi_3_1(client, note):
    told = client.get("/api/v1/schema/").json()

    validate(told, cls=OpenAPIV31SpecValidator)

    assert told["openapi"] == "3.1.0"


def test_schema_describes_every_address_with_its_path_parameters(note):
    described = {
        path: {each["name"] for each in methods["get"]["parameters"] if each["in"] == "path"}
        for path, methods in document()["paths"].items()
    }
    parts = {name: {*PATTERNS[name].pattern.converters} for name in API if name != "api_schema"}

    assert sorted(map(sorted, described.values())) == sorted(map(sorted, parts.values()))
    assert all(f"{{{part}}}" in path for path, named in described.items() for part in named)
    assert sorted(operations()) == sorted(OPERATIONS)


@pytest.mark.parametrize("public_list", LISTS, ids=lambda each: each.noun)
def test_schema_names_every_filter(public_list, note):
    named = {each["name"] for each in operations()[f"{public_list.noun}_list"]["parameters"]}

    assert {*public_list.filters.base_filters} <= named


def test_schema_examples_validate(note):
    components = document()["components"]
    for name, operation in operations().items():
        for code, answer in operation["responses"].items():
            for body in answer.get("content", {}).values():
                checked = Draft202012Validator({**body["schema"], "components": components})
                for example in body.get("examples", {}).values():
                    assert [error.message for error in checked.iter_errors(example["value"])] == [], (
                        name,
                        code,
                    )


def test_schema_examples_of_problems_are_what_the_api_answers(client, note):
    answers = operations()["obligations_row"]["responses"]
    examples = {
        code: answer["content"]["application/problem+json"]["examples"][code]["value"]
        for code, answer in answers.items()
        if int(code) >= 400
    }

    assert ask(client, "obligations", "as_of=yesterday").json() == examples["400"]
    assert client.get("/api/v1/states/XXX/").json() == examples["404"]
    assert client.get("/api/v1/", headers={"accept": "text/csv"}).json() == examples["406"]


def test_schema_names_a_new_state_at_once(client, note):
    before, _made = client.get("/api/v1/schema/"), make_state(iso3="ZZZ")

    after = client.get("/api/v1/schema/")

    assert ('"ZZZ"' in before.content.decode(), '"ZZZ"' in after.content.decode()) == (False, True)


def test_schema_as_yaml(client, note):
    answer = client.get("/api/v1/schema/", headers={"accept": "application/yaml"})

    assert answer.headers["Content-Type"].startswith("application/yaml")
    assert answer.content.startswith(b"openapi: 3.1.0")
    assert yaml.load(answer.content, yaml.CSafeLoader) == client.get("/api/v1/schema/").json()


def test_root_links_to_lists_schema_and_docs(client, note):
    told = client.get("/api/v1/").json()

    leads_to = [told["documentation"], told["schema"], *(table["address"] for table in told["tables"])]
    assert [client.get(address).status_code for address in leads_to] == [200] * (2 + len(LISTS))
    assert told["licence"]["code"] == "CC-BY-4.0"
    assert reverse("api_docs") in json.dumps(told)
