"""`datapackage.json`: the package as a Frictionless Tabular Data Package (version 1) describes it."""

from collections.abc import Iterable
from dataclasses import dataclass

from commitments.lists.declaration import Column, Kind, PublicList, Reference
from commitments.rules.licence import CC_BY

from .edition import AUTHOR, TITLE, Edition
from .sealed import SealedEdition

DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}
PARTIAL_DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
MOMENT = "%Y-%m-%dT%H:%M:%S%z"
DESCRIPTION = (
    "What the States Parties to the Convention banning anti-personnel mines promised in the 2009 "
    "Cartagena Declaration, and what was found about it."
)
DECLARATION = {
    "title": "Cartagena Declaration, 4 December 2009: A Shared Commitment for a Mine-Free World",
}


@dataclass(frozen=True)
class WrittenTable:
    """A file in the archive."""

    name: str
    size: int
    sha256: str
    rows: int = 0


def descriptor(
    edition: Edition, tables: Iterable[tuple[PublicList, WrittenTable]], seal: SealedEdition
) -> dict[str, object]:
    """The whole descriptor; beside the standard properties both clocks, the citation and the newest seal."""
    return {
        "profile": "tabular-data-package",
        "name": "cartagena",
        "title": TITLE,
        "description": DESCRIPTION,
        "version": edition.version,
        **_created(edition),
        "homepage": edition.address,
        "licenses": [{"name": CC_BY.code, "title": str(CC_BY.name), "path": CC_BY.address}],
        "contributors": [{"title": AUTHOR, "role": "author"}],
        "sources": [DECLARATION, {"title": TITLE, "path": edition.address}],
        "as_of": edition.clocks.day.isoformat(),
        "known_at": edition.clocks.known_date.isoformat(),
        "citation": edition.citation.text,
        **({"remark": edition.remark} if edition.remark else {}),
        "seal": seal.head,
        "resources": [_resource(table, written) for table, written in tables],
    }


def _created(edition: Edition) -> dict[str, str]:
    at = edition.created_at
    return {"created": at.isoformat(timespec="seconds")} if at else {}


def _resource(table: PublicList, written: WrittenTable) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": table.noun,
        "path": written.name,
        "title": str(table.title),
        "description": str(table.description),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
        "rows": written.rows,
        "dialect": DIALECT,
        "schema": schema_of(table),
    }


def schema_of(table: PublicList) -> dict[str, object]:
    """The fields of a table, its primary key, and its foreign keys."""
    return {
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [_foreign_key(each) for each in table.references],
    }


def _field(column: Column, table: PublicList) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "type": column.kind.frictionless,
        "description": meaning_of(column),
    }
    if column.kind is Kind.MOMENT:
        field["format"] = MOMENT
    if column.kind is Kind.BOOLEAN:
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    if column.example:
        field["example"] = column.example
    constraints = _constraints(column, table)
    return {**field, "constraints": constraints} if constraints else field


def meaning_of(column: Column) -> str:
    """The description, and what its codes and its partial dates stand for."""
    said = str(column.meaning)
    if column.kind is Kind.DATE:
        said += ". As exactly as it is known: 2009, 2009-12 or 2009-12-04"
    if column.values:
        said += ". " + "; ".join(f"{code}: {word}" for code, word in column.values)
    return said


def _constraints(column: Column, table: PublicList) -> dict[str, object]:
    found: dict[str, object] = {}
    if column.name in table.key:
        found["required"] = True
        if len(table.key) == 1:
            found["unique"] = True
    if column.kind is Kind.DATE:
        found["pattern"] = PARTIAL_DATE
    if column.values:
        found["enum"] = [code for code, _word in column.values if code]
    return found


def _foreign_key(reference: Reference) -> dict[str, object]:
    there = {"resource": reference.table, "fields": list(reference.to)}
    return {"fields": list(reference.fields), "reference": there}
