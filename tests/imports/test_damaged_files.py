"""Good files with some of their bytes changed: read, or refused in words; nothing else, and nothing saved."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commitments.imports.loader import ImportReach, NoteBlock
from commitments.imports.reader import FileLimits, NoteFile
from commitments.imports.refusals import FileRefused
from commitments.imports.row import RowReader
from commitments.models import EvidenceLink, ProgressNote
from tests.builders import make_commitment, make_member, make_note, make_obligation, make_party, make_reviewer

from .files import HEADINGS, ROW, as_csv, exported, job_of
from .spreadsheets import Shown, as_ods, as_workbook, as_zip

pytestmark = pytest.mark.django_db

IMPORT = "/admin/commitments/progressnote/import/"
LIMITS = FileLimits(rows=5_000, size=10_000_000)
BYTES = (
    b"\x00",
    b"\r",
    b"\n",
    b'"',
    b",",
    b";",
    b"\t",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x80",
    b"<",
    b"&",
    b"9" * 20,
)
SHOWN = [Shown(date(2009, 12, 1), "month"), Shown(date(2020, 1, 1), "day"), 18, "16b", 2.5, ""]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, left out, put in, doubled or cut off."""
    changed = bytearray(content)
    for _time in range(chance.choice((1, 1, 2, 8))):
        place, size = chance.randrange(len(changed) + 1), chance.choice((1, 2, 5, 60))
        match chance.randrange(6):
            case 0:
                changed[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                changed[place : place + size] = b""
            case 2:
                changed[place:place] = chance.choice(BYTES)
            case 3:
                changed[place:place] = changed[place : place + size]
            case 4:
                changed[place : place + size] = chance.randbytes(size)
            case _:
                changed = changed[: max(place, 1)] or changed
    return bytes(changed)


def damaged_inside(content: bytes, chance: random.Random) -> bytes:
    """A workbook whose archive is whole and whose XML is not."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([each for each in entries if each.endswith((".xml", ".rels"))])
    entries[name] = damaged(entries[name], chance)
    return as_zip(entries)


def files() -> dict[str, tuple[bytes, Callable[[bytes, random.Random], bytes]]]:
    rows = [HEADINGS, [ROW.get(name, "") for name in HEADINGS], SHOWN]
    book, sheet = as_workbook({"A": [["x"]], "B": rows}), as_ods({"A": [["x"]], "B": rows})
    return {
        "CSV": (as_csv(ROW, ROW | {"text": 'Two "lines"\r\nof text.'}), damaged),
        "export": (exported("xlsx"), damaged_inside),
        "XLSX": (book, damaged),
        "XML of XLSX": (book, damaged_inside),
        "ODS": (sheet, damaged),
        "XML of ODS": (sheet, damaged_inside),
    }


def every_damaged(rounds: int) -> Iterator[tuple[tuple[str, int], bytes]]:
    """The same files every time, each by its kind and number."""
    for name, (content, damage) in files().items():
        for seed in range(rounds):
            yield (name, seed), damage(content, random.Random(seed))


@pytest.fixture(autouse=True)
def stored():
    obligation = make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))
    make_note(obligation=obligation, published=False)


def everything_stored() -> list[dict]:
    return [*ProgressNote.objects.values(), *EvidenceLink.objects.values(), *ProgressNote.history.values()]


def test_a_damaged_file_is_read_or_refused_in_words():
    before, failures, refused = everything_stored(), {}, 0
    job = job_of(b"", make_reviewer())
    reach = ImportReach(job.by)

    for case, broken in every_damaged(100):
        try:
            table = NoteFile(io.BytesIO(broken), LIMITS)
            rows = list(table)
            reader, notes = RowReader(job, table.headings, reach), NoteBlock(rows, reach)
            refusals = [found for row in rows for found in reader.result(row, notes, save=False).refusals]
        except FileRefused as error:
            refused += 1
            refusals = error.refusals
        except Exception as error:  # noqa: BLE001  (anything else is a fault, and all are named)
            failures[case] = repr(error)
            continue
        "".join(map(str, refusals)).encode()  # words that a page can show

    assert failures == {}
    assert refused > 100
    assert everything_stored() == before


def test_the_page_answers_every_damaged_file(client, settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path
    client.force_login(make_member("Reviewer"))
    before = everything_stored()

    answers = {
        case: client.post(IMPORT, {"file": SimpleUploadedFile("notes", broken or b"x")}).status_code
        for case, broken in every_damaged(8)
    }

    assert {case: answer for case, answer in answers.items() if answer != 200} == {}
    assert everything_stored() == before
