"""Which files are kept as evidence: told by what they contain, and never by their name.

They come from people who were sent them, and readers get them as they came. So a file has to be whole, of a
kind that every machine shows, and silent about the place where a picture was taken.
"""

import re
import struct
import unicodedata
import warnings
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from itertools import islice

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image


class DocumentType(TextChoices):
    """The types of document that are kept, each by its media type."""

    PDF = "application/pdf", _("PDF")
    PNG = "image/png", _("PNG picture")
    JPEG = "image/jpeg", _("JPEG picture")


MAX_DOCUMENT_MEGABYTES = 20
MAX_DOCUMENT_BYTES = MAX_DOCUMENT_MEGABYTES * 1024 * 1024
MAX_NAME_LENGTH = 120
MAX_NAME_BYTES = 255  # of most systems of files
NAMELESS = "document"

EMPTY = _("This file is empty.")
TOO_LARGE = _("This file is larger than %(most)s MB. Divide it, or save it with fewer dots per inch.")
NOT_KEPT = _("Only PDF, PNG and JPEG files are kept, and this is none of them. Print or save it as PDF.")
DAMAGED = _("This file is damaged or cut off: it does not open as %(kind)s. Fetch it again.")
PLACED = _(
    "This file says where a picture in it was taken (GPS), and could lead to a witness. Take the place out of"
    " it first; a screenshot of the picture has none."
)

# before its header a PDF may have a byte order mark or white space, and nothing that another program reads
PDF_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}%PDF-[12]\.[0-9]")
PDF_END = re.compile(rb"startxref\s+[0-9]+\s+%%EOF")
PDF_TAIL = 2048
PNG_HEAD, JPEG_HEAD, JPEG_END = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xd9"
JPEG_TAIL = 64 * 1024  # what cameras write behind a picture
# Exif in a JPEG, alone or inside a PDF, and in a PNG
EXIF = re.compile(rb"Exif\x00\x00|eXIf")
EXIF_LENGTH = 64 * 1024
BYTE_ORDERS = {b"II*\x00": "<", b"MM\x00*": ">"}
GPS_TABLE, LATITUDE, LONGITUDE = 0x8825, 2, 4
XMP_PLACE = re.compile(rb"\x00?".join(bytes([letter]) for letter in b"GPSLatitude"))  # in UTF-16 too
# Text in a PNG that is packed: XMP, and Exif in hexadecimal digits as ImageMagick writes it.
PACKED_TEXT = re.compile(rb"(zTXt|iTXt)[^\x00]{1,79}\x00")
RAW_EXIF = re.compile(rb"\nexif\s+[0-9]+\s+([0-9a-f\s]+)", re.IGNORECASE)
MAX_PACKED_TEXT, MAX_PACKED_TEXTS = 1_000_000, 20

SUFFIXES = {
    DocumentType.PDF: (".pdf",),
    DocumentType.PNG: (".png",),
    DocumentType.JPEG: (".jpg", ".jpeg"),
}
NOT_IN_NAMES = re.compile(r'[<>:"|?*%;]')
RESERVED_NAMES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


class UnreadableDocument(ValueError):
    """This file is not kept; the text says why, for people."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(str(words))


def read_document(content: bytes) -> DocumentType:
    """Its type; raises UnreadableDocument for what is not kept."""
    if not content:
        raise UnreadableDocument(EMPTY)
    if len(content) > MAX_DOCUMENT_BYTES:
        raise UnreadableDocument(TOO_LARGE % {"most": MAX_DOCUMENT_MEGABYTES})
    kind = _type_of(content)
    if kind is None:
        raise UnreadableDocument(NOT_KEPT)
    if not _IS_WHOLE[kind](content):
        raise UnreadableDocument(DAMAGED % {"kind": kind.label})
    if tells_a_place(content):
        raise UnreadableDocument(PLACED)
    return kind


def document_name(name: str, kind: DocumentType) -> str:
    """A name under which every system can save it: one line, no folder, the ending of its type."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # controls, and marks that turn the direction of what follows: “fdp.exe” read backwards
    seen = "".join(" " if character.isspace() else character for character in last)
    seen = "".join(character for character in seen if not unicodedata.category(character).startswith("C"))
    words = " ".join(NOT_IN_NAMES.sub(" ", seen).split())
    suffix = next((each for each in SUFFIXES[kind] if words.lower().endswith(each)), "")
    ending = len(SUFFIXES[kind][-1])
    stem = words[: len(words) - len(suffix)][: MAX_NAME_LENGTH - ending]
    stem = stem.encode()[: MAX_NAME_BYTES - ending].decode(errors="ignore").strip(" .")
    if RESERVED_NAMES.match(stem):
        stem = f"_{stem}"
    return f"{stem or NAMELESS}{SUFFIXES[kind][0]}"


