"""Which States Parties are in the other instruments that paragraph 18 is read to mean, on a day."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from commitments.models import Instrument, InstrumentMembership
from commitments.rules.clocks import Clocks


class InstrumentSource(NamedTuple):
    """A page of the depositary, as it stood on a day."""

    url: str
    title: str
    day: date


@dataclass(frozen=True)
class StateInInstrument:
    """One State and its row; `source` only where it is not that of the others."""

    membership: InstrumentMembership
    source: InstrumentSource | None


@dataclass(frozen=True)
class InstrumentLine:
    """One instrument: the States Parties in it on the day, and where nearly all of them were read."""

    instrument: Instrument
    states: list[StateInInstrument]
    source: InstrumentSource


def instruments_on(clocks: Clocks, state_ids: Collection[int]) -> list[InstrumentLine]:
    """For these States, those in force for the day, in one query; an instrument without any is left out.

    Reference rows are never published, so `known_at` changes nothing.
    """
    joined = InstrumentMembership.objects.covering(clocks.day).filter(state__in=state_ids)
    rows = joined.select_related("instrument", "state").in_reading_order()
    return [_line(list(held)) for _pk, held in groupby(rows, key=lambda row: row.instrument_id)]


def _line(rows: list[InstrumentMembership]) -> InstrumentLine:
    ((usual, _times),) = Counter(map(_source, rows)).most_common(1)
    return InstrumentLine(
        instrument=rows[0].instrument,
        states=[StateInInstrument(row, None if _source(row) == usual else _source(row)) for row in rows],
        source=usual,
    )


def _source(row: InstrumentMembership) -> InstrumentSource:
    return InstrumentSource(row.source_url, row.source_title, row.source_date)
