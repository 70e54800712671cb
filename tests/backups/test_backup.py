"""A whole installation: backed up, brought back, and what is refused on the way."""

import fcntl
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from pyrage.x25519 import Identity

from commitments.backups import archive, restore
from commitments.backups.backup import Backup, BackupNames, make_backup
from commitments.backups.content import content_of, hash_of
from commitments.backups.refusals import BackupRefused
from commitments.models.document_files import files_kept
from tests.document_files import pdf

pytestmark = pytest.mark.django_db
SITE = "https://tracker.example.org"
NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
SESSION = b"keyofsomebodyssession"


def backup(connected, folder: Path, *keys: Identity, now: datetime = NOW) -> Backup:
    folder.mkdir(exist_ok=True)
    return make_backup(connected, folder, site=SITE, keys=[str(key.to_public()) for key in keys], now=now)


def query(connected, sql: str) -> list[tuple]:
    with connected.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_backup_is_brought_back_with_everything_and_no_session(connected, empty_place, tmp_path):
    key = Identity.generate()
    made = backup(connected, tmp_path / "backups", key)
    before = content_of(connected)

    with empty_place() as place:
        manifest = restore.restore(place, made.path, [key])

        assert content_of(place) == before == manifest.tables
        documents = query(place, "SELECT sha256 FROM commitments_document ORDER BY 1")
        assert [(path.name,) for path in files_kept()] == documents, "and not the leftover of a form"
        assert len(documents) == 2
        assert query(place, "SELECT count(*) FROM django_session") == [(0,)]
        with pytest.raises(DatabaseError, match="never change"):
            query(place, "UPDATE commitments_progressnote SET text = 'x' WHERE published_at IS NOT NULL")
    assert query(connected, "SELECT count(*) FROM django_session") == [(1,)]
    assert oct(made.path.stat().st_mode)[-3:] == "600"
    assert (manifest.site, manifest.missing, manifest.count("documents")) == (SITE, [], 2)
    assert manifest.count("releases") == 2
    assert [(manifest.seal,)] == query(
        connected, "SELECT sha256 FROM commitments_seal ORDER BY number DESC LIMIT 1"
    )


def test_backup_holds_no_trace_of_a_session(connected, tmp_path):
    made = backup(connected, tmp_path / "backups")

    with tarfile.open(made.path) as tar:
        held = tar.extractfile(archive.DATABASES[connected.vendor]).read()
    assert SESSION not in held
    assert list(tmp_path.glob("backups/.*")) == []
    if connected.vendor == "sqlite":
        assert not list(Path(connected.settings_dict["NAME"]).parent.glob("*-backup*"))


def test_content_hash_follows_every_value_and_no_session(connected):
    before = hash_of(content_of(connected))
    changes = {
        "a text": "UPDATE commitments_state SET name_fr = name_fr || ' ' WHERE iso3 = 'XAA'",
        "a row less": "DELETE FROM commitments_othername",
        "a person": "UPDATE commitments_user SET is_active = NOT is_active",
    }
    for name, sql in changes.items():
        with connected.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(sql)
            assert hash_of(content_of(connected)) != before, name
            cursor.execute("ROLLBACK")
    with connected.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("DELETE FROM django_session")
        cursor.execute("ANALYZE")
        assert hash_of(content_of(connected)) == before
        cursor.execute("ROLLBACK")


def test_restore_only_into_an_empty_place(connected, empty_place, tmp_path, site):
    made = backup(connected, tmp_path / "backups")
    before = content_of(connected)

    with pytest.raises(BackupRefused, match=r"holds .* tables"):
        restore.restore(connected, made.path, [])
    with empty_place() as place:
        stranger = tmp_path / "place" / "documents" / "of somebody"
        stranger.parent.mkdir(parents=True)
        stranger.write_text("kept")
        with pytest.raises(BackupRefused, match="DOCUMENT_FOLDER holds files"):
            restore.restore(place, made.path, [])
        assert place.introspection.table_names() == []
        assert stranger.read_text() == "kept"
    assert content_of(connected) == before