def tells_a_place(content: bytes) -> bool:
    """Whether a picture in it says where it was taken, in Exif or in XMP, packed or not."""
    texts = list(_packed_texts(content)) if content.startswith(PNG_HEAD) else []
    if any(XMP_PLACE.search(text) for text in (content, *texts)):
        return True
    for text in (content, *texts):
        if (raw := RAW_EXIF.search(text)) and tells_a_place(_from_digits(raw[1])):
            return True
    return any(_has_a_place(content[mark.end() :][:EXIF_LENGTH]) for mark in EXIF.finditer(content))


def _packed_texts(png: bytes) -> Iterator[bytes]:
    """The texts of a picture that are packed, as far as such a text can matter."""
    for found in islice(PACKED_TEXT.finditer(png), MAX_PACKED_TEXTS):
        start = found.end()
        if found[1] == b"iTXt":  # two bytes on packing, and two words that end in a null byte
            start = png.find(b"\0", png.find(b"\0", start + 2) + 1) + 1
        else:
            start += 1
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(memoryview(png)[start:], MAX_PACKED_TEXT)


def _from_digits(digits: bytes) -> bytes:
    plain = b"".join(digits.split())
    return bytes.fromhex(plain[: len(plain) // 2 * 2].decode())


def _type_of(content: bytes) -> DocumentType | None:
    if PDF_HEAD.match(content):
        return DocumentType.PDF
    if content.startswith(PNG_HEAD):
        return DocumentType.PNG
    return DocumentType.JPEG if content.startswith(JPEG_HEAD) else None


def _pdf_is_whole(content: bytes) -> bool:
    return bool(PDF_END.search(content[-PDF_TAIL:]))


def _png_is_whole(content: bytes) -> bool:
    """Every chunk with its checksum; nothing is decoded, so what it unpacks to does not matter."""
    return _opens(content, "PNG")


def _jpeg_is_whole(content: bytes) -> bool:
    return JPEG_END in content[-JPEG_TAIL:] and _opens(content, "JPEG")


def _opens(content: bytes, format_name: str) -> bool:
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(BytesIO(content), formats=[format_name]) as image,
        ):
            image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True


_IS_WHOLE = {
    DocumentType.PDF: _pdf_is_whole,
    DocumentType.PNG: _png_is_whole,
    DocumentType.JPEG: _jpeg_is_whole,
}


def _has_a_place(tiff: bytes) -> bool:
    """Whether this block of Exif, which is laid out as a TIFF file, has a latitude or longitude."""
    order = BYTE_ORDERS.get(tiff[:4])
    if order is None:
        return False

    def table(offset: int) -> dict[int, int]:
        (count,) = struct.unpack_from(f"{order}H", tiff, offset)
        entries = tiff[offset + 2 : offset + 2 + 12 * count]
        return {tag: value for tag, _kind, _count, value in struct.iter_unpack(f"{order}HHII", entries)}

    try:
        first = table(*struct.unpack_from(f"{order}I", tiff, 4))
        return GPS_TABLE in first and not {LATITUDE, LONGITUDE}.isdisjoint(table(first[GPS_TABLE]))
    except struct.error:
        return False
