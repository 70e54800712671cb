"""How pg_dump and pg_restore are found and called."""

import subprocess

import pytest

from commitments.backups import postgresql_programs
from commitments.backups.postgresql_programs import find_program, run_program
from commitments.backups.refusals import BackupRefused
from tests.installation import connection_to


@pytest.fixture
def installed(monkeypatch, tmp_path):
    """Programs of these versions, and none besides."""

    def install(*versions: int) -> None:
        for version in versions:
            folder = tmp_path / str(version) / "bin"
            folder.mkdir(parents=True)
            program = folder / "pg_dump"
            program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.4'\n")
            program.chmod(0o755)
        monkeypatch.setattr(postgresql_programs, "FOLDERS", (f"{str(tmp_path)[1:]}/*/bin",))
        monkeypatch.setenv("PATH", str(tmp_path))

    return install


def test_program_is_the_oldest_that_can_read_the_server(installed):
    installed(14, 15, 16, 17)

    assert find_program("pg_dump", major=16).parts[-3] == "16"
    assert find_program("pg_dump", major=12).parts[-3] == "14"
    with pytest.raises(BackupRefused, match="pg_dump 18 or newer is not installed"):
        find_program("pg_dump", major=18)


def test_program_gets_all_of_the_address_and_the_password_apart(installed, monkeypatch):
    installed(15)
    called = {}

    def run(command, **options):
        if command[1:] == ["--version"]:
            return subprocess.CompletedProcess(command, 0, stdout="pg_dump (PostgreSQL) 15.4")
        called.update(command=[str(word) for word in command], environment=options["env"])
        return subprocess.CompletedProcess(command, 1, stderr=b"first\npg_dump: error: no such database\n")

    monkeypatch.setattr(postgresql_programs.subprocess, "run", run)
    with connection_to("postgres://me:secret-word@/tracker?host=/run/pg&sslmode=require") as connected:
        monkeypatch.setattr(connected, "get_database_version", lambda: (15, 4))
        with pytest.raises(BackupRefused, match="pg_dump failed: pg_dump: error: no such database"):
            run_program("pg_dump", ["--format=custom"], connected)

    told = " ".join(called["command"])
    assert "secret-word" not in told
    assert called["environment"]["PGPASSWORD"] == "secret-word"
    for part in ("dbname=tracker", "user=me", "host=/run/pg", "sslmode=require"):
        assert part in told, part
