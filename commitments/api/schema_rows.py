"""The rows in the description for programs: a JSON Schema for each public table, from its columns."""

from commitments.lists.declaration import Column, Kind, PublicList

AS_KNOWN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
OF_KIND: dict[Kind, dict[str, object]] = {
    Kind.DATE: {"type": "string", "pattern": AS_KNOWN},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.NUMBER: {"type": "integer"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.PATH: {"type": "string", "format": "uri-reference"},
    Kind.LINK: {"type": "string", "format": "iri"},
}
DAY = {"type": "string", "format": "date"}


def component_name(table: PublicList, what: str) -> str:
    """Such as ObligationsRow."""
    return f"{table.noun.capitalize()}{what}"


def in_codes(column: Column) -> str:
    """The meaning of a column, with that of its codes."""
    codes = "".join(f"\n- `{code}`: {word}" for code, word in column.values)
    return f"{column.meaning}.{codes}" if codes else f"{column.meaning}."


def example_of(column: Column) -> object:
    """The example of the dictionary as JSON has it."""
    if not column.example:
        return None
    if column.kind == Kind.NUMBER:
        return int(column.example)
    return column.example == "True" if column.kind == Kind.BOOLEAN else column.example


def field_of(column: Column, *, may_be_missing: bool) -> dict[str, object]:
    """What may stand in a field; a value that is not there is null."""
    schema = dict(OF_KIND.get(column.kind, {"type": "string"}))
    if column.values:
        schema["enum"] = [code for code, _word in column.values]
    if may_be_missing:
        schema["type"] = [schema["type"], "null"]
        if column.values:
            schema["enum"] = [*schema["enum"], None]
    example = example_of(column)
    examples = {} if example is None else {"examples": [example]}
    return {**schema, "description": in_codes(column), **examples}


def row_schema(table: PublicList) -> dict[str, object]:
    """A row; `fields` in the address leaves out what it does not name."""
    never_missing = {*table.key, *(column.name for column in table.columns if column.kind == Kind.BOOLEAN)}
    return {
        "type": "object",
        "description": str(table.description),
        "additionalProperties": False,
        "properties": {
            column.name: field_of(column, may_be_missing=column.name not in never_missing)
            for column in table.columns
        },
    }


def example_row(table: PublicList) -> dict[str, object]:
    """A row of the examples of its columns."""
    return {column.name: example_of(column) for column in table.columns}


def answer_schema(fields: dict[str, object]) -> dict[str, object]:
    """What every answer about rows says first, then these fields."""
    said = {
        "as_of": {**DAY, "description": "The situation on this day."},
        "known_at": {**DAY, "description": "As known here at the end of this day (UTC)."},
    }
    properties = {**said, **fields}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


PROBLEM: dict[str, object] = {
    "type": "object",
    "description": "Why a request was not answered, as problem details of RFC 9457.",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "examples": ["about:blank"]},
        "title": {"type": "string", "examples": ["Bad Request"]},
        "status": {"type": "integer", "examples": [400]},
        "detail": {"type": "string", "description": "All reasons in one line."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["reason"],
                "properties": {
                    "parameter": {"type": "string", "description": "What in the address is to blame."},
                    "reason": {"type": "string"},
                },
            },
        },
    },
}
