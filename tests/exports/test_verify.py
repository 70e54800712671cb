"""A reader checks a package with the script in it: it says what agrees, and names the row that does not."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.utils import timezone

from commitments.exports.package import Edition, write_package
from commitments.exports.package.verify import sha256_of
from commitments.models import Meeting, Seal
from commitments.rules.clocks import read_clocks
from commitments.rules.seal import canonical
from commitments.rules.seal import sha256_of as sha256_of_text
from tests.builders import (
    make_commitment,
    make_contribution,
    make_deadline,
    make_instrument_membership,
    make_meeting,
    make_note,
    make_obligation,
    make_party,
    make_reply,
    make_state_casualties,
    the_reviewer,
)
from tests.each import Failures

pytestmark = pytest.mark.django_db
Files = dict[str, bytes]


def make_record() -> None:
    """Everything that a package lists, published now; texts that a file can trip over."""
    now = timezone.now()
    colombia = make_party(iso3="COL", name_en='Colombia "the"')
    obligation = make_obligation(state=colombia, commitment=make_commitment(code="16b"))
    note = make_note(
        obligation=obligation,
        text='=Two\r\nprovinces, "clear".\n\u2028🌊 ',
        links=3,
        noted_precision="month",
        published_at=now,
        evidence={"title": "'=kept", "quotation": "Ñandú كولومبيا", "published_precision": "year"},
    )
    old = make_note(obligation=obligation, text="Old.", published_at=now)
    make_reply(note=old, published_at=now)
    new = old.correct(by=old.author)
    new.submit(by=old.author, at=now)
    new.publish(by=the_reviewer(), at=now)
    make_note(obligation=obligation, text="Gone.", published_at=now).retract(
        by=the_reviewer(), at=now, reason="Wrong."
    )
    make_note(obligation=obligation, text="Secret draft.", published=False, links=1)
    make_reply(note=note, text="-1", published_at=now)
    make_reply(note=note, text="Gone.", published_at=now).retract(
        by=the_reviewer(), at=now, reason="Not theirs."
    )
    make_deadline(obligation=obligation, due_precision="year")
    make_contribution(state=colombia)
    make_state_casualties(state=colombia)
    # listed in full only later: figures of a year that is not over, a withdrawal that is not effective yet
    make_state_casualties(state=colombia, year=now.year)
    make_instrument_membership(state=colombia, withdrawal_effective_date=now.date() + timedelta(days=90))
    make_meeting()


def packed(path: Path, **clocks: str) -> Path:
    edition = Edition(read_clocks(clocks, now=timezone.now()), "https://tracker.example.org")
    with path.open("w+b") as file:
        write_package(file, edition)
    return path


def verify(*arguments: object) -> tuple[int, str]:
    """As a reader runs it: the script of the package, in an interpreter without this project."""
    script, *others = arguments
    command = [sys.executable, "-I", "-W", "error", str(script), *map(str, others)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert ended.stderr == ""
    return ended.returncode, ended.stdout


def unpacked(package: Path, folder: Path) -> Path:
    with ZipFile(package) as archive:
        archive.extractall(folder)
    return folder


def test_package_of_now_agrees_zipped_and_unpacked(tmp_path):
    make_record()
    package = packed(tmp_path / "package.zip")
    folder = unpacked(package, tmp_path / "unpacked")

    for answer in (verify(folder / "verify.py"), verify(folder / "verify.py", package)):
        assert answer[0] == 0, answer[1]
        assert answer[1].splitlines()[-1] == "Everything agrees."
        assert "Not compared: 3 rows that are not listed, or not in full" in answer[1]
    seal = json.loads((folder / "seal.json").read_text())
    head = Seal.objects.head()
    assert (seal["seals"], seal["sha256"], seal["is_whole"]) == (head.number, head.sha256, True)
    assert json.loads((folder / "datapackage.json").read_text())["seal"]["sha256"] == head.sha256


def rewritten(files: Files, name: str, change: Callable[[list[dict[str, str]]], object]) -> None:
    """Change the rows of a table."""
    rows = list(csv.DictReader(io.StringIO(files[name].decode(), newline="")))
    change(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    files[name] = text.getvalue().encode()


def one_cell(table: str, column: str, value: str) -> Callable[[Files], None]:
    return lambda files: rewritten(files, f"{table}.csv", lambda rows: rows[0].update({column: value}))


def resealed(rows: list[dict[str, str]]) -> None:
    """One seal is changed, and its own checksum fits."""
    row = rows[-2]
    row["key"] = "Y"
    row["sha256"] = sha256_of({name: value for name, value in row.items() if name != "sha256"})


# what was done to the files, the sentence that names it
TAMPERED: dict[str, tuple[Callable[[Files], None], str]] = {
    "a text": (
        one_cell("progress", "text", "Else."),
        "progress.csv: row {note} does not say what was sealed (seal",
    ),
    "a status": (one_cell("progress", "status", "fulfilled"), "does not say what was sealed"),
    "evidence": (one_cell("evidence", "url", "https://example.com"), "progress.csv: row {note} does not say"),
    "a reply": (one_cell("replies", "position", "agrees"), "replies.csv: row "),
    "a reply that stands": (
        lambda files: rewritten(files, "replies.csv", lambda rows: rows[-1].update(text="+1")),
        "replies.csv: row ",
    ),
    "a State": (one_cell("states", "name_fr", "Autre"), "states.csv: row "),
    "a deadline": (one_cell("deadlines", "remark", "New."), "deadlines.csv: row "),
    "a row that is dropped": (
        lambda files: rewritten(files, "progress.csv", lambda rows: rows.pop(0)),
        "progress.csv: row {note} is missing: seal",
    ),
    "a row that is added": (
        lambda files: rewritten(files, "progress.csv", lambda rows: rows.append({**rows[0], "note": "999"})),
        "progress.csv: row 999 was never sealed.",
    ),
    "evidence of no finding": (
        lambda files: rewritten(files, "evidence.csv", lambda rows: rows[0].update(note="998")),
        "progress.csv: row 998 was never sealed.",
    ),
    "a retracted row that is back": (
        lambda files: rewritten(
            files, "progress.csv", lambda rows: rows.append({**rows[0], "note": "{gone}"})
        ),
        "progress.csv: row {gone} is there, but seal",
    ),
    "a seal": (one_cell("seals", "key", "X"), "does not say what its own SHA-256 covers."),
    "a seal that is dropped": (
        lambda files: rewritten(files, "seals.csv", lambda rows: rows.pop(3)),
        "one is missing, doubled or moved.",
    ),
    "seals in another order": (
        lambda files: rewritten(files, "seals.csv", lambda rows: rows.insert(0, rows.pop(5))),
        "one is missing, doubled or moved.",
    ),
    "a seal made anew": (
        lambda files: rewritten(files, "seals.csv", resealed),
        "does not bear the SHA-256 of the seal before.",
    ),
    "the end of the chain": (
        lambda files: rewritten(files, "seals.csv", lambda rows: rows.pop(0)),
        "but not as seal.json says.",
    ),
}


def test_whatever_is_changed_is_named_even_if_the_checksums_of_the_files_are_made_anew(tmp_path):
    make_record()
    folder = unpacked(packed(tmp_path / "package.zip"), tmp_path / "unpacked")
    (before, original) = (verify(folder / "verify.py")[0], read(folder))
    newest = next(csv.DictReader(io.StringIO(original["progress.csv"].decode(), newline="")))["note"]
    gone = Seal.objects.get(table="progress", kind="retracted").key
    failures = Failures()

    for what, (tamper, sentence) in TAMPERED.items():
        with failures.kept(what):
            files = dict(original)
            tamper(files)
            files = {name: content.replace(b"{gone}", gone.encode()) for name, content in files.items()}
            files["CHECKSUMS.txt"] = checksums(files)
            write(folder, files)
            code, said = verify(folder / "verify.py")
            assert code == 1
            assert sentence.replace("{note}", newest).replace("{gone}", gone) in said, said
            assert "Files: agrees" in said

    assert before == 0
    assert not failures, str(failures)


def read(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def write(folder: Path, files: Files) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)


def checksums(files: Files) -> bytes:
    told = {name: sha256(content).hexdigest() for name, content in files.items() if name != "CHECKSUMS.txt"}
    return "".join(f"{digest}  {name}\n" for name, digest in told.items()).encode()


def test_files_are_compared_with_their_checksums(tmp_path):
    make_record()
    folder = unpacked(packed(tmp_path / "package.zip"), tmp_path / "unpacked")
    (folder / "README.txt").write_text("Else.")
    (folder / "meetings.json").write_text("{}")

    code, said = verify(folder / "verify.py")

    assert code == 1
    assert "  README.txt differs from its checksum in CHECKSUMS.txt." in said
    assert "  meetings.json is not listed in CHECKSUMS.txt." in said


def test_kept_seal_and_older_package_are_part_of_a_newer_one_and_not_of_a_chain_made_anew(tmp_path):
    make_record()
    older = packed(tmp_path / "older.zip")
    kept = Seal.objects.head()
    Meeting.objects.get().delete()
    newer = packed(tmp_path / "newer.zip")
    script = unpacked(newer, tmp_path / "unpacked") / "verify.py"

    assert verify(script, "--older", older, "--kept", kept.number, kept.sha256.upper())[0] == 0
    code, said = verify(script, "--kept", kept.number, "0" * 64)
    assert code == 1
    assert f"Seal {kept.number} with the SHA-256 {'0' * 64} is not in this chain." in said
    assert verify(script, older, "--older", newer)[0] == 1


def test_package_of_the_past_has_the_chain_of_then_and_the_same_bytes_for_ever(tmp_path):
    make_record()
    tomorrow = (timezone.now() + timedelta(days=1)).date().isoformat()
    past = packed(tmp_path / "past.zip", known_at=tomorrow, as_of=tomorrow).read_bytes()
    early = packed(tmp_path / "early.zip", known_at="2024-01-01")
    Meeting.objects.update(place="Elsewhere")

    folder = unpacked(tmp_path / "past.zip", tmp_path / "unpacked")
    code, said = verify(folder / "verify.py")
    assert code == 0, said
    assert json.loads((folder / "seal.json").read_text())["compared"] == ["progress", "replies"]
    code, said = verify(folder / "verify.py", early)
    assert code == 0
    assert "Nothing had been sealed by the moment of this package" in said
    assert past


def test_what_is_no_package_is_refused_in_words(tmp_path):
    make_record()
    script = unpacked(packed(tmp_path / "package.zip"), tmp_path / "unpacked") / "verify.py"
    (tmp_path / "text.zip").write_text("no archive")

    for path in (tmp_path / "text.zip", tmp_path / "nothing.zip", tmp_path):
        code, said = verify(script, path)
        assert code == 1
        assert said.startswith("This is no package that can be checked: ")


def test_script_writes_the_canonical_form_as_the_seal_does():
    content = {"note": "1", "text": 'He said "no"\\\n\t\x01 🌊', "evidence": [{"evidence": "7", "url": "u"}]}

    assert sha256_of(content) == sha256_of_text(canonical(content))
