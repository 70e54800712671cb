"""A packed workbook, unpacked with care: counted as it unpacks, and its XML without entities of its own."""

import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from .refusals import FileRefused, Refusal

# A workbook is packed text, and its headings are looked for before its rows are read: what unpacks into more
# than this altogether is an attack or a mistake.
MAX_UNPACKED = 400_000_000
MAX_ENTRIES = 5_000
BYTES_AN_EVENT = 8  # about, in the sheets that spreadsheets write
CHUNK = 65_536
ENCRYPTED = 0x1
SEPARATOR = " "  # between a namespace and a name; no name holds it

NOTHING: dict[str, str] = {}
START, END, TEXT = "start", "end", "text"


# Kind, name, attributes and text of a tag that opens or closes, or of text between; names without namespaces.
# A plain tuple, as a sheet has millions of them.
XmlEvent = tuple[str, str, dict[str, str], str]


class Archive:
    """The entries of a workbook by name; raises FileRefused with what is wrong and what helps.

    `most` is how many bytes it may unpack to, all reading of it taken together.
    """

    def __init__(self, file: BinaryIO, most: int = MAX_UNPACKED) -> None:
        self._unpacked, self._events, self._most = 0, 0, most
        file.seek(0)
        self._zip = zipfile.ZipFile(file)
        entries = self._zip.infolist()
        self._entries = {_plain_name(entry.filename): entry for entry in entries}
        if len(entries) > MAX_ENTRIES or len(self._entries) < len(entries):
            raise refusal(_("This is no workbook as a spreadsheet writes it: save it anew as .xlsx."))
        if any(entry.flag_bits & ENCRYPTED for entry in entries):
            raise refusal(locked())

    def __contains__(self, name: str) -> bool:
        return _plain_name(name) in self._entries

    def read(self, name: str, most: int = CHUNK) -> bytes:
        """The first bytes of an entry; nothing where there is no such entry."""
        if name not in self:
            return b""
        with self._zip.open(self._entries[_plain_name(name)]) as entry:
            return entry.read(most)

    def events(self, name: str) -> Iterator[XmlEvent]:
        """The XML of an entry, piece by piece; nothing where there is no such entry."""
        if name not in self:
            return
        found: list[XmlEvent] = []
        parser = _parser(found)
        with self._zip.open(self._entries[_plain_name(name)]) as entry:
            while chunk := entry.read(CHUNK):
                parser.Parse(chunk, False)
                self._count(len(chunk), len(found))
                yield from found
                found.clear()
        parser.Parse(b"", True)
        yield from found

    def _count(self, size: int, events: int) -> None:
        # what an archive says about its size is a claim, and tiny tags cost more time than their bytes say
        self._unpacked += size
        self._events += events
        if self._unpacked > self._most or self._events > self._most // BYTES_AN_EVENT:
            raise refusal(_("The workbook is too large once unpacked: divide it."))


def _plain_name(name: str) -> str:
    """Some programs separate folders as Windows does, and write small letters for large ones."""
    return name.replace("\\", "/").casefold()


def refusal(reason: str) -> FileRefused:
    """A refusal of the whole file."""
    return FileRefused([Refusal(None, "", reason)])


def locked() -> str:
    return _("This file has a password: save it without one and send it again.")


def _parser(found: list[XmlEvent]) -> expat.XMLParserType:
    """Appends what it meets to `found`."""
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        if any(SEPARATOR in each for each in attributes):
            attributes = {_local(each): value for each, value in attributes.items()}
        found.append((START, _local(name), attributes, ""))

    def declared(*_args: object) -> None:
        # entities are declared there; a spreadsheet writes none
        raise refusal(_("This is no workbook as a spreadsheet writes it: save it anew as .xlsx."))

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: found.append((END, _local(name), NOTHING, ""))
    parser.CharacterDataHandler = lambda text: found.append((TEXT, "", NOTHING, text))
    parser.StartDoctypeDeclHandler = declared
    return parser


@lru_cache(maxsize=1_000)
def _local(name: str) -> str:
    return name.rpartition(SEPARATOR)[2]
