"""Responses that are whole files: written to the disk before the first byte is sent.

So a failure leaves no half of a file, and whoever reads slowly holds neither a snapshot nor a connection.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from hashlib import file_digest
from typing import IO, BinaryIO
from weakref import finalize

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, quote_etag

from commitments.exports.rows import BLOCK_SIZE

ZIP = "application/zip"
# said of what is compressed already: no second compression, so length and checksum stay valid
COMPRESSED = "identity"
# What files on their way leave free on the disk, for what people save.
MIN_FREE_BYTES = 200 * 1024 * 1024


def archive_answer(
    request: HttpRequest, file: BinaryIO, name: str, *, kept_for: int, sha256: str = ""
) -> HttpResponseBase:
    """A ZIP archive."""
    return file_answer(request, file, name, content_type=ZIP, kept_for=kept_for, sha256=sha256)


def file_answer(
    request: HttpRequest, file: BinaryIO, name: str, *, content_type: str, kept_for: int, sha256: str = ""
) -> HttpResponseBase:
    """The file in blocks, to be saved, or 304 if the client has it; the caller closes the file."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    etag = quote_etag(sha256 or file_digest(file, "sha256").hexdigest())
    blocks = _Blocks(os.dup(file.fileno()))
    answer = StreamingHttpResponse(blocks, content_type=content_type)
    answer.headers["ETag"], answer.headers["Content-Length"] = etag, str(size)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer.headers["Content-Encoding"] = COMPRESSED
    patch_cache_control(answer, public=True, max_age=kept_for)
    chosen = get_conditional_response(request, etag=etag, response=answer)
    if chosen is not answer:
        blocks.close()
    return chosen


def refuse_full_disk() -> None:
    """Raises what a full disk would, before it is full."""
    if shutil.disk_usage(tempfile.gettempdir()).free < MIN_FREE_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def written(blocks: Iterable[str]) -> IO[bytes]:
    """The text in a temporary file, which is deleted when closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
    try:
        for block in blocks:
            refuse_full_disk()
            file.write(block.encode())
        file.flush()
    except BaseException:
        file.close()
        raise
    return file


def sent_from(file: IO[bytes], content_type: str, headers: dict[str, str]) -> StreamingHttpResponse:
    """The file in blocks, with its length; the caller closes the file."""
    answer = StreamingHttpResponse(_Blocks(os.dup(file.fileno())), content_type=content_type, headers=headers)
    answer.headers["Content-Length"] = str(os.fstat(file.fileno()).st_size)
    return answer


class _Blocks:
    """The bytes of an open file, which is closed with the response or when that is garbage collected."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.close = finalize(self, os.close, descriptor)

    def __iter__(self) -> Iterator[bytes]:
        os.lseek(self.descriptor, 0, os.SEEK_SET)
        while block := os.read(self.descriptor, BLOCK_SIZE):
            yield block
