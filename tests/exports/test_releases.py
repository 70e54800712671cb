"""A release is made whole or not at all, never twice, and whatever touches it is found."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from commitments.exports import csv_of
from commitments.exports.package import (
    MAX_SHOWN,
    DamagedRelease,
    Edition,
    Release,
    ReleaseRefused,
    changes_between,
    faults_in,
    freeze,
    release_named,
    releases_in,
)
from commitments.exports.package.releases import sha256_of
from commitments.rules.clocks import read_clocks
from commitments.rules.releases import is_release_name
from tests.builders import make_note

MADE = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
WRONG_NAMES = [
    "",
    ".",
    "..",
    "../up",
    "a/b",
    "a\\b",
    "a\0b",
    "Nov",
    ".hidden",
    "-rf",
    "a..b",
    "a b",
    "a\n",
    "a" * 41,
    "%2e",
    "é",
    "²",
]


def edition(name: str, at: datetime = MADE) -> Edition:
    return Edition(read_clocks({}, now=at), "https://tracker.example.org", at, name)


def made(root: Path, name: str, *, at: datetime = MADE, **tables: dict[str, str]) -> Release:
    """A release of these texts by the numbers of their notes, and nothing else."""

    def blocks(table):
        rows = tables.get(table.noun, {})
        head = [column.name for column in table.columns]
        return csv_of(
            table.columns,
            [
                [{table.key[0]: key, "text": text}.get(name, "") for name in head]
                for key, text in rows.items()
            ],
        )

    return freeze(root, edition(name, at), blocks)


@pytest.mark.parametrize("name", WRONG_NAMES, ids=repr)
def test_a_name_that_could_be_a_path_or_no_address_is_refused(name, tmp_path):
    assert not is_release_name(name)
    with pytest.raises(ReleaseRefused):
        made(tmp_path / "releases", name)
    assert [*tmp_path.iterdir()] == []
    assert release_named(tmp_path, name) is None


@pytest.mark.parametrize("name", ["2026-11", "v1.0", "a", "1", "2026-11-24.2"])
def test_a_plain_name_is_a_name(name, tmp_path):
    assert made(tmp_path, name) == release_named(tmp_path, name)


def test_a_release_is_never_made_again(tmp_path):
    before = made(tmp_path, "one").path.read_bytes()

    with pytest.raises(ReleaseRefused, match="exists already"):
        made(tmp_path, "one", progress={"1": "Other."})

    assert release_named(tmp_path, "one").path.read_bytes() == before
    assert len([*tmp_path.iterdir()]) == 1


def test_a_release_that_fails_on_the_way_leaves_nothing(tmp_path):
    def broken(table):
        yield "a,b\r\n"
        raise OSError("The disk is full.")

    with pytest.raises(OSError, match="full"):
        freeze(tmp_path, edition("one"), broken)

    assert [*tmp_path.iterdir()] == []


def test_the_newest_release_stands_first_and_what_is_none_is_passed_over(tmp_path):
    made(tmp_path, "b")
    made(tmp_path, "a", at=MADE + timedelta(days=1))
    (tmp_path / "file").write_text("nothing")
    (tmp_path / "empty").mkdir()
    (tmp_path / ".half").mkdir()
    (tmp_path / "link").symlink_to("b")

    assert [release.name for release in releases_in(tmp_path)] == ["a", "b"]
    assert releases_in(tmp_path / "nowhere") == []


def test_untouched_releases_have_no_faults(tmp_path):
    made(tmp_path, "one")
    made(tmp_path, "two", progress={"1": "Text."})

    assert faults_in(tmp_path) == []
    assert faults_in(tmp_path / "nowhere") == []


def touched(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def test_whatever_is_changed_in_a_release_is_named(tmp_path):
    names = ("flipped", "cut", "gone", "unread", "moved", "well")
    of = {name: made(tmp_path, name, progress={"1": "Text."}) for name in names}
    content = bytearray(of["flipped"].path.read_bytes())
    content[len(content) // 2] ^= 1
    touched(of["flipped"].path, bytes(content))
    touched(of["cut"].path, of["cut"].path.read_bytes()[:-1])
    of["gone"].path.unlink()
    touched(of["unread"].folder / "release.json", b"{")
    of["moved"].folder.rename(tmp_path / "elsewhere")

    faults = faults_in(tmp_path)

    assert [fault.split(":")[0] for fault in faults] == ["cut", "elsewhere", "flipped", "gone", "unread"]


def test_a_forged_record_does_not_hide_a_changed_file(tmp_path):
    release = made(tmp_path, "one")
    other = made(tmp_path / "other", "one", progress={"1": "Forged."})
    touched(release.path, other.path.read_bytes().replace(b"README.txt", b"README.txu"))
    told = json.loads((release.folder / "release.json").read_text())
    told |= {"size": release.path.stat().st_size, "sha256": sha256_of(release.path)}
    touched(release.folder / "release.json", json.dumps(told).encode())

    assert [fault for fault in faults_in(tmp_path) if fault.startswith("one:") and "README" in fault]


def test_rows_added_changed_and_gone_are_told_apart_by_their_keys(tmp_path):
    old = made(tmp_path, "old", progress={"1": "Stays.", "2": "Was.", "3": "Goes.", "4": "Line\r\nbreak."})
    new = made(tmp_path, "new", progress={"2": "Is.", "1": "Stays.", "5": "Comes.", "4": "Line\r\nbreak."})

    changes = {change.noun: change for change in changes_between(old, new)}
    notes = changes.pop("progress")

    assert [(rows.count, rows.first) for _words, rows in notes.parts] == [
        (1, ("5",)),
        (1, ("2",)),
        (1, ("3",)),
    ]
    assert not any(change.is_any for change in changes.values())
    assert not any(change.is_any for change in changes_between(new, new))


def test_of_many_changes_the_first_are_shown_and_all_are_counted(tmp_path):
    old = made(tmp_path, "old")
    new = made(tmp_path, "new", progress={str(number): "New." for number in range(500)})

    added = next(change.added for change in changes_between(old, new) if change.noun == "progress")

    assert (added.count, len(added.first)) == (500, MAX_SHOWN)


def test_a_damaged_release_is_said_to_be_one(tmp_path):
    old, new = made(tmp_path, "old"), made(tmp_path, "new")
    touched(old.path, b"no archive")

    with pytest.raises(DamagedRelease, match="old"):
        changes_between(old, new)


def test_the_command_freezes_what_is_public_and_refuses_to_do_so_twice(db, settings, tmp_path, capsys):
    settings.RELEASES_ROOT = tmp_path / "deep" / "releases"
    make_note(text="Published.")
    make_note(text="unseendraft", published=False)

    call_command("release", "2026-11")

    release = release_named(settings.RELEASES_ROOT, "2026-11")
    assert release.rows["progress"] == 1
    assert release.sha256 in capsys.readouterr().out
    with pytest.raises(CommandError, match="exists already"):
        call_command("release", "2026-11")
    with pytest.raises(CommandError, match="is no name"):
        call_command("release", "../2026")


def test_the_command_that_checks_names_what_differs_and_fails(settings, tmp_path, capsys):
    settings.RELEASES_ROOT = tmp_path
    release = made(tmp_path, "one")

    call_command("verify_releases")
    assert "1 release is as on the first day" in capsys.readouterr().out
    touched(release.path, b"something else")

    with pytest.raises(CommandError, match=r"^one:") as failed:
        call_command("verify_releases")
    assert failed.value.returncode == 1
