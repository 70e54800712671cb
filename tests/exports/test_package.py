"""The package says truly what it holds: a validator that is not ours reads it, references included."""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from commitments.exports import csv_blocks
from commitments.exports.package import Edition, write_package
from commitments.exports.package.writing import RowCounter
from commitments.lists.declaration import Kind
from commitments.lists.registry import LISTS
from commitments.rules.clocks import read_clocks
from tests.builders import (
    make_commitment,
    make_deadline,
    make_note,
    make_obligation,
    make_party,
    make_reply,
    make_reviewer,
    make_state,
    make_submitted,
)

ROOT = "https://tracker.example.org"
AWKWARD = {
    "formula": "=1+1",
    "at": "@SUM(A1)",
    "quotes": 'They said "clear", and "safe".',
    "lines": "One line.\r\nAnother,\nwith a comma.",
    "letters": "Ñandú 哥伦比亚 كولومبيا 🌊",
    "apostrophe": "'=kept",
}


def edition(now: datetime, *, as_of: str = "", known_at: str = "") -> Edition:
    return Edition(read_clocks({"as_of": as_of, "known_at": known_at}, now=now), ROOT)


def packed(path: Path, wanted: Edition) -> Path:
    with path.open("w+b") as file:
        write_package(file, wanted)
    return path


def held(path: Path, name: str) -> str:
    with ZipFile(path) as archive:
        return archive.read(name).decode()


def rows(path: Path, noun: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(held(path, f"{noun}.csv"), newline=""))]


@pytest.fixture
def awkward(standing_awkward, db) -> None:
    """What a test of these rows changes is taken back."""


@pytest.fixture(scope="module")
def standing_awkward(standing) -> None:
    """Stored once for a module."""
    with standing():
        make_awkward()


def make_awkward() -> None:
    """Every kind of text that a file can trip over, and notes that were taken back or corrected."""
    obligation = make_obligation(
        state=make_party(iso3="COL", name_en="Colombia"), commitment=make_commitment(code="16b")
    )
    make_state(iso3="USA", name_en='United "States"')
    make_deadline(obligation=obligation, due_date=date(2011, 3, 1))
    make_deadline(obligation=obligation, kind="extension", due_date=date(2099, 12, 31), due_precision="year")
    for number, (title, text) in enumerate(AWKWARD.items()):
        precision = ("day", "month", "year")[number % 3]
        evidence = {"title": text[:90], "publisher": title, "published_date": None, "quotation": text}
        note = make_note(
            obligation=obligation, text=text, links=2, evidence=evidence, noted_precision=precision
        )
        make_reply(note=note, text=text)
    reviewer = make_reviewer()
    gone = make_note(obligation=obligation, text="Withdrawn.", links=1)
    make_reply(note=gone, text="Answer to what was withdrawn.")
    gone.retract(by=reviewer, at=datetime(2024, 5, 1, tzinfo=UTC), reason="Wrong.")
    old = make_note(obligation=obligation, text="Old.", links=1)
    make_reply(note=old, text="Answer to what was corrected.")
    new = old.correct(by=old.author)
    new.text = "New."
    new.save()
    new.submit(by=old.author, at=datetime(2024, 5, 2, tzinfo=UTC))
    new.publish(by=reviewer, at=datetime(2024, 5, 3, tzinfo=UTC))


def complaints(path: Path, folder: Path) -> str:
    """What Frictionless says of the unpacked archive; in a process of its own, as people run it."""
    with ZipFile(path) as archive:
        archive.extractall(folder)
    command = [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", "datapackage.json", "--json"]
    said = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"}
    )
    report = json.loads(said.stdout)
    assert report["stats"]["tasks"] == len(LISTS), said.stdout
    return "" if report["valid"] and not report["warnings"] else said.stdout


@pytest.mark.parametrize(
    "clocks",
    [
        {},
        {"known_at": "2024-04-01"},
        {"as_of": "2015-12-31"},
        {"as_of": "2100-12-31", "known_at": "2024-05-02"},
        {"as_of": "1999-01-01", "known_at": "1999-01-01"},
    ],
    ids=str,
)
def test_frictionless_finds_nothing_wrong_with_awkward_data_under_any_clock(clocks, awkward, now, tmp_path):
    package = packed(tmp_path / "package.zip", edition(now, **clocks))

    assert complaints(package, tmp_path / "unpacked") == ""


def test_frictionless_finds_nothing_wrong_with_a_package_of_nothing(db, now, tmp_path):
    package = packed(tmp_path / "package.zip", edition(now))

    assert complaints(package, tmp_path / "unpacked") == ""


