"""A small installation with invented notes, documents and a release, prepared once for all tests."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.installation import Installation, connection_to, empty_database
from tests.management.editions import BEFORE, FIRST, write_edition, write_ground

FILL = """
from django.contrib.sessions.models import Session
from django.utils import timezone
from commitments.models import Obligation
from commitments.models.document_files import keep_file
from tests.builders import make_document, make_note
from tests.document_files import pdf
for words in ("One letter.", "Another letter."):
    cited = {"url": "", "document": make_document(pdf(words)), "document_name": "letter.pdf"}
    text = "Kept as a document: é, 中, 😀."
    make_note(obligation=Obligation.objects.first(), text=text, evidence=cited, published_at=timezone.now())
keep_file(pdf("A leftover of a form that nobody saved."))
Session.objects.create(session_key="keyofsomebodyssession", session_data="x", expire_date=timezone.now())
"""


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Installation]:
    """Tests read it, or write drafts that they do not count."""
    folder = tmp_path_factory.mktemp("site")
    fixtures = folder / "fixtures"
    fixtures.mkdir()
    write_ground(fixtures)
    write_edition(fixtures, FIRST, BEFORE)
    with django_db_blocker.unblock(), empty_database(folder) as database:
        site = Installation(folder, database)
        site.run("prepare")
        site.run("shell", "-c", FILL)
        yield site


@pytest.fixture
def connected(site, settings) -> Iterator[BaseDatabaseWrapper]:
    """Its database, and its folders in the settings."""
    settings.DOCUMENT_FOLDER, settings.RELEASES_ROOT = site.documents, site.releases
    with connection_to(site.database) as connected:
        yield connected


@pytest.fixture
def empty_place(tmp_path, settings) -> Iterator[Callable[[], AbstractContextManager[BaseDatabaseWrapper]]]:
    """Turns to a place where nothing is: its database is given, its folders are in the settings."""

    @contextmanager
    def turn() -> Iterator[BaseDatabaseWrapper]:
        place = tmp_path / "place"
        settings.DOCUMENT_FOLDER, settings.RELEASES_ROOT = place / "documents", place / "releases"
        with empty_database(place) as database, connection_to(database) as connected:
            yield connected

    return turn
