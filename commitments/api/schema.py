"""The OpenAPI 3.1 document of the API, written from the declarations of the lists."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.lists.declaration import Column, Kind, PublicList
from commitments.rules.problems import MEDIA_TYPE

from .endpoints import DAY, ListEndpoints, Parameter, Schema, clock_parameters, list_endpoints
from .problems import LIST_STATUSES, ROW_STATUSES, STATUS_WORDS, example_problem

EXAMPLE_DAY = "2026-11-24"
TEXT: Schema = {"type": "string"}
URI: Schema = {"type": "string", "format": "uri"}
COLUMN_TYPES: dict[Kind, Schema] = {
    # as exactly as it is known
    Kind.DATE: {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
    Kind.DAY: DAY,
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.NUMBER: {"type": "integer"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.PATH: {"type": "string", "format": "uri-reference"},
    Kind.LINK: {"type": "string", "format": "iri"},
}


def document() -> Schema:
    """The whole document, with the values that the filters take today."""
    paths: Schema = {reverse("api_root"): {"get": _root_operation()}}
    schemas: Schema = {"Problem": _problem_schema(), "Root": _root_schema()}
    for each in list_endpoints():
        paths[each.list_path] = {"get": _list_operation(each)}
        paths[each.row_path] = {"get": _row_operation(each)}
        schemas |= _list_schemas(each.public_list)
    info = {
        "title": "Cartagena",
        "version": "1.0.0",
        "description": _(
            "What the States Parties to the Convention banning anti-personnel mines promised in the 2009 "
            "Cartagena Declaration, and what was found about it. Read-only; the same rows as the lists and "
            "files of this site."
        ),
        "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
    }
    components = {"schemas": dict(sorted(schemas.items()))}
    return {"openapi": "3.1.0", "info": info, "paths": dict(sorted(paths.items())), "components": components}


def _root_operation() -> Schema:
    return {
        "operationId": "root",
        "description": _("Every table with its address, the licence, and where all of it is described."),
        "summary": _("What there is"),
        "parameters": [_parameter(each) for each in clock_parameters()],
        "tags": ["root"],
        "responses": _responses(_("What there is."), "Root", {}, LIST_STATUSES),
    }


def _list_operation(endpoints: ListEndpoints) -> Schema:
    public_list, name = endpoints.public_list, endpoints.public_list.noun
    description = str(public_list.description)
    words = _("%(description)s The same rows in the same order as the list on this site and its files.")
    examples = {"Page": example_page(example_row(public_list))}
    return {
        "operationId": f"{name}_list",
        "description": words % {"description": description},
        "summary": str(public_list.title),
        "parameters": [_parameter(each) for each in endpoints.list_parameters],
        "tags": [name],
        "responses": _responses(description, f"{name.capitalize()}Page", examples, LIST_STATUSES),
    }


def _row_operation(endpoints: ListEndpoints) -> Schema:
    public_list, name = endpoints.public_list, endpoints.public_list.noun
    example = {"as_of": EXAMPLE_DAY, "known_at": EXAMPLE_DAY, "row": example_row(public_list)}
    description, component = str(public_list.description), f"{name.capitalize()}Answer"
    return {
        "operationId": f"{name}_row",
        "description": _("One row by its key, with the fields of the table."),
        "summary": _("One row of: %(title)s") % {"title": public_list.title},
        "parameters": [_parameter(each) for each in endpoints.row_parameters],
        "tags": [name],
        "responses": _responses(description, component, {"Answer": example}, ROW_STATUSES),
    }


def _parameter(declared: Parameter) -> Schema:
    schema, more = declared.schema, Schema()
    if declared.in_path:
        more = {"required": True}
    if declared.style == "repeated":
        schema, more = {"type": "array", "items": schema}, {"explode": True, "style": "form"}
    if declared.style == "commas":
        schema = {"type": "array", "minItems": 1, "items": schema}
        more = {"explode": False, "style": "form"}
    place = "path" if declared.in_path else "query"
    return {"in": place, "name": declared.name, "schema": schema, "description": declared.meaning, **more}


def _responses(words: str, component: str, examples: Schema, problems: tuple[int, ...]) -> Schema:
    etag = _("Send it as If-None-Match; the answer is 304 as long as nothing has changed.")
    return {
        "200": {
            "headers": {"ETag": {"schema": TEXT, "description": etag}},
            "content": _content("application/json", component, examples),
            "description": words,
        },
        "304": {"description": str(STATUS_WORDS[304])},
        **{str(status): _problem_response(status) for status in problems},
    }


def _problem_response(status: int) -> Schema:
    content = _content(MEDIA_TYPE, "Problem", {str(status): example_problem(status)})
    return {"content": content, "description": str(STATUS_WORDS[status])}


def _content(media_type: str, component: str, examples: Schema) -> Schema:
    shown = {name: {"value": value} for name, value in examples.items()}
    return {media_type: {"schema": _reference(component), **({"examples": shown} if shown else {})}}


def _reference(component: str) -> Schema:
    return {"$ref": f"#/components/schemas/{component}"}


def _problem_schema() -> Schema:
    blamed = {"type": "string", "description": "What in the address is to blame."}
    error = {"type": "object", "required": ["reason"], "properties": {"parameter": blamed, "reason": TEXT}}
    fields = {
        "type": {"type": "string", "format": "uri-reference", "examples": ["about:blank"]},
        "title": {"type": "string", "examples": ["Bad Request"]},
        "status": {"type": "integer", "examples": [400]},
        "detail": {"type": "string", "description": "All reasons in one line."},
        "errors": {"type": "array", "items": error},
    }
    words = "Why a request was not answered, as problem details of RFC 9457."
    return {"type": "object", "description": words, "required": list(fields), "properties": fields}


def _root_schema() -> Schema:
    licence = {"code": TEXT, "name": TEXT, "address": URI}
    table = {"noun": TEXT, "title": TEXT, "description": TEXT, "address": URI}
    table |= {"key": {"type": "array", "items": TEXT}}
    fields = {
        "title": TEXT,
        "documentation": URI,
        "schema": URI,
        "licence": {"type": "object", "properties": licence},
        "tables": {"type": "array", "items": {"type": "object", "properties": table}},
    }
    return {"type": "object", "required": list(fields), "properties": fields}


def _list_schemas(public_list: PublicList) -> Schema:
    """The schemas of a row, of a page of rows and of the answer with one row."""
    name = public_list.noun.capitalize()
    row = _reference(f"{name}Row")
    words = _("The address of the next page; null on the last one.")
    following = {"type": ["string", "null"], "format": "uri", "description": words}
    return {
        f"{name}Row": _row_schema(public_list),
        f"{name}Page": _answer_schema(next=following, rows={"type": "array", "items": row}),
        f"{name}Answer": _answer_schema(row=row),
    }


def _answer_schema(**fields: Schema) -> Schema:
    as_of = {**DAY, "description": "The situation on this day."}
    known_at = {**DAY, "description": "As known here at the end of this day (UTC)."}
    fields = {"as_of": as_of, "known_at": known_at, **fields}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(fields),
        "properties": fields,
    }


def _row_schema(public_list: PublicList) -> Schema:
    # nothing is required: the parameter `fields` leaves out what it does not name
    return {
        "type": "object",
        "description": str(public_list.description),
        "additionalProperties": False,
        "properties": {column.name: _field_schema(public_list, column) for column in public_list.columns},
    }


def _field_schema(public_list: PublicList, column: Column) -> Schema:
    schema: Schema = dict(COLUMN_TYPES.get(column.kind, TEXT))
    if column.values:
        schema["enum"] = [code for code, _word in column.values]
    if is_nullable(public_list, column):
        schema["type"] = [schema["type"], "null"]
        if column.values:
            schema["enum"].append(None)
    codes = "".join(f"\n- `{code}`: {word}" for code, word in column.values)
    schema["description"] = f"{column.meaning}.{codes}"
    if column.example:
        schema["examples"] = [example_value(column)]
    return schema


def is_nullable(public_list: PublicList, column: Column) -> bool:
    """Whether a field may be null: neither a part of the key nor yes or no."""
    return column.name not in public_list.key and column.kind != Kind.BOOLEAN


def example_value(column: Column) -> Any:
    """The example of the dictionary as JSON has it; None where there is none."""
    if column.kind == Kind.NUMBER and column.example:
        return int(column.example)
    return column.example == "True" if column.kind == Kind.BOOLEAN else column.example or None


def example_row(public_list: PublicList) -> Schema:
    """A row of the examples of its columns."""
    return {column.name: example_value(column) for column in public_list.columns}


def example_page(row: Schema) -> Schema:
    """A page that holds this row alone."""
    return {"as_of": EXAMPLE_DAY, "known_at": EXAMPLE_DAY, "next": None, "rows": [row]}
