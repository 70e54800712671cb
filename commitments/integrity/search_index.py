"""The index of the search against the texts that it is made of."""

from collections.abc import Callable, Iterator

from django.db import connection
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from commitments.models import EvidenceLink, ProgressNote
from commitments.models.search_triggers import LINK_WORDS, NOTE_WORDS, fill_evidence, fill_notes
from commitments.rules.search_index import RECORDS_A_DAY

RECORDS_AT_ONCE = 1000


def index_faults() -> Iterator[str]:
    """Each finding and each source whose words in the index are not those of its text."""
    unlike_note = _("Finding %(key)s is not in the index as it is written.")
    yield from _unlike(ProgressNote, NOTE_WORDS, fill_notes, "n", unlike_note)
    unlike_source = _("Source %(key)s is not in the index as it is written.")
    yield from _unlike(EvidenceLink, LINK_WORDS, fill_evidence, "e", unlike_source)


def _unlike(
    model: type[Model], table: str, fill: Callable[[str, str], str], alias: str, words: str
) -> Iterator[str]:
    last = model._base_manager.aggregate(last=Max("pk"))["last"] or 0
    indexed = 0
    for first in range(1, last + 1, RECORDS_AT_ONCE):
        which = f"{alias}.id BETWEEN {first} AND {first + RECORDS_AT_ONCE - 1}"
        made = _words(fill(connection.vendor, which).partition("(rowid, words) ")[2])
        stored = _stored(table, [*made])
        indexed += len(stored)
        for number in sorted(made):
            if made[number] != stored.get(number):
                yield words % {"key": number % RECORDS_A_DAY}
    ((count,),) = _rows(f"SELECT count(*) FROM {table}")  # noqa: S608  (a constant)
    if count > indexed:
        yield _("%(table)s has %(count)s rows of records that are not there.") % {
            "table": table,
            "count": count - indexed,
        }


def _stored(table: str, numbers: list[int]) -> dict[int, list[str]]:
    if not numbers:
        return {}
    chosen = ", ".join(map(str, numbers))
    return _words(f"SELECT rowid, words FROM {table} WHERE rowid IN ({chosen})")  # noqa: S608  (whole numbers)


def _words(statement: str) -> dict[int, list[str]]:
    """By number, in any order: the database joins the texts of several sources in the order that it finds."""
    return {number: sorted(words.split()) for number, words in _rows(statement)}


def _rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