def test_frictionless_does_complain(awkward, now, tmp_path):
    package, broken = packed(tmp_path / "package.zip", edition(now)), tmp_path / "broken.zip"
    number = rows(package, "evidence")[0]["note"]
    with ZipFile(package) as source, ZipFile(broken, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            target.writestr(
                name, content.replace(f",{number},", ",999999,") if name == "evidence.csv" else content
            )

    said = complaints(broken, tmp_path / "unpacked")

    assert "foreign-key" in said or "hash-count" in said


def test_every_table_is_there_with_the_bytes_of_its_list(awkward, now, tmp_path):
    wanted = edition(now)
    package = packed(tmp_path / "package.zip", wanted)

    for table in LISTS:
        assert held(package, f"{table.noun}.csv") == "".join(
            csv_blocks(table.columns, table.rows(wanted.clocks))
        )
    with ZipFile(package) as archive:
        beside = {"datapackage.json", "README.txt", "CHECKSUMS.txt", "seal.json", "verify.py"}
        assert {*archive.namelist()} == beside | {f"{table.noun}.csv" for table in LISTS}


def test_sizes_checksums_and_row_counts_are_those_of_the_files(awkward, now, tmp_path):
    package = packed(tmp_path / "package.zip", edition(now))
    listed = dict(reversed(line.split("  ")) for line in held(package, "CHECKSUMS.txt").splitlines())

    for resource in json.loads(held(package, "datapackage.json"))["resources"]:
        with ZipFile(package) as archive:
            content = archive.read(resource["path"])
        digest = hashlib.sha256(content).hexdigest()
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{digest}")
        assert resource["rows"] == len(rows(package, resource["name"]))
        assert listed[resource["path"]] == digest
    beside = {"datapackage.json", "README.txt", "seal.json", "verify.py"}
    assert set(listed) == beside | {f"{table.noun}.csv" for table in LISTS}


def test_the_references_that_the_tables_promise_are_there():
    promised = {
        table.noun: {(reference.fields, reference.table) for reference in table.references} for table in LISTS
    }

    assert {(("state_iso3",), "states"), (("commitment",), "commitments")} <= promised["obligations"]
    assert (("state_iso3", "commitment"), "obligations") in promised["progress"]
    assert (("note",), "progress") in promised["evidence"]
    assert (("state_iso3",), "states") in promised["memberships"]
    assert (("state_iso3", "commitment"), "obligations") in promised["deadlines"]
    assert (("note",), "progress") in promised["replies"]


def test_the_same_data_under_the_same_clocks_are_the_same_bytes(awkward, now, tmp_path):
    later = now.replace(hour=23)

    first = packed(tmp_path / "first.zip", edition(now)).read_bytes()

    assert packed(tmp_path / "second.zip", edition(later)).read_bytes() == first
    assert packed(tmp_path / "past.zip", edition(now, as_of="2015-12-31")).read_bytes() != first


def test_a_package_of_the_past_holds_what_was_known(awkward, now, tmp_path):
    package = packed(tmp_path / "package.zip", edition(now, known_at="2024-04-01"))

    texts = {row["text"] for row in rows(package, "progress")}
    described = json.loads(held(package, "datapackage.json"))

    assert {"Withdrawn.", "Old."} <= texts
    assert "New." not in texts
    assert (described["as_of"], described["known_at"]) == ("2026-11-24", "2024-04-01")
    assert "as_of=2026-11-24&known_at=2024-04-01" in held(package, "README.txt")


def test_a_package_tells_nothing_that_is_not_published(awkward, now, tmp_path):
    make_note(published=False, text="unseendraft", links=1, evidence={"title": "unseentitle"})
    make_submitted(text="unseensubmitted")
    make_reply(text="unseenreply", published=False)
    package = packed(tmp_path / "package.zip", edition(now))

    with ZipFile(package) as archive:
        assert [name for name in archive.namelist() if b"unseen" in archive.read(name)] == []


def test_the_readme_names_every_column_licence_and_citation(awkward, now, tmp_path):
    said = held(packed(tmp_path / "package.zip", edition(now)), "README.txt")

    assert "CC BY 4.0" in said
    assert "as_of: 2026-11-24" in said
    for table in LISTS:
        assert all(f"  {column.name} (" in said for column in table.columns)


def test_every_column_has_a_meaning_and_every_code_its_values():
    named_elsewhere = {"state_iso3", "country_iso3", "commitment", "meeting"}
    named_elsewhere |= {"state_iso2", "state_m49", "region"}
    for table in LISTS:
        for column in table.columns:
            assert str(column.meaning).strip(), (table.noun, column.name)
            if column.kind is Kind.CODE and column.name not in named_elsewhere:
                assert column.values, (table.noun, column.name)


def test_a_break_between_two_lines_of_a_text_is_no_end_of_a_row():
    counter = RowCounter()
    for block in ('a,b\r\n"one\r\ntwo ""three""\r\n",2\r\n', "3,4\r\n", ""):
        counter.read(block)

    assert counter.count == 2


def test_memory_does_not_grow_with_the_rows(tmp_path, now):
    def peak(count: int) -> int:
        tracemalloc.start()
        with (tmp_path / f"{count}.zip").open("w+b") as file:
            write_package(file, edition(now), lambda table: ("x" * 99 + "\r\n" for _number in range(count)))
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(10)

    assert peak(20_000) < peak(200) + 500_000
