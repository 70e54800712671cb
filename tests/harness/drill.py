"""The drill: an installation in use is backed up, lost, and brought back, on both databases.

    python -m tests.harness.drill

The baseline and invented work, on SQLite and as it is first; then everything moves to PostgreSQL, and is
encrypted there. What was brought back has the same content, row by row, and is served.
"""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import django
import psycopg

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from commitments.backups.content import content_of, hash_of  # noqa: E402  (once Django is set up)
from tests.harness import postgresql  # noqa: E402  (as above)
from tests.harness.machine import free_port  # noqa: E402  (as above)
from tests.harness.part import PYTHON  # noqa: E402  (as above)
from tests.installation import Installation, connection_to  # noqa: E402  (as above)

PATIENCE = 30
# a note and its piece of evidence together or neither, so that half of one would show
WRITE = """
from django.db import transaction
from django.utils import timezone
from commitments.models import Obligation
from tests.builders import make_document, make_note
obligation = Obligation.objects.first()
while True:
    with transaction.atomic():
        cited = {"url": "", "document": make_document(), "document_name": "letter.pdf"}
        said = {"text": "Invented for the drill.", "evidence": cited, "published_at": timezone.now()}
        make_note(obligation=obligation, **said)
"""
HALF_SAVED = """
SELECT count(*) FROM commitments_progressnote n WHERE text = 'Invented for the drill.'
AND NOT EXISTS (SELECT 1 FROM commitments_evidencelink e WHERE e.note_id = n.id)
"""
WRITTEN = "SELECT count(*) FROM commitments_progressnote WHERE text = 'Invented for the drill.'"
DOCUMENT = "SELECT sha256 FROM commitments_document"
FROZEN = "UPDATE commitments_progressnote SET text = 'x' WHERE published_at IS NOT NULL"


class Drill:
    """Says each step with its seconds; the first that fails ends it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.began = folder, time.monotonic()
        self.backups = folder / "backups"
        self.backups.mkdir()

    def say(self, what: str) -> None:
        print(f"{time.monotonic() - self.began:5.1f} s  {what}", flush=True)

    def run(self, address_of: dict[str, str]) -> None:
        site = Installation(self.folder / "sqlite", f"sqlite:///{self.folder}/sqlite/tracker.sqlite3")
        site.run("prepare")
        self.say("SQLite: prepared with the baseline")
        place = Installation(self.folder / "place", f"sqlite:///{self.folder}/place/tracker.sqlite3")
        self.lose(site, place)

        moved = Installation(self.folder / "postgresql", address_of["moved"])
        moved.run("move_to_postgresql", self.folder / "sqlite" / "tracker.sqlite3")
        self.compare(site, moved)
        self.say("moved to PostgreSQL, with the same content")
        moved.documents, moved.releases = site.documents, site.releases
        moved.environment.update(DOCUMENT_FOLDER=str(site.documents), RELEASES_ROOT=str(site.releases))
        key = self.folder / "key"
        told = moved.run("backup_key", key)
        moved.environment["BACKUP_KEY"] = told.splitlines()[0].removeprefix("BACKUP_KEY=")
        self.lose(moved, Installation(self.folder / "again", address_of["place"]), "--key", key)

    def lose(self, site: Installation, place: Installation, *key: str | Path) -> None:
        """Back up while somebody writes, bring it back elsewhere, compare, and serve it."""
        with writing(site):
            before = query(site, WRITTEN)
            site.run("backup", self.backups)
            after = query(site, WRITTEN)
        (made,) = self.backups.glob("cartagena_*")
        self.say(
            f"backed up {made.name}: {made.stat().st_size:,} bytes, while {after - before} notes were written"
        )
        check(after > before, "nobody wrote meanwhile")
        place.run("restore", made, *key)
        place.run("check_data")
        kept, half = query(place, WRITTEN), query(place, HALF_SAVED)
        check(before <= kept <= after, f"{kept} of {before} to {after} notes came back")
        check(half == 0, f"{half} notes came back without their evidence")
        self.refuse_change(place)
        self.say(
            f"brought back, row by row the same: {kept} of {before} to {after} notes that were being written"
        )
        self.serve(place)
        made.unlink()

    def refuse_change(self, place: Installation) -> None:
        try:
            query(place, FROZEN)
        except Exception as error:  # noqa: BLE001  (each database has its own)
            check("never change" in str(error), str(error))
        else:
            check(False, "a published note could be changed")

    def compare(self, one: Installation, other: Installation) -> None:
        with connection_to(one.database) as first, connection_to(other.database) as second:
            check(hash_of(content_of(first)) == hash_of(content_of(second)), "the content differs")

    def serve(self, place: Installation) -> None:
        """A page, a document and a release, from what was brought back."""
        (release,) = (path.name for path in place.releases.iterdir())
        with served(place) as address:
            for path, words in (
                ("/states/COL/", b"Colombia"),
                (f"/documents/{query(place, DOCUMENT)}/", b"%PDF"),
                (f"/data/releases/{release}/", release.encode()),
            ):
                with urlopen(f"{address}{path}", timeout=PATIENCE) as answer:
                    check(words in answer.read(), f"{path} does not show {words!r}")
        self.say("served: a State, a document, a release")


@contextmanager
def writing(site: Installation) -> Iterator[None]:
    """Somebody who writes as fast as they can, and has begun."""
    writer = site.start("shell", "-c", WRITE)
    try:
        while not query(site, WRITTEN):
            if writer.poll() is not None:
                sys.exit(f"The drill failed: the writer ended. {writer.communicate()[0]}")
            time.sleep(0.1)
        yield
    finally:
        writer.kill()
        writer.communicate()


@contextmanager
def served(place: Installation) -> Iterator[str]:
    port = free_port()
    place.environment.update(PORT=str(port), WEB_CONCURRENCY="1")
    server = place.start_program(PYTHON, "-m", "gunicorn", "cartagena.wsgi")
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(PATIENCE * 10):
            try:
                urlopen(f"{address}/healthz", timeout=PATIENCE).close()
                break
            except OSError:
                check(server.poll() is None, "the server did not start")
                time.sleep(0.1)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate()


def query(site: Installation, sql: str) -> object:
    with connection_to(site.database) as asked, asked.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def check(is_right: bool, otherwise: str) -> None:
    if not is_right:
        sys.exit(f"The drill failed: {otherwise}.")


def main() -> None:
    binaries = postgresql.find_server()
    if binaries is None:
        sys.exit(f"For the drill, {postgresql.ADVICE}.")
    with (
        postgresql.cluster(binaries) as address,
        tempfile.TemporaryDirectory(prefix="cartagena-drill-") as folder,
    ):
        server = address.rpartition("/")[0]
        with psycopg.connect(f"{server}/postgres", autocommit=True) as asked:
            for name in ("moved", "place"):
                asked.execute(f"CREATE DATABASE {name}")
        drill = Drill(Path(folder))
        drill.run({name: f"{server}/{name}" for name in ("moved", "place")})
        drill.say("done")


if __name__ == "__main__":
    main()
