"""The database folds as Python does, whichever database it is."""

import unicodedata
from importlib import import_module

import pytest
from django.db import connection
from django.db.models import TextField, Value
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from commitments.lists.search import any_field
from commitments.models import State, lookups
from commitments.models.lookups import Folded
from commitments.rules.text_search import fold, search_text, sought
from tests.builders import make_state
from tests.rules.test_text_search import SAME

MIGRATION = import_module("commitments.migrations.0004_search")
# Letters that have been in Unicode for so long that every server and every Python knows them.
OLD = unicodedata.ucd_3_2_0
LETTERS = [
    chr(code)
    for code in range(1, 0x110000)
    if not 0xD800 <= code <= 0xDFFF and OLD.category(chr(code)) not in {"Cn", "Co"}
]
RANGES = ((0x20, 0x2FF), (0x300, 0x52F), (0x590, 0x6FF), (0x1E00, 0x206F), (0x3000, 0x30FF), (0xFB00, 0xFFEF))
WRITTEN = [one for one in LETTERS if any(first <= ord(one) <= last for first, last in RANGES)]


def folded_by_database(texts: list[str], function: str = lookups.FUNCTION) -> list[str]:
    """Each text as the database folds it, in one query."""
    with connection.cursor() as cursor:
        rows = " UNION ALL ".join(f"SELECT {place}, {function}(%s)" for place in range(len(texts)))
        cursor.execute(f"{rows} ORDER BY 1", texts)
        return [folded for _place, folded in cursor.fetchall()]


def make_function_again() -> None:
    """Take the function of PostgreSQL and its indexes away, and install them as the migration does."""
    MIGRATION.remove(None, connection.schema_editor())
    MIGRATION.install(None, connection.schema_editor())


class TestFolding(TestCase):
    """Any text that people can write."""

    @given(st.lists(st.text(st.sampled_from(WRITTEN), max_size=30), min_size=1, max_size=40))
    def test_database_and_python_fold_every_text_alike(self, texts):
        assert folded_by_database(texts) == [fold(text) for text in texts]
        assert folded_by_database(texts, lookups.WORDS_FUNCTION) == [search_text(text) for text in texts]


@pytest.mark.django_db
def test_database_and_python_fold_every_letter_alike():
    lines = ["\n".join(LETTERS[start : start + 500]) for start in range(0, len(LETTERS), 500)]

    assert folded_by_database(lines) == [fold(line) for line in lines]
    assert folded_by_database(lines, lookups.WORDS_FUNCTION) == [search_text(line) for line in lines]


@pytest.mark.django_db
def test_database_and_python_fold_names_alike():
    texts = [text for pair in SAME for text in pair]

    assert folded_by_database(texts) == [fold(text) for text in texts]


@pytest.mark.django_db
def test_nothing_folds_to_nothing():
    make_state(iso3="CIV")

    asked = State.objects.values_list(Folded(Value(None, output_field=TextField())), Folded(Value("")))

    assert asked.get() == (None, "")


@pytest.fixture
def ivory_coast(db) -> State:
    return make_state(
        iso3="CIV",
        name_en="Côte d’Ivoire",
        name_ru="Кот-д’Ивуар",
        name_ar="كوت ديفوار",
        name_zh="科特迪瓦",
    )


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("name_en", "COTE"),
        ("name_en", "ivoire"),
        ("name_en", "divoire"),
        ("name_ru", "КОТ"),
        ("name_ar", "دِيفوار"),
        ("name_zh", "科特"),
    ],
)
def test_a_name_is_found_in_every_script_and_case(ivory_coast, field, words):
    (word,) = sought(words)
    assert State.objects.filter(any_field(word, field)).exists()


@pytest.mark.django_db
def test_a_server_that_knows_no_cases_folds_by_the_table_alike(monkeypatch):
    """Only PostgreSQL can lack them; elsewhere the function is Python's own."""
    monkeypatch.setattr(MIGRATION, "COLLATIONS", ())
    make_function_again()
    texts = [text for pair in SAME for text in pair if "Σ" not in text]

    assert folded_by_database(texts) == [fold(text) for text in texts]


@pytest.mark.django_db
def test_the_function_can_be_taken_away_and_given_again(ivory_coast):
    make_function_again()

    assert State.objects.get(name_en__search_text__contains=" cote") == ivory_coast
