"""Checks this package: python3 verify.py [PACKAGE] [--kept NUMBER SHA256] [--older PACKAGE]

PACKAGE is a ZIP file or the folder into which it was unpacked; by default the folder of this script. Needs
Python 3.9 or newer and nothing else. It asks three things:

1. Is every file as CHECKSUMS.txt says?
2. Do the seals in seals.csv form one chain, each with the SHA-256 of the one before?
3. Does every row say what was sealed when it was published or entered, and is none missing?

Whoever controls the server, or this file, could make a package that agrees with itself. So compare it with
what somebody kept: --kept takes the number and SHA-256 of a seal as it was shown once (at /data/, in a
citation, in a letter), --older an older package. Both have to be part of this chain. The exit status is 0 if
everything agrees.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIRST = "0" * 64
SEALED = ("seal", "sealed_at", "kind", "table", "key", "content_sha256", "previous_sha256")
MOST_SHOWN = 10
Row = dict[str, str]

csv.field_size_limit(2**31 - 1)


class Package:
    """The files of a package, zipped or not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.archive = None if path.is_dir() else zipfile.ZipFile(path)

    def names(self) -> list[str]:
        if self.archive:
            return self.archive.namelist()
        return [each.relative_to(self.path).as_posix() for each in self.path.rglob("*") if each.is_file()]

    def read(self, name: str) -> bytes:
        return self.archive.read(name) if self.archive else (self.path / name).read_bytes()

    def rows(self, name: str) -> list[Row]:
        return list(csv.DictReader(io.StringIO(self.read(name).decode("utf-8"), newline="")))

    def seals(self) -> list[Row]:
        """The chain, the first seal first; the file has the newest first."""
        return self.rows("seals.csv")[::-1]


def sha256_of(content: Any) -> str:
    """Of the canonical form (RFC 8785) of an object whose values are texts, or lists of such objects."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def wrong_files(package: Package) -> Iterator[str]:
    """Every file that differs from its checksum, is missing, or is not listed."""
    listed = dict(line.split("  ", 1)[::-1] for line in package.read("CHECKSUMS.txt").decode().splitlines())
    present = [name for name in package.names() if name != "CHECKSUMS.txt"]
    for name in sorted(set(listed) - set(present)):
        yield f"{name} is missing."
    for name in sorted(present):
        if name not in listed:
            yield f"{name} is not listed in CHECKSUMS.txt."
        elif hashlib.sha256(package.read(name)).hexdigest() != listed[name]:
            yield f"{name} differs from its checksum in CHECKSUMS.txt."


def broken_links(seals: list[Row], told: dict[str, Any]) -> Iterator[str]:
    """Where the chain breaks, and whether it ends as seal.json says."""
    before = FIRST
    for number, seal in enumerate(seals, start=1):
        name = f"seals.csv: seal {seal['seal']}"
        if seal["seal"] != str(number):
            yield f"{name} stands where seal {number} should: one is missing, doubled or moved."
            return
        if seal["previous_sha256"] != before:
            yield f"{name} does not bear the SHA-256 of the seal before."
        if sha256_of({column: seal[column] for column in SEALED}) != seal["sha256"]:
            yield f"{name} does not say what its own SHA-256 covers."
        before = seal["sha256"]
    if (told["seals"], told["sha256"]) != (len(seals), before if seals else ""):
        yield f"seals.csv ends with seal {len(seals)}, but not as seal.json says."


def wrong_rows(package: Package, seals: list[Row], told: dict[str, Any]) -> Iterator[str]:
    """Every row of a compared table that is not as it was sealed, was never sealed, or is missing."""
    events: dict[tuple[str, str], list[Row]] = {}
    for seal in seals:
        events.setdefault((seal["table"], seal["key"]), []).append(seal)
    for table in told["compared"]:
        form = told["tables"][table]
        ahead = set(form["ahead"])
        found = contents(package, table, form)
        keys = [key for name, key in events if name == table]
        for key in dict.fromkeys([*found, *keys]):
            row, seen = found.get(key), events.get((table, key), [])
            if key not in ahead and (fault := fault_of(row, seen, form, is_whole=told["is_whole"])):
                yield f"{table}.csv: row {key} {fault}"


def contents(package: Package, table: str, form: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The rows of a table by their keys; a row has its parts from another table."""
    rows: dict[str, dict[str, Any]] = {
        " ".join(row[name] for name in form["key"]): dict(row) for row in package.rows(f"{table}.csv")
    }
    parts = form.get("parts")
    if parts:
        of_row: dict[str, list[Row]] = {}
        for part in package.rows(f"{parts['table']}.csv"):
            of_row.setdefault(part[parts["by"]], []).append({name: part[name] for name in parts["columns"]})
        for key, row in rows.items():
            row[parts["table"]] = sorted(of_row.pop(key, []), key=lambda part: int(part[parts["table"]]))
        rows.update({key: {} for key in of_row})  # those of a row that is not there
    return rows


