"""Which records are public facts, and which of their columns the seal covers.

The columns bear the names that they have in the files of the list of the same name. What is computed from
others (words of codes, counts, addresses, statuses) is left out, and so is what the public never reads. The
names under which people are shown can change and are no part of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models

from commitments.rules.seal import cell_text, dated_cell
from commitments.rules.seal_codes import SealKind

ROWS_A_QUERY = 500
# the lookup of a column, or those of a date and of its precision; without a lookup the cell is empty
Source = str | tuple[str, str]
Columns = Mapping[str, Source]
# the primary key of a record, and what the seal covers of it
Sealable = tuple[Any, dict[str, Any]]


def named(*names: str) -> dict[str, Source]:
    """Columns that bear the names of their fields."""
    return {name: name for name in names}


STATE: Columns = {"state_iso3": "state__iso3"}
OWED: Columns = {"state_iso3": "obligation__state__iso3", "commitment": "obligation__commitment__code"}
SOURCE = named("source_url", "source_title", "source_date")
FIGURE = named("year", "remark", *SOURCE, "publisher", "locator")


@dataclass(frozen=True)
class SealedParts:
    """Records that belong to another and are sealed with it, as `name` of its content."""

    name: str
    relation: str
    columns: Columns


@dataclass(frozen=True)
class SealedTable:
    """The sealed columns of one kind of record; `name` is the noun of its list, where it has one.

    `withdrawn` is for what is published: the columns that are sealed when it is withdrawn, by kind of seal.
    """

    name: str
    model_name: str
    key: tuple[str, ...]
    columns: Columns
    parts: SealedParts | None = None
    withdrawn: Mapping[SealKind, Columns] = field(default_factory=dict)

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model("commitments", self.model_name)

    @property
    def is_published(self) -> bool:
        """Whether its records have drafts, which nobody seals."""
        return bool(self.withdrawn)

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields of the record that its columns are read from."""
        return frozenset(lookup.split("__")[0] for lookup in _lookups(self.columns))

    def key_of(self, content: Mapping[str, Any]) -> str:
        return " ".join(content[name] for name in self.key)

    def key_of_record(self, record: Any) -> str:
        """The same of a record in memory, which may be gone from the database."""
        return " ".join(cell_text(_value(record, str(self.columns[name]))) for name in self.key)

    def contents(
        self, pks: Iterable[Any] | None = None, *, withdrawal: SealKind | None = None
    ) -> Iterator[Sealable]:
        """What is to be sealed of these records, or of all; `withdrawal` asks for that of a withdrawal.

        Records that have not been published, or not been withdrawn in this way, are left out.
        """
        rows = self.model._base_manager.all()
        if self.is_published:
            rows = rows.filter(**{f"{(withdrawal or SealKind.PUBLISHED).value}_at__isnull": False})
        if pks is None:
            yield from self._read(rows, withdrawal)
            return
        wanted = list(pks)
        for start in range(0, len(wanted), ROWS_A_QUERY):
            yield from self._read(rows.filter(pk__in=wanted[start : start + ROWS_A_QUERY]), withdrawal)

    def _read(self, rows: models.QuerySet[Any], withdrawal: SealKind | None) -> Iterator[Sealable]:
        """A row for each of its parts, so that one query reads both."""
        columns, parts = self.columns, self.parts
        if withdrawal:
            columns, parts = self.withdrawn[withdrawal], None
        own = _lookups(columns)
        of_parts = [f"{parts.relation}__{each}" for each in ("pk", *_lookups(parts.columns))] if parts else []
        first = ["published_at"] if self.is_published else []
        ordered = rows.order_by(*first, "pk", *of_parts[:1])
        values = ordered.values_list("pk", *own, *of_parts).iterator(chunk_size=ROWS_A_QUERY)
        for pk, group in groupby(values, key=lambda row: row[0]):
            joined = list(group)
            content: dict[str, Any] = _cells(columns, joined[0][1:])
            if parts:
                told = (row[1 + len(own) :] for row in joined)
                content[parts.name] = [_cells(parts.columns, row[1:]) for row in told if row[0] is not None]
            yield pk, content


def _lookups(columns: Columns) -> list[str]:
    return [lookup for source in columns.values() for lookup in _each(source)]


def _each(source: Source) -> tuple[str, ...]:
    if isinstance(source, str):
        return (source,) if source else ()
    return source


def _cells(columns: Columns, values: Sequence[Any]) -> dict[str, str]:
    left = iter(values)
    return {name: _cell([next(left) for _lookup in _each(source)]) for name, source in columns.items()}


def _cell(values: Sequence[Any]) -> str:
    if len(values) == 2:
        return dated_cell(*values)
    return cell_text(values[0] if values else None)


def _value(record: Any, lookup: str) -> Any:
    for part in lookup.split("__"):
        record = getattr(record, part)
    return record
