"""Migrations run on an empty database whatever the app has become, and follow those that they replaced."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from commitments.models.trigger_refusals import REFUSAL

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = sorted((ROOT / "commitments" / "migrations").glob("0*.py"))
REPLACED = [
    "0001_initial",
    "0002_published_notes_never_change",
    "0003_desk",
    "0004_roles",
    "0005_replies_answer_what_is_public",
    "0006_batches_are_found",
    "0007_histories_are_kept",
    "0008_people_are_kept",
    "0009_reference_figures",
    "0010_search",
    "0011_newest_publication_is_found",
]


def imported(path: Path) -> list[str]:
    """The modules that a file imports."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append("." * node.level + (node.module or ""))
    return names


def record(names: list[str]) -> None:
    """Let the database say that these migrations of the app were applied, and no others."""
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app="commitments").delete()
    for name in names:
        recorder.record_applied("commitments", name)


def plan() -> list[str]:
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    return [migration.name for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def test_migrations_import_nothing_of_the_app():
    own = {
        path.name: names
        for path in MIGRATIONS
        if (names := [name for name in imported(path) if name.startswith((".", "commitments", "cartagena"))])
    }

    assert len(MIGRATIONS) >= 4
    assert own == {}


@pytest.mark.django_db
def test_database_of_the_replaced_migrations_has_only_newer_ones_left_to_do():
    record(REPLACED)

    assert sorted(plan()) == [path.stem for path in MIGRATIONS[4:]]
    assert run_checks(databases=["default"]) == []

    MigrationExecutor(connection).migrate([], plan=[])
    assert {*REPLACED, "0001_tables", "0002_triggers", "0003_roles", "0004_search"} <= {
        name for app, name in MigrationRecorder(connection).applied_migrations() if app == "commitments"
    }


@pytest.mark.django_db
@pytest.mark.parametrize("applied", range(1, len(REPLACED)))
def test_database_with_some_of_the_replaced_migrations_is_refused_in_words(applied):
    record(REPLACED[:applied])

    (refusal,) = run_checks(databases=["default"])

    assert refusal.id == "commitments.E001"
    assert "has some of the migrations up to 0011_newest_publication_is_found, but not all" in refusal.msg


@pytest.mark.django_db
def test_migrating_that_was_interrupted_goes_on():
    """Each migration stands for its own part of the replaced ones, which are recorded with it."""
    (first,) = (
        step
        for step in MigrationExecutor(connection).loader.disk_migrations.values()
        if step.name == "0001_tables"
    )
    record([name for _app, name in first.replaces])

    assert run_checks(databases=["default"]) == []
    assert plan()[:3] == ["0002_triggers", "0003_roles", "0004_search"]


def test_frozen_field_can_be_added_and_an_empty_database_migrated(empty_database, tmp_path):
    for folder in ("cartagena", "commitments"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))

    ended = subprocess.run(
        [sys.executable, Path(__file__).with_name("new_note_field.py")],
        cwd=tmp_path,
        env={**os.environ, "DATABASE_URL": empty_database, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    # the log tells the verbs that the script calls
    complaints = [line for line in ended.stderr.splitlines() if " INFO cartagena.events " not in line]
    assert (ended.returncode, complaints) == (0, [])
    assert REFUSAL in ended.stdout
