"""The metadata of a file: its columns, which rows it has, and how to cite it."""

import json
from collections.abc import Iterable

from commitments.lists.declaration import Column, PublicList, Reference

from .about import About


def metadata(table: PublicList, columns: Iterable[Column], about: About) -> dict[str, object]:
    """The metadata of a file with these columns, as values for JSON."""
    columns = list(columns)
    held = {column.name for column in columns}
    return {
        "table": table.noun,
        "title": str(table.title),
        "description": str(table.description),
        **about.as_dict(),
        "key": list(table.key),
        "references": [_reference(each) for each in table.references if held.issuperset(each.fields)],
        "columns": [column_metadata(column) for column in columns],
        "columns_left_out": [column.name for column in table.columns if column.name not in held],
    }


def column_metadata(column: Column) -> dict[str, object]:
    return {
        "name": column.name,
        "type": column.kind.value,
        "type_in_words": str(column.kind.words),
        "meaning": str(column.meaning),
        "values": [{"code": code, "word": str(word)} for code, word in column.values],
        "example": column.example or None,
    }


def _reference(reference: Reference) -> dict[str, object]:
    return {"columns": list(reference.fields), "table": reference.table, "of_columns": list(reference.to)}


def as_json(description: dict[str, object]) -> str:
    """The same as indented JSON."""
    return json.dumps(description, ensure_ascii=False, indent=2) + "\n"
