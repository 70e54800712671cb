"""Answers that are archives, and the refusal of what their addresses do not understand."""

from collections.abc import Iterator
from hashlib import file_digest
from typing import BinaryIO

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from commitments.reporting.filters.base import LONGEST_NAME_SHOWN, OF_NOBODY

from .context import CLOCKS

ZIP = "application/zip"
BYTES_A_BLOCK = 64 * 1024


def unknown(request: HttpRequest, *known: str) -> list[str]:
    """Each parameter that means nothing here, in words: it would silently give everything."""
    names = [name for name in request.GET if name not in {*CLOCKS, *known} and not name.startswith(OF_NOBODY)]
    return [_("“%(name)s” means nothing here.") % {"name": name[:LONGEST_NAME_SHOWN]} for name in names]


def archive_answer(
    request: HttpRequest, file: BinaryIO, name: str, *, kept_for: int, sha256: str = ""
) -> HttpResponseBase:
    """The archive in blocks, or 304 to whoever has it; closes it."""
    size = file.seek(0, 2)
    file.seek(0)
    etag = quote_etag(sha256 or file_digest(file, "sha256").hexdigest())
    file.seek(0)
    answer = StreamingHttpResponse(_Blocks(file), content_type=ZIP)
    answer.headers["ETag"], answer.headers["Content-Length"] = etag, str(size)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # what is compressed is not compressed again on its way, and keeps its length and its checksum
    answer.headers["Content-Encoding"] = "identity"
    patch_cache_control(answer, public=True, max_age=kept_for)
    chosen = get_conditional_response(request, etag=etag, response=answer)
    if chosen is not answer:
        file.close()
    return chosen


class _Blocks:
    """The bytes of a file; Django closes it with the answer, sent or not."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def __iter__(self) -> Iterator[bytes]:
        while block := self.file.read(BYTES_A_BLOCK):
            yield block

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()