def test_restore_that_fails_at_its_end_leaves_nothing(connected, empty_place, tmp_path, monkeypatch):
    made = backup(connected, tmp_path / "backups")

    def fail(*_arguments):
        raise BackupRefused("What was brought back differs.")

    monkeypatch.setattr(restore, "_put_database_back", fail)
    with empty_place() as place:
        with pytest.raises(BackupRefused, match="differs"):
            restore.restore(place, made.path, [])

        assert place.introspection.table_names() == []
        left = [
            path for path in (tmp_path / "place").rglob("*") if path.is_file() and path.name[:7] != "tracker"
        ]
        assert left == []


def test_restore_refuses_a_newer_version_and_the_other_kind_of_database(connected, empty_place, tmp_path):
    manifest = backup(connected, tmp_path / "backups").manifest

    older = {**vars(manifest), "migrations": manifest.migrations[:-1]}
    newer = {**vars(manifest), "migrations": [*manifest.migrations, "commitments.9999_of_tomorrow"]}
    restore.refuse_newer(type(manifest)(**older))
    with pytest.raises(BackupRefused, match="newer version"):
        restore.refuse_newer(type(manifest)(**newer))
    with pytest.raises(BackupRefused, match="move_to_postgresql"):
        restore.refuse_other_kind(manifest, "sqlite" if connected.vendor == "postgresql" else "postgresql")


def test_restore_that_differs_is_told(connected, tmp_path):
    manifest = backup(connected, tmp_path / "backups").manifest

    with connected.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("DELETE FROM commitments_othername")
        with pytest.raises(BackupRefused, match=r"differs .*: commitments_othername"):
            restore.refuse_other_content(connected, manifest)
        cursor.execute("ROLLBACK")
        cursor.execute("BEGIN")
        on = " ON commitments_progressnote" if connected.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER note_is_frozen{on}")
        with pytest.raises(BackupRefused, match="triggers are missing: note_is_frozen"):
            restore.refuse_other_content(connected, manifest)
        cursor.execute("ROLLBACK")


def test_backup_into_no_folder_or_of_nothing_is_refused(connected, empty_place, tmp_path):
    with pytest.raises(BackupRefused, match="is not there"):
        make_backup(connected, tmp_path / "not mounted", site=SITE, keys=[], now=NOW)
    with (
        empty_place() as place,
        pytest.raises(BackupRefused, match=r"no tables|file .* is not there"),
    ):
        backup(place, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_backup_on_a_full_disk_leaves_nothing_and_keeps_the_older_one(connected, tmp_path, monkeypatch):
    older = backup(connected, tmp_path / "backups")

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.HashedFile, "write", full)
    with pytest.raises(OSError, match="No space left"):
        backup(connected, tmp_path / "backups", now=NOW + timedelta(days=40))

    assert list((tmp_path / "backups").iterdir()) == [older.path]


def test_backup_takes_away_what_a_killed_one_left_and_not_what_is_being_written(connected, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    name = BackupNames(SITE).name(NOW - timedelta(days=1), is_encrypted=False)
    left, written, foreign = (folder / f".{name}-{end}" for end in ("a.unfinished", "b.unfinished", "c"))
    for path in (left, written, foreign):
        path.touch()

    with written.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        made = backup(connected, folder)

    assert set(folder.iterdir()) == {made.path, written, foreign}


def test_backup_command_names_missing_documents_and_keeps_the_older_backups(site, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [folder / BackupNames(SITE).name(NOW - timedelta(days=n), is_encrypted=False) for n in range(50)]
    for path in old:
        path.touch()
    lost, kept = sorted(
        path for path in site.documents.rglob("*") if path.is_file() and pdf()[:5] in path.read_bytes()
    )[:2]
    content = lost.read_bytes()
    lost.write_bytes(b"rotten")

    told = site.run("backup", folder, code=1)
    lost.write_bytes(content)
    again = site.run("backup", folder)

    assert f"missing or damaged: {lost.name}" in told
    assert kept.name not in told
    assert "Older backups were kept" in told
    assert "Removed " not in told
    assert "Removed " in again
    assert "not encrypted" in again
    assert old[-1].exists() is False