def fault_of(row: dict[str, Any] | None, events: list[Row], form: dict[str, Any], *, is_whole: bool) -> str:
    """What is wrong with this row, given the seals that are about it; empty if nothing is."""
    last = events[-1] if events else None
    columns = form["columns"]
    if last is None:
        return "was never sealed."
    name = f"seal {last['seal']}, of {last['sealed_at']}"
    if last["kind"] in form["withdrawn"] and form["is_shown_withdrawn"]:
        columns = form["withdrawn"][last["kind"]]
    elif last["kind"] in ("removed", "corrected", "retracted"):
        return f"is there, but {name}, says that it was {last['kind']}." if row is not None else ""
    if not row:
        return f"is missing: {name}, says that it was {last['kind']}." if is_whole else ""
    said = {column: row[column] for column in columns}
    return "" if sha256_of(said) == last["content_sha256"] else f"does not say what was sealed ({name})."


def unknown_seals(seals: list[Row], kept: list[tuple[str, str]]) -> Iterator[str]:
    """Those of the seals that somebody kept which are not in this chain."""
    chain = {seal["seal"]: seal["sha256"] for seal in seals}
    for number, checksum in kept:
        if chain.get(number) != checksum.lower():
            yield f"Seal {number} with the SHA-256 {checksum} is not in this chain."


def tell(words: str, faults: list[str]) -> bool:
    """Say whether this agrees, and the first faults if it does not."""
    print(f"{words}: {'agrees' if not faults else f'{len(faults)} do not agree'}")
    for fault in faults[:MOST_SHOWN]:
        print(f"  {fault}")
    if len(faults) > MOST_SHOWN:
        print(f"  … and {len(faults) - MOST_SHOWN} more")
    return not faults


def verify(package: Package, kept: list[tuple[str, str]]) -> bool:
    """Everything that can be asked of it; prints what was found."""
    seals, told = package.seals(), json.loads(package.read("seal.json"))
    rows = sum(len(package.rows(f"{table}.csv")) for table in told["compared"]) if seals else 0
    results = [
        tell("Files", list(wrong_files(package))),
        tell(f"Chain of {len(seals):,} seals", list(broken_links(seals, told))),
        tell(f"{rows:,} rows against their seals", list(wrong_rows(package, seals, told)) if seals else []),
    ]
    if kept:
        results.append(tell(f"{len(kept)} kept before", list(unknown_seals(seals, kept))))
    ahead = sum(len(form["ahead"]) for form in told["tables"].values())
    if ahead:
        print(
            f"Not compared: {ahead:,} rows that are not listed, or not in full, on the day of this package."
        )
    if seals:
        print(f"Newest seal: {seals[-1]['seal']}, {seals[-1]['sealed_at']}, {seals[-1]['sha256']}")
    else:
        print("Nothing had been sealed by the moment of this package, so only its files were checked.")
    return all(results)


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks a data package against its seals.")
    parser.add_argument("package", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--kept", nargs=2, action="append", default=[], metavar=("NUMBER", "SHA256"))
    parser.add_argument("--older", type=Path, action="append", default=[], metavar="PACKAGE")
    asked = parser.parse_args()
    try:
        heads = [seals[-1] for path in asked.older if (seals := Package(path).seals())]
        kept = [*map(tuple, asked.kept), *((head["seal"], head["sha256"]) for head in heads)]
        agrees = verify(Package(asked.package), kept)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, csv.Error) as error:
        print(f"This is no package that can be checked: {error!r}")
        return 1
    print("Everything agrees." if agrees else "This package does not agree with its seals.")
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())
