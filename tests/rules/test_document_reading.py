"""Files are told by what they contain, and names are cleaned."""

import struct
import zlib

import pytest

from commitments.rules.document_reading import (
    MAX_DOCUMENT_BYTES,
    MAX_NAME_BYTES,
    MAX_NAME_LENGTH,
    PNG_HEAD,
    DocumentType,
    UnreadableDocument,
    document_name,
    read_document,
)
from tests.document_files import pdf, picture, place
from tests.each import Failures

PDF, PNG, JPEG = DocumentType.PDF, DocumentType.PNG, DocumentType.JPEG
XMP = b"<exif:GPSLatitude>4,36N</exif:GPSLatitude>"


def with_text(kind: str, words: bytes, text: bytes) -> bytes:
    """A PNG with this text, packed; `words` stand between its name and the text."""
    chunk = kind.encode() + b"Name\0" + words + zlib.compress(text)
    png = picture("PNG")
    head = len(PNG_HEAD) + 25
    length, checksum = struct.pack(">I", len(chunk) - 4), struct.pack(">I", zlib.crc32(chunk))
    return png[:head] + length + chunk + checksum + png[head:]


READ = {
    "a PNG with a packed text that says no place": (with_text("zTXt", b"\0", b"A letter."), PNG),
    "a PNG with a packed text that is broken": (with_text("zTXt", b"\0\0", b"A letter."), PNG),
    "a letter": (pdf(), PDF),
    "a PDF after a byte order mark": (b"\xef\xbb\xbf\r\n" + pdf(), PDF),
    "a PDF that calls itself HTML": (pdf("<html><script>alert(1)</script>"), PDF),
    "a PDF with a line after its end": (pdf() + b"\r\n", PDF),
    "a PNG": (picture("PNG"), PNG),
    "a JPEG": (picture("JPEG"), JPEG),
    "a JPEG with what its camera wrote behind it": (picture("JPEG") + b"trailer" * 20, JPEG),
    "a JPEG that knows the day by satellite, and no place": (picture("JPEG", exif=place(tags=(29,))), JPEG),
    "a JPEG with broken Exif": (picture("JPEG", exif=place()[:18]), JPEG),
}
REFUSED = {
    "nothing": (b"", "empty"),
    "too much": (pdf() + b"\0" * MAX_DOCUMENT_BYTES, "larger than 20 MB"),
    "a page of the web": (b"<!DOCTYPE html><p>%PDF-1.4</p>", "Only PDF, PNG and JPEG"),
    "HTML before a PDF": (b"<script>alert(1)</script>" + pdf(), "Only PDF, PNG and JPEG"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "Only PDF, PNG"),
    "a GIF": (b"GIF89a" + b"\0" * 20, "Only PDF, PNG and JPEG"),
    "a Word document": (b"PK\x03\x04word/document.xml", "Only PDF, PNG and JPEG"),
    "a program": (b"MZ\x90\0", "Only PDF, PNG and JPEG"),
    "half a PDF": (pdf()[:200], "damaged or cut off"),
    "the head of a PDF": (b"%PDF-1.7\n", "damaged or cut off"),
    "a PDF before a long archive": (pdf() + b"PK" * 4000, "damaged or cut off"),
    "half a PNG": (picture("PNG")[:40], "does not open as PNG picture"),
    "a PNG with a wrong checksum": (picture("PNG").replace(b"IDATx", b"IDATy"), "damaged"),
    "half a JPEG": (picture("JPEG")[:300], "does not open as JPEG picture"),
    "the head of a JPEG": (b"\xff\xd8\xff\xe0", "damaged or cut off"),
    "a JPEG before a long archive": (picture("JPEG") + b"PK" * 40_000, "damaged or cut off"),
    "a JPEG with its place": (picture("JPEG", exif=place()), "where a picture in it was taken"),
    "a JPEG with its place, the other way around": (picture("JPEG", exif=place(order=">")), "where a pic"),
    "a PNG with its place": (picture("PNG", exif=place()), "where a picture in it was taken"),
    "a PDF around a JPEG with its place": (
        pdf().replace(b"(A letter.)", picture("JPEG", exif=place())),
        "where a picture in it was taken",
    ),
    "a PNG with its place in packed XMP": (with_text("iTXt", b"\1\0\0\0", XMP), "where a picture in it"),
    "a PNG with its place as ImageMagick has it": (
        with_text("zTXt", b"\0", b"\nexif\n 90\n" + place().hex().encode()),
        "where a picture in it",
    ),
    "a place in XMP of two bytes a letter": (
        picture("JPEG") + XMP.decode().encode("utf-16-le") + b"\xff\xd9",
        "where a picture in it",
    ),
    "a place in XMP": (pdf("<exif:GPSLatitude>4,36N</exif:GPSLatitude>"), "where a picture in it"),
}
NAMES = {
    "letter.pdf": "letter.pdf",
    "Letter of 3 May.PDF": "Letter of 3 May.pdf",
    "letter": "letter.pdf",
    "letter.html": "letter.html.pdf",
    "letter.pdf.exe": "letter.pdf.exe.pdf",
    "C:\\Users\\me\\letter.pdf": "letter.pdf",
    "../../etc/passwd": "passwd.pdf",
    "رسالة.pdf": "رسالة.pdf",
    "письмо.pdf": "письмо.pdf",
    "evil\u202efdp.exe": "evilfdp.exe.pdf",
    "two\r\nSet-Cookie: x.pdf": "two Set-Cookie x.pdf",
    'a"b;c<d>.pdf': "a b c d.pdf",
    "nul.pdf": "_nul.pdf",
    "COM1.tar.pdf": "_COM1.tar.pdf",
    "console.pdf": "console.pdf",
    ".pdf": "document.pdf",
    "...": "document.pdf",
    "\u200b\u200b": "document.pdf",
    "": "document.pdf",
}


def test_a_file_is_told_by_its_content():
    failures = Failures()

    for case, (content, kind) in READ.items():
        with failures.kept(case):
            assert read_document(content) is kind
    assert not failures, failures


def test_what_is_not_kept_is_refused_in_words():
    failures = Failures()

    for case, (content, words) in REFUSED.items():
        with failures.kept(case), pytest.raises(UnreadableDocument) as refused:
            read_document(content)
        with failures.kept(case):
            assert words in str(refused.value)
    assert not failures, failures


def test_a_name_is_one_that_every_system_can_save():
    assert {name: document_name(name, PDF) for name in NAMES} == NAMES
    assert document_name("scan.jpeg", JPEG) == "scan.jpg"
    assert len(document_name("x" * 500, PDF)) <= MAX_NAME_LENGTH
    assert len(document_name("🕊" * 500, PDF).encode()) <= MAX_NAME_BYTES
