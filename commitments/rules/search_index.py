"""What the index of findings and sources is asked: every word, as a beginning or as a State or promise.

The words of a record stand in the index, and with them a mark for its State and one for its promise, so that
another name of a State finds what is about it without standing in any text. Marks begin with a sign that
parts words, and so are no word of a text.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

STATE_MARK, COMMITMENT_MARK = "=s", "=c"
# On PostgreSQL the beginnings of a word, up to this length, stand in the index behind a sign.
BEGINNING, LONGEST_BEGINNING = "<", 12
# A row of the index is numbered by its day and, below that, by the record, so that the newest stand last.
RECORDS_A_DAY = 2**32
AFTER_ALL = 2**63 - 1


@dataclass(frozen=True)
class IndexedWord:
    """One word of a query: a record is found if one of these holds."""

    beginnings: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()


def sqlite_query(words: Iterable[IndexedWord]) -> str:
    """The query of FTS5, such as `("mine" *) AND ("colombia" * OR "=s12")`."""
    return " AND ".join(f"({' OR '.join(_sqlite_terms(word))})" for word in words)


def _sqlite_terms(word: IndexedWord) -> list[str]:
    return [*(f'"{text}" *' for text in word.beginnings), *(f'"{text}"' for text in word.whole)]


def postgresql_query(words: Iterable[IndexedWord]) -> str:
    """The same as a `tsquery` for the words of a record."""
    return " & ".join(_tsquery(word, lambda text: f"'{text}':*") for word in words)


def postgresql_queries(words: Iterable[IndexedWord]) -> list[str]:
    """The same for the beginnings of its words, each of which is one more word of the index.

    One for each word, because GIN then leaps from one to the next; those with many marks come last.
    """
    return sorted((_tsquery(word, _beginning) for word in words), key=lambda query: query.count("|"))


def _beginning(text: str) -> str:
    return f"'{text}':*" if len(text) > LONGEST_BEGINNING else f"'{BEGINNING}{text}'"


def _tsquery(word: IndexedWord, begun: Callable[[str], str]) -> str:
    terms = [*map(begun, word.beginnings), *(f"'{text}'" for text in word.whole)]
    return f"({' | '.join(terms)})"


def after(day: date) -> int:
    """The number that no row of this day reaches."""
    return day.toordinal() * RECORDS_A_DAY


def records(numbers: Sequence[int]) -> list[int]:
    """The records that these rows of the index are about."""
    return [number % RECORDS_A_DAY for number in numbers]


def of_newest_days(numbers: Sequence[int], most: int) -> list[int]:
    """The records of so many rows, the newest first, and all others of the day of the last."""
    last = numbers[:most][-1] // RECORDS_A_DAY if numbers else 0
    return records([number for number in numbers if number // RECORDS_A_DAY >= last])
